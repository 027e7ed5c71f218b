import { before } from '../before.js';
import { describeError } from '../errors.js';
import type { Logger } from '../ports/logger.js';
import type { MeaningCounts } from '../ports/meaning-metrics.js';
import type { PaperStore } from '../ports/paper-store.js';
import type { VectorStore } from '../ports/vector-store.js';
import { createMatcher, type MatchContext } from '../topics/match.js';
import type { Query } from '../topics/query-types.js';
import { withoutWords, type Hit } from './own-hits.js';
import type { Plan } from './plan.js';
import type { QueryVectors } from './query-vectors.js';

/** How far both lists are read before they are fused, whatever is shown: what a person can leaf through. */
export const DEPTH = 50;
/** Nearest papers looked at when some of them may not hold what the query demands. */
const MANY = 200;
/** Alternatives that are looked for by meaning; more are a topic written out. */
const MOST_PLANS = 2;

export interface MeaningDeps {
  readonly model: string;
  readonly queries: QueryVectors;
  readonly vectors: Pick<VectorStore, 'nearest'>;
  readonly papers: Pick<PaperStore, 'get'>;
  /** Ends the wait of one search, counted from its start: the endpoint and the store together. */
  readonly patience: () => AbortSignal;
  readonly logger: Logger;
}

/** Finds papers by what they mean. */
export interface Meaning {
  /**
   * Papers near to what the words of the plans mean, that hold all the plans demand; nearest first. Empty when the
   * query names a topic or a paper, has no words, or asks for another order. Never rejects, and never later than patience.
   */
  find(query: Query, plans: readonly Plan[], options: MatchContext): Promise<readonly Hit[]>;
  counts(): MeaningCounts;
}

export function createMeaning(deps: MeaningDeps): Meaning {
  return {
    find: async (query, plans, options) => {
      const wanted = isForMeaning(query) ? plans.filter(({ text }) => text !== '').slice(0, MOST_PLANS) : [];
      if (wanted.length === 0 || plans.some(({ id }) => id !== null)) return [];
      const signal = deps.patience();
      const vectors = await deps.queries.vectorsOf(
        wanted.map(({ text }) => text),
        signal,
      );
      if (vectors === null) return [];
      try {
        const lists = await before(
          signal,
          Promise.all(
            wanted.map((plan, at) => nearTo(plan, vectors[at] ?? new Float32Array(), deps, options)),
          ),
        );
        deps.queries.count(lists === null ? 'late' : 'fused');
        return lists === null ? [] : merged(lists);
      } catch (error) {
        deps.queries.count('failed');
        deps.logger.warn({ error: describeError(error) }, 'papers could not be looked for by meaning');
        return [];
      }
    },
    counts: () => deps.queries.counts(),
  };
}

// --- Internal helpers ---

function isForMeaning({ alternatives, sort }: Query): boolean {
  const namesTopic = alternatives.some(({ terms }) =>
    terms.some(({ kind, negated }) => kind === 'topic' && !negated),
  );
  return !namesTopic && (sort === null || sort === 'relevance');
}

async function nearTo(
  { demands, narrow }: Plan,
  vector: Float32Array,
  { model, vectors, papers }: MeaningDeps,
  options: MatchContext,
): Promise<readonly Hit[]> {
  const limit = demands === null ? DEPTH : MANY;
  const near = await vectors.nearest({ model, vector, limit, ...narrow });
  const read = await papers.get(near.map(({ id }) => id));
  const byId = new Map(read.map((item) => [item.paper.id, item]));
  const holds = demands === null ? () => true : createMatcher(demands, options);
  return near
    .flatMap(({ id, similarity }): readonly Hit[] => {
      const item = byId.get(id);
      if (item === undefined || !holds(item)) return [];
      return [{ candidate: withoutWords(item), item, score: similarity, share: 0, all: false, whole: false }];
    })
    .slice(0, DEPTH);
}

/** Alternatives take turns: what is nearest to either comes before what is second to one. Each paper once. */
function merged(lists: readonly (readonly Hit[])[]): readonly Hit[] {
  const ids = new Set<string>();
  const turns = Array.from({ length: DEPTH }, (_, place) => lists.flatMap((list) => list[place] ?? []));
  return turns.flat().filter(({ candidate: { id } }) => !ids.has(id) && ids.add(id));
}
