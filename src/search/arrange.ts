import type { PaperStore } from '../ports/paper-store.js';
import type { Sort } from '../topics/query-types.js';
import { savePapers, type ForeignHit } from './beyond.js';
import { fuseByRank, type Fused } from './fuse.js';
import { compareHits, type Hit } from './own-hits.js';
import { describeBeyond, describeChange, describePartly, type WordChange } from './notices.js';
import type { SearchHit, SearchResult } from './search-types.js';

/** A hit of our own, or one that a source gave: `source` still to be saved, or saved already without it. */
export type AnyHit = Hit & Partial<Pick<ForeignHit, 'from' | 'trusted' | 'source'>>;

/** What one way of looking found, and what is to be said about it. */
export interface Answer {
  readonly hits: readonly AnyHit[];
  readonly notices: readonly string[];
  readonly changes?: readonly WordChange[];
}

/** Papers that have all the words, each counted once. */
export function countGood(answers: readonly Answer[]): number {
  const ids = answers.flatMap(({ hits }) => hits.filter(({ all }) => all).map(({ item }) => item.paper.id));
  return new Set(ids).size;
}

/**
 * One list of all answers: papers with all the words, then what a source put first, then papers with some of the words
 * (those only by relevance, or when no paper has all). Each paper once, our own in preference to a source's copy of it.
 * What is shown of a source's papers is saved. By relevance, what was found by meaning is fused in.
 * @param byMeaning nearest first
 */
export async function arrange(
  answers: readonly Answer[],
  { sort, limit }: { readonly sort: Sort; readonly limit: number },
  papers: Pick<PaperStore, 'get' | 'save'>,
  byMeaning: readonly AnyHit[] = [],
): Promise<SearchResult> {
  const all = onceEach(answers.flatMap(({ hits }) => hits)).sort(
    (a, b) => tierOf(a) - tierOf(b) || compareHits(a, b, sort),
  );
  const complete: readonly Fused<AnyHit>[] = all.filter((hit) => hit.all);
  const ordered: readonly Fused<AnyHit>[] = sort === 'relevance' ? fuseByRank(all, byMeaning) : all;
  const shown = (sort === 'relevance' || complete.length === 0 ? ordered : complete).slice(0, limit);
  const saved = await saveForeign(shown, papers);
  const hits = shown.map((hit): SearchHit => ({
    item: saved.get(hit.item.paper.id)?.item ?? hit.item,
    score: hit.score,
    from: saved.get(hit.item.paper.id)?.known === true ? null : (hit.from ?? null),
    ...(hit.byMeaning === true ? { byMeaning: true } : {}),
  }));
  const found = hits.map(({ item }) => item.paper);
  const notices = answers.flatMap((answer) => [
    ...(answer.changes ?? []).flatMap((change) => describeChange(change, found) ?? []),
    ...answer.notices,
  ]);
  return { hits, notices: [...new Set([...notices, ...remarks(shown, hits)])] };
}

// --- Internal helpers ---

function tierOf(hit: AnyHit): number {
  if (hit.all) return 0;
  return hit.trusted === true ? 1 : 2;
}

function onceEach(hits: readonly AnyHit[]): AnyHit[] {
  const best = new Map<string, AnyHit>();
  for (const hit of hits) {
    const id = hit.item.paper.id;
    const before = best.get(id);
    if (before === undefined || isBetter(hit, before)) best.set(id, hit);
  }
  return [...best.values()];
}

function isBetter(hit: AnyHit, before: AnyHit): boolean {
  const [own, ownBefore] = [hit.from === undefined, before.from === undefined];
  if (own !== ownBefore) return own;
  return tierOf(hit) - tierOf(before) < 0 || (tierOf(hit) === tierOf(before) && hit.score > before.score);
}

async function saveForeign(hits: readonly AnyHit[], papers: Pick<PaperStore, 'get' | 'save'>) {
  const items = hits.flatMap(({ source }) => source ?? []);
  const known = new Set(
    (
      await getSome(
        items.map(({ facts }) => facts.id),
        papers,
      )
    ).map(({ paper }) => paper.id),
  );
  const saved = await savePapers(items, papers);
  return new Map(saved.map((item) => [item.paper.id, { item, known: known.has(item.paper.id) }]));
}

async function getSome(ids: readonly string[], papers: Pick<PaperStore, 'get'>) {
  return ids.length === 0 ? [] : papers.get(ids);
}

/** What a reader should know of the list as a whole. */
function remarks(shown: readonly Fused<AnyHit>[], hits: readonly SearchHit[]): readonly string[] {
  const complete = shown.filter(({ all }) => all).length;
  const beyond = shown.filter((hit) => hit.byMeaning === true).length;
  const partly = shown.some((hit) => tierOf(hit) === 2 && hit.byMeaning !== true);
  const sources = new Set(hits.flatMap(({ from }) => from ?? []));
  return [
    ...(partly ? [describePartly(complete)] : []),
    ...(beyond > 0 ? [describeBeyond(beyond, shown.length)] : []),
    ...[...sources].map((title) => `Few papers here match, so ${title} was asked too.`),
  ];
}
