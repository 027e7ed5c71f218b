import { weekWindow, type WindowDeps } from '../digests/windows.js';
import { bibtexOf } from '../papers/bibtex.js';
import type { Clock } from '../ports/clock.js';
import type { PaperStore, SightedPaper } from '../ports/paper-store.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import type { PaperSearch } from '../search/search-types.js';
import { builtinQuery, createMatcher } from '../topics/match.js';
import { builtinTopics, EVERYTHING } from '../topics/builtin.js';
import { LIST_POINTS, PAPER_POINTS, readPaper } from './read-paper.js';
import type { PaperView, ReadPaper } from './reading-types.js';

export interface PaperViewDeps extends WindowDeps {
  readonly papers: WindowDeps['papers'] & Pick<PaperStore, 'get'>;
  readonly search: PaperSearch;
  readonly clock: Clock;
  readonly signal: () => AbortSignal;
}

/** Similar papers shown. */
const SIMILAR = 8;

/** One paper with all there is to say of it; null when nobody knows it. @throws AppError `source` when a source could not be asked for it */
export async function makePaperView(id: string, deps: PaperViewDeps): Promise<Omit<PaperView, 'old'> | null> {
  const [known] = await deps.papers.get([id]);
  const item = known ?? (await deps.search.paper(id, deps.signal()));
  if (item === null) return null;
  const now = await deps.clock.now();
  const week = await weekWindow(now, deps);
  const index = week.ranked.findIndex(({ paper }) => paper.id === id);
  const hits = await deps.search.similar(id, { limit: SIMILAR, now });
  const [ranked] = await deps.rank([item], now);
  const paper = readPaper(ranked ?? unranked(item), { now, points: PAPER_POINTS });
  return {
    paper,
    place: index < 0 ? null : { position: index + 1, of: week.ranked.length },
    topics: topicsOf(item, now),
    similar: await rankInOrder(
      hits.map((hit) => hit.item),
      now,
      deps,
    ),
    bibtex: bibtexOf(item.paper),
  };
}

/** Papers with their scores, in the order they came in, whoever found them. */
export async function rankInOrder(
  items: readonly SightedPaper[],
  now: Date,
  { rank }: Pick<WindowDeps, 'rank'>,
  foundBy: (id: string) => string | null = () => null,
): Promise<readonly ReadPaper[]> {
  const ranked = new Map((await rank(items, now)).map((each) => [each.paper.id, each]));
  return items.map((item, index) =>
    readPaper(ranked.get(item.paper.id) ?? unranked(item), {
      now,
      points: LIST_POINTS,
      position: index + 1,
      foundBy: foundBy(item.paper.id),
    }),
  );
}

// --- Internal helpers ---

function unranked(item: SightedPaper): RankedPaper {
  return { ...item, signals: {}, score: 0, parts: [] };
}

function topicsOf(item: SightedPaper, now: Date): readonly string[] {
  return builtinTopics.flatMap(({ name }) => {
    const query = name === EVERYTHING.name ? null : builtinQuery(name);
    return query !== null && createMatcher(query, { now })(item) ? [name] : [];
  });
}
