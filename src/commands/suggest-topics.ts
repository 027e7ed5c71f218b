import type { Channel, Topic } from '../channels/channel.js';
import { categories, categoryName } from '../papers/categories.js';
import { builtinTopics } from '../topics/builtin.js';
import type { Suggestion } from './front.js';
import { readTopic } from './read-topic.js';
import { MOST_SUGGESTIONS } from './fit-suggestions.js';

/** A suggestion with what a text is compared with. */
interface Option extends Suggestion {
  /** Lower case; the first is its name, the others say what it is about. */
  readonly names: readonly string[];
}

/** Of each kind, before anything is typed. */
const OWN_FIRST = 5;
const TRENDING_FIRST = 8;

const builtins: readonly Option[] = builtinTopics.map(({ name, query }) => ({
  label: query === '' ? `${name} · all papers` : `${name} · ready-made topic`,
  value: name,
  names: [name],
}));
const fields: readonly Option[] = categories.map((category) => ({
  label: `${category} · ${categoryName(category) ?? ''}`,
  value: `cat:${category}`,
  names: [
    category.toLowerCase(),
    `cat:${category.toLowerCase()}`,
    (categoryName(category) ?? '').toLowerCase(),
  ],
}));

/**
 * Topics a text may be the beginning of: ready-made ones, this channel's, words that trend, arXiv's categories by code
 * and name. After other words the last one is completed and the others are kept. Best first.
 */
export function suggestTopics(
  text: string,
  channel: Channel | null,
  words: readonly string[],
): readonly Suggestion[] {
  const own = ownOptions(channel);
  const trending = words.map(trendingOption);
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [...own.slice(0, OWN_FIRST), ...trending.slice(0, TRENDING_FIRST), ...builtins];
  const options = [...own, ...builtins, ...trending, ...fields];
  return [...matching(wanted, options), ...completions(text, trending)];
}

/**
 * The same for a platform where one of what is offered must be chosen: the text itself comes first, or what is offered
 * for that very topic. A text that is no topic is not offered.
 */
export function typedFirst(text: string, found: readonly Suggestion[]): readonly Suggestion[] {
  const typed = readTopic(text);
  if (!typed.ok) return found;
  const same = found.slice(0, MOST_SUGGESTIONS).find(({ value }) => {
    const topic = readTopic(value);
    return topic.ok && isSame(topic.value, typed.value);
  });
  const first = same ?? { label: `Use: ${text.trim()}`, value: text.trim() };
  return [first, ...found.filter((other) => other !== same)];
}

// --- Internal helpers ---

/** `cs.CL` and `cat:cs.CL` are the same; a query under a name of its own is not. */
function isSame(one: Topic, other: Topic): boolean {
  const nameOf = ({ name, query }: Topic): string => (query === `cat:${name}` ? query : name);
  return one.query === other.query && nameOf(one) === nameOf(other);
}

function ownOptions(channel: Channel | null): readonly Option[] {
  return (channel?.topics ?? [])
    .filter(({ query }) => query !== '')
    .map(({ name, query }) => ({
      label: `${name} · this channel’s topic`,
      value: builtinTopics.some((topic) => topic.name === name) ? name : query,
      names: [name.toLowerCase(), query.toLowerCase()],
    }));
}

function trendingOption(words: string): Option {
  return {
    label: `${words} · trending this week`,
    value: words.includes(' ') ? `"${words}"` : words,
    names: [words],
  };
}

/** The name is it; begins so; a word of it begins so; it is somewhere in it. */
function matching(wanted: string, options: readonly Option[]): readonly Suggestion[] {
  const bare = wanted.replace(/^["“]/, '');
  if (bare === '') return [];
  const tests: readonly ((name: string) => boolean)[] = [
    (name) => name === bare,
    (name) => name.startsWith(bare),
    (name) => name.includes(` ${bare}`) || name.includes(`.${bare}`),
    (name) => name.includes(bare),
  ];
  return tests.flatMap((test) => options.filter(({ names }) => names.some(test)));
}

/** `multilingual spe` → `multilingual speech`; `speech cat:cs.s` → `speech cat:cs.SD`. */
function completions(text: string, trending: readonly Option[]): readonly Suggestion[] {
  const [, before = '', last = ''] = /^(.*\s)(\S+)$/s.exec(text.trimStart()) ?? [];
  if (before === '' || (before.match(/["“”]/g)?.length ?? 0) % 2 === 1) return [];
  return matching(last.toLowerCase(), [...trending, ...fields]).map(({ value }) => ({
    label: `${before}${value}`,
    value: `${before}${value}`,
  }));
}
