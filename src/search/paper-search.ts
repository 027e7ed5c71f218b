import { AppError, describeError } from '../errors.js';
import { parsePaperId } from '../papers/paper-id.js';
import type { SearchStore } from '../ports/search-store.js';
import { wordsOf } from '../text/words.js';
import { builtinQuery, createMatcher } from '../topics/match.js';
import type { Query } from '../topics/query-types.js';
import { arrange, countGood, type Answer } from './arrange.js';
import { DEPTH, type Meaning } from './by-meaning.js';
import { createAskFinder, type AskFinderDeps } from './ask-finder.js';
import { askOthers, findPaper, type BeyondDeps } from './beyond.js';
import { indexWord } from './index-words.js';
import { ownHits, withoutWords, type HitOptions } from './own-hits.js';
import { planQuery, type Plan } from './plan.js';
import { guessSlips, knownWords, type KnownWords } from './respell.js';
import type { PaperSearch, SearchOptions, SearchResult } from './search-types.js';
import { guessFromTitles } from './respell-in-titles.js';
import { findSimilar } from './similar.js';

export interface PaperSearchDeps extends AskFinderDeps, Omit<BeyondDeps, 'ask'> {
  readonly search: SearchStore;
  /** Null: only words are looked for. Default null. */
  readonly meaning?: Meaning | null;
}

type Deps = BeyondDeps & Pick<PaperSearchDeps, 'search' | 'meaning'>;

/** With fewer papers that have all the words, misspellings are guessed at and others are asked. */
const GOOD_HITS = 10;
/** Alternatives that others are asked with. */
const MOST_ASKED = 2;
/** Words of a title being typed that are looked at. */
const MOST_BEGINNINGS = 8;

/**
 * Search over our own catalogue, and a little beyond: when hardly anything here has the words, the finders are asked
 * too, for as long as the caller's signal and patience allow; one that is down is then left alone for a minute. What they give and is shown is saved.
 * Faults of finders become notices (`search`) or an AppError `source` when nobody else has the paper (`paper`);
 * faults of a store are thrown.
 */
export function createPaperSearch(given: PaperSearchDeps): PaperSearch {
  const deps: Deps = { ...given, ask: createAskFinder(given) };
  return {
    search: (query, options) => search(deps, query, options),
    similar: (paperId, options) => findSimilar(deps, paperId, options),
    paper: async (paperId, signal) => (await findPaper(paperId, deps, signal))?.item ?? null,
    suggest: (text, limit) => suggest(deps, text, limit),
  };
}

// --- Internal helpers ---

/** `enough`: papers with all the words after which nothing more is tried. */
type Options = SearchOptions & HitOptions & { readonly enough: number };

async function search(deps: Deps, query: Query, given: SearchOptions): Promise<SearchResult> {
  const topicByName = given.topicByName ?? builtinQuery;
  const plans = planQuery(query, { now: given.now, topicByName });
  const worded = plans.some(({ groups }) => groups.length > 0);
  const meaning = worded && given.wordsOnly !== true ? (deps.meaning ?? null) : null;
  const limit = meaning === null ? given.limit : Math.max(DEPTH, given.limit);
  const sort = query.sort ?? (worded ? 'relevance' : 'new');
  const options: Options = { ...given, topicByName, sort, limit, enough: Math.min(GOOD_HITS, given.limit) };
  const byMeaning = meaning?.find(query, plans, options) ?? [];

  const answers: Answer[] = [{ hits: [], notices: missingTopics(query, topicByName) }];
  const asked: { plan: Plan; words: KnownWords }[] = [];
  for (const plan of plans) {
    if (plan.id !== null) {
      answers.push(await byId(deps, plan, plan.id, options));
      continue;
    }
    const words = await knownWords(plan.groups, deps.search);
    answers.push(await inCatalogue(deps, plan, words, options));
    if (plan.text !== '') asked.push({ plan, words });
  }
  if (countGood(answers) < options.enough)
    for (const { plan, words } of asked.slice(0, MOST_ASKED))
      answers.push(await askOthers(plan, words, deps, options));
  return arrange(answers, { sort, limit: given.limit }, deps.papers, await byMeaning);
}

async function inCatalogue(deps: Deps, plan: Plan, words: KnownWords, options: Options): Promise<Answer> {
  const { changes } = words;
  if (plan.groups.length > 0 && !tellsAnything(words)) return { hits: [], notices: [], changes };
  const hits = await ownHits(plan, words, deps, options);
  const plain = { hits, notices: [], changes };
  if (!hits.some(({ whole }) => whole)) {
    const meant = await guessFromTitles(plan.groups, words, deps.search, countGood([plain]) === 0);
    if (meant !== null)
      return { hits: await ownHits(plan, meant, deps, options), notices: [], changes: meant.changes };
  }
  if (words.groups.length === 0 || countGood([plain]) >= options.enough) return plain;
  const guess = await guessSlips(words, deps.search, countGood([plain]) === 0);
  if (guess === null) return plain;
  const more = await ownHits(plan, guess, deps, options);
  return { hits: [...hits, ...more], notices: [], changes: [...changes, ...guess.changes] };
}

/** When nobody here knows a telling word, the empty ones beside it ("the xyzzyx of") find nothing that was meant. */
function tellsAnything({ groups, wanted }: KnownWords): boolean {
  return groups.length > 0 && (groups.some(({ empty }) => !empty) || wanted.every(({ empty }) => empty));
}

/** The paper with this id, whoever has it; it must hold what else the query demands. */
async function byId(deps: Deps, plan: Plan, id: string, options: Options): Promise<Answer> {
  try {
    const found = await findPaper(id, deps, options.signal);
    if (found === null) return { hits: [], notices: [`Nobody asked knows a paper ${id}.`] };
    const { item, from } = found;
    if (plan.demands !== null && !createMatcher(plan.demands, options)(item))
      return { hits: [], notices: [] };
    const candidate = withoutWords(item);
    return {
      hits: [
        { candidate, item, score: 1, share: 1, all: true, whole: false, ...(from === null ? {} : { from }) },
      ],
      notices: [],
    };
  } catch (error) {
    if (error instanceof AppError && error.code === 'source')
      return { hits: [], notices: [`The paper ${id} is not known here. ${describeError(error)}`] };
    throw error;
  }
}

/** Topics that the query names and that do not exist. */
function missingTopics(query: Query, topicByName: (name: string) => Query | null): readonly string[] {
  const named = query.alternatives.flatMap(({ terms }) =>
    terms.flatMap((term) => (term.kind === 'topic' ? [term.name] : [])),
  );
  return named.filter((name) => topicByName(name) === null).map((name) => `There is no topic "${name}".`);
}

async function suggest({ search: store, papers }: Deps, text: string, limit: number) {
  const id = parsePaperId(text);
  if (id !== null) {
    const [known] = await papers.get([id]);
    return known === undefined ? [] : [{ id, title: known.paper.title }];
  }
  const beginnings = wordsOf(text)
    .flatMap(({ parts }) => parts)
    .flatMap((part) => indexWord(part) ?? []);
  return store.titlesWith(beginnings.slice(0, MOST_BEGINNINGS), limit);
}
