import type { PaperStore, SightedPaper } from '../ports/paper-store.js';
import type { PlainDate } from '../papers/paper.js';
import type { Candidate, SearchStore } from '../ports/search-store.js';
import { rankPapers } from '../ranking/rank.js';
import { createMatcher, type MatchContext } from '../topics/match.js';
import type { Sort } from '../topics/query-types.js';
import { findFor, type Found } from './find.js';
import type { Plan } from './plan.js';
import type { KnownWords } from './respell.js';

/** Candidates asked for at first, and when demands leave too few of them (docs/search.md has the effect). */
const SOME = 80;
const MANY = 2_000;
/** Spans looked at one after the other for what is new or trending, days; then everything. */
const SPANS = [7, 90] as const;
const DAY = 86_400_000;

/** A paper that holds what the query demands, with how well its words fit. */
export interface Hit extends Found {
  readonly item: SightedPaper;
}

export interface HitOptions extends MatchContext {
  readonly sort: Sort;
  /** Hits with all words that are enough. */
  readonly limit: number;
}

/** As a candidate of a paper that was not found by its words, and is not scored by them. */
export function withoutWords({ paper: { id, firstListedOn } }: SightedPaper): Candidate {
  return { id, written: '', title: '', text: '', names: '', listedOn: firstListedOn };
}

/** Hits of one plan in our own catalogue, in the order asked for, those with all words first. */
export async function ownHits(
  plan: Plan,
  words: Pick<KnownWords, 'groups' | 'statistics'>,
  stores: { readonly search: SearchStore; readonly papers: Pick<PaperStore, 'get'> },
  options: HitOptions,
): Promise<readonly Hit[]> {
  let hits: readonly Hit[] = [];
  for (const since of spansOf(plan, options))
    for (const size of plan.demands === null ? [SOME] : [SOME, MANY]) {
      const narrow = since === null ? plan.narrow : { ...plan.narrow, since };
      const { found, complete } = await findFor({ ...plan, narrow }, words, stores.search, size);
      hits = await verify(found, plan, stores.papers, options);
      if (hits.filter(({ all }) => all).length >= options.limit) return hits;
      if (complete) break;
    }
  return hits;
}

/** The better of two hits first, in the order asked for. */
export function compareHits(a: Found, b: Found, sort: Sort): number {
  return (
    Number(b.all) - Number(a.all) ||
    (sort === 'new' ? 0 : b.score - a.score) ||
    later(a.candidate.listedOn, b.candidate.listedOn) ||
    b.score - a.score ||
    later(a.candidate.id, b.candidate.id)
  );
}

// --- Internal helpers ---

/** What is new or trending was listed lately: the index is asked for that first. */
function spansOf(plan: Plan, { sort, now }: HitOptions): readonly (PlainDate | null)[] {
  if (sort === 'relevance' || plan.narrow.since !== undefined) return [null];
  const days = SPANS.map((span) => new Date(now.getTime() - span * DAY).toISOString().slice(0, 10));
  return [...days, null];
}

/** Reads the papers of the best candidates until enough of them hold the plan's demands. */
async function verify(
  found: readonly Found[],
  plan: Plan,
  papers: Pick<PaperStore, 'get'>,
  options: HitOptions,
): Promise<readonly Hit[]> {
  const { sort, limit } = options;
  const holds = plan.demands === null ? () => true : createMatcher(plan.demands, options);
  const ordered = [...found].sort((a, b) => compareHits(a, b, sort));
  const hits: Hit[] = [];
  // What is trending shows only when all of them have been read.
  const step = sort === 'trending' ? ordered.length : plan.demands === null ? limit : 3 * limit;
  for (let start = 0; start < ordered.length && hits.length < limit; start += step) {
    const some = ordered.slice(start, start + step);
    const read = await papers.get(some.map(({ candidate }) => candidate.id));
    const byId = new Map(read.map((item) => [item.paper.id, item]));
    for (const one of some) {
      const item = byId.get(one.candidate.id);
      if (item !== undefined && holds(item)) hits.push({ ...one, item });
    }
  }
  return (sort === 'trending' ? byTrend(hits, options.now) : hits).slice(0, limit);
}

/** In the ranking's order; its score takes the place of the words'. */
function byTrend(hits: readonly Hit[], now: Date): readonly Hit[] {
  const ranked = rankPapers(
    hits.map(({ item }) => item),
    now,
  );
  const scores = new Map(ranked.map(({ paper, score }) => [paper.id, score]));
  return hits
    .map((hit) => ({ ...hit, score: scores.get(hit.item.paper.id) ?? 0 }))
    .sort((a, b) => compareHits(a, b, 'trending'));
}

function later(a: string, b: string): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
