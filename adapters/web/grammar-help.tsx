import type { FC } from 'hono/jsx';
import { searchPath } from './paths.js';

const EXAMPLES: readonly (readonly [query: string, meaning: string])[] = [
  ['multilingual speech', 'all of these words, in any order'],
  ['"mixture of experts"', 'one after the other'],
  ['diffusion -video', 'without a word'],
  ['speech | audio', 'one or the other'],
  ['cat:cs.CL since:7d', 'a field of arXiv, of the last seven days'],
  ['author:"yann lecun"', 'somebody’s papers'],
  ['org:nvidia min:20', 'an organisation’s, with at least twenty upvotes'],
  ['agents has:code sort:trending', 'with code, in the order of the ranking'],
  ['topic:robotics until:2026-10-01', 'a topic, up to a day'],
];

/** What can be typed into the search box. */
export const GrammarHelp: FC<{ readonly open: boolean }> = ({ open }) => (
  <details class="grammar" open={open}>
    <summary>What the search understands</summary>
    <dl>
      {EXAMPLES.map(([query, meaning]) => (
        <div>
          <dt>
            <a href={searchPath(query)}>
              <code>{query}</code>
            </a>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </details>
);
