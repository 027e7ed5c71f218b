import type { Candidate, CandidateQuery, SearchStore } from '../ports/search-store.js';
import { isEmptyWord } from './index-words.js';
import type { KnownWords } from './respell.js';
import type { Plan } from './plan.js';
import { createScorer, type Fit } from './score.js';
import { wordsInOrder } from './score-runs.js';
import { weightOf, wordsIn, type WordGroup } from './word-groups.js';

/** Words the index is asked with, the most telling ones: further ones change little but the time it takes. */
const MOST_WORDS = 12;
/** Titles with the whole query are looked up when the index gave fewer than a reply shows, … */
const ENOUGH_TITLES = 10;
const MOST_TITLES = 100;
/** … and the query is as long as people remember titles. */
const RUN_LENGTH = { least: 2, most: 12 } as const;
/** Papers of one author looked at. */
const MOST_OF_NAME = 1_000;
/** A paper with less of what the words tell is no answer: one word of four, and one of a longer query. */
const LEAST_SHARE = 0.25;

/** A candidate and how well it fits. */
export interface Found extends Fit {
  readonly candidate: Candidate;
}

/**
 * Papers that may fit a plan, scored, in no order. Without words every candidate fits.
 * @param limit most candidates the index gives
 * @returns `complete` when there are no more
 */
export async function findFor(
  plan: Plan,
  { groups, statistics }: Pick<KnownWords, 'groups' | 'statistics'>,
  search: SearchStore,
  limit: number,
): Promise<{ readonly found: readonly Found[]; readonly complete: boolean }> {
  if (groups.length === 0) {
    const papers = await unworded(plan, search, limit);
    const found = papers.map((candidate) => ({ candidate, score: 0, share: 1, all: true, whole: false }));
    return { found, complete: plan.name !== null || papers.length < limit };
  }
  const byWeight = [...groups].sort((a, b) => weightOf(b, statistics) - weightOf(a, statistics));
  const telling = byWeight.filter(({ empty }) => !empty);
  const asked = (telling.length > 0 ? telling : byWeight).slice(0, MOST_WORDS);
  const least = Math.min(LEAST_SHARE, 1 / Math.max(1, telling.length));
  const words = wordsIn(asked.map(withoutFamily)).filter(
    (word) => statistics.texts.has(word) && (telling.length === 0 || !isEmptyWord(word)),
  );
  const candidates =
    plan.name === null
      ? await search.candidates({ words, limit, ...plan.narrow })
      : await search.byAuthor(plan.name, MOST_OF_NAME);
  const scorer = createScorer(groups, statistics, plan.text);
  const score = (candidate: Candidate): Found => ({ candidate, ...scorer(candidate) });
  const scored = candidates.map(score);
  const complete = plan.name !== null || candidates.length < limit;
  if (!complete) scored.push(...(await missedTitles(plan, groups, scored, search)).map(score));
  return { found: scored.filter(({ share }) => share >= least), complete };
}

// --- Internal helpers ---

/** Titles with the whole query that the index put behind others, because its words are common or the text is long. */
async function missedTitles(
  plan: Plan,
  groups: readonly WordGroup[],
  scored: readonly Found[],
  search: SearchStore,
): Promise<readonly Candidate[]> {
  const run = wordsInOrder(groups);
  if (run.length < RUN_LENGTH.least || run.length > RUN_LENGTH.most) return [];
  if (scored.filter(({ whole }) => whole).length >= ENOUGH_TITLES) return [];
  const known = new Set(scored.map(({ candidate }) => candidate.id));
  const titles = await search.titleRuns({ run, limit: MOST_TITLES, ...plan.narrow });
  return titles.filter(({ id }) => !known.has(id));
}

/** Words of the family only rank: looked for, they would crowd out papers with the word itself. */
function withoutFamily(group: WordGroup): WordGroup {
  return { ...group, forms: group.forms.filter(({ related }) => related !== true) };
}

function unworded(plan: Plan, search: SearchStore, limit: number): Promise<readonly Candidate[]> {
  if (plan.name !== null) return search.byAuthor(plan.name, MOST_OF_NAME);
  const query: Omit<CandidateQuery, 'words'> = { limit, ...plan.narrow };
  return search.newest(query);
}
