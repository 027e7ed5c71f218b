import { parseForeignDoi, parsePaperId } from '../papers/paper-id.js';
import type { SightedPaper } from '../ports/paper-store.js';
import type { SearchHit } from '../search/search-types.js';
import { wordsOf } from '../text/words.js';
import { describeQueryError, parseQuery } from '../topics/query.js';
import { notes, refusal } from './blocks.js';
import type { Asked, Kitchen } from './deps.js';
import { paperLine, searchNote } from './paper-lines.js';
import type { CommandReply } from './reply.js';
import { quote, SLASH } from './wording.js';

/** A paper, or what to answer instead. */
export type FoundPaper = { readonly item: SightedPaper } | { readonly reply: CommandReply };

/** Papers offered when several may be meant. */
const CANDIDATES = 5;

/**
 * The one paper that a text names: by id or link, else by a title that is clearly meant. Several that may be meant are
 * offered instead.
 * @param command named in the advice, e.g. `show`
 */
export async function findPaper(
  named: string,
  command: string,
  asked: Asked,
  kitchen: Kitchen,
): Promise<FoundPaper> {
  const wanted = named.trim();
  if (wanted === '')
    return {
      reply: refusal(
        `Which paper? Give an arXiv id, a link or words of its title, like ${SLASH} ${command} 2607.23193.`,
      ),
    };
  const id = paperIdIn(wanted);
  if (id !== null) return paperById(id, asked, kitchen);
  const parsed = parseTitle(wanted);
  if (!parsed.ok) return { reply: refusal(describeQueryError(parsed.error)) };
  const { hits } = await kitchen.search.search(parsed.query, {
    limit: CANDIDATES,
    now: asked.now,
    signal: asked.signal,
    wordsOnly: true,
  });
  const clear = clearlyMeant(wanted, hits);
  return clear === null ? { reply: whichOne(wanted, command, hits, asked) } : { item: clear.item };
}

/** An arXiv id in any of its forms, or the id of a work elsewhere as we write it; null when a text is none. */
export function paperIdIn(text: string): string | null {
  return parsePaperId(text) ?? parseForeignDoi(text) ?? (/^url:\S{1,300}$/.test(text) ? text : null);
}

/** A paper by its id, from a source when we do not have it. @throws AppError `source` when nobody has it and a source could not be asked */
export async function paperById(id: string, asked: Asked, kitchen: Kitchen): Promise<FoundPaper> {
  const [known] = await kitchen.papers.get([id]);
  if (known !== undefined) return { item: known };
  if (parseForeignDoi(id) !== null) return { reply: refusal(unknownDoi(id)) };
  const item = await kitchen.search.paper(id, asked.signal);
  if (item !== null) return { item };
  return {
    reply: refusal(
      `No paper ${quote(id)} is known here or to the sources. Check the id, or look for it with ${SLASH} search.`,
    ),
  };
}

// --- Internal helpers ---

/** The sources know papers by their arXiv ids alone. */
function unknownDoi(id: string): string {
  return `${quote(id.slice('doi:'.length))} is the DOI of a publisher, and no paper here has it. Most papers are on arXiv, too: look for words of the title with ${SLASH} search.`;
}

/** A title may hold signs of the grammar; then its words alone are looked for. */
function parseTitle(title: string) {
  const parsed = parseQuery(title);
  if (parsed.ok) return parsed;
  const words = parseQuery(
    wordsOf(title.slice(0, 500))
      .map(({ joined }) => joined)
      .join(' '),
  );
  return words.ok && title.length <= 500 ? words : parsed;
}

/** The hit whose title is the text; else the only one that holds the text, or all its words. */
function clearlyMeant(text: string, hits: readonly SearchHit[]): SearchHit | null {
  const wanted = joinedWords(text);
  const titled = hits.map((hit) => ({ hit, title: joinedWords(hit.item.paper.title) }));
  const tests: readonly ((title: readonly string[]) => boolean)[] = [
    (title) => title.join(' ') === wanted.join(' '),
    (title) => ` ${title.join(' ')} `.includes(` ${wanted.join(' ')} `),
    (title) => wanted.every((word) => title.includes(word)),
  ];
  for (const test of tests) {
    const found = titled.filter(({ title }) => test(title));
    if (found.length > 0) return found.length === 1 ? (found[0]?.hit ?? null) : null;
  }
  return null;
}

function joinedWords(text: string): readonly string[] {
  return wordsOf(text.slice(0, 500)).map(({ joined }) => joined);
}

function whichOne(text: string, command: string, hits: readonly SearchHit[], asked: Asked): CommandReply {
  if (hits.length === 0)
    return refusal(`No paper has a title like ${quote(text)}. Give its arXiv id or a link to it.`);
  const papers = hits.map(({ item, from }, index) =>
    paperLine(item, index + 1, `${item.paper.id} · ${searchNote(item, asked.now, from)}`),
  );
  const [first] = hits;
  return {
    title: 'Which one?',
    blocks: [
      ...notes(`Several papers may be meant by ${quote(text)}.`),
      { kind: 'papers', papers },
      ...notes(`Pick one by its id: ${SLASH} ${command} ${first?.item.paper.id ?? ''}`),
    ],
    failed: true,
  };
}
