import type { VectorStatus } from './vector-store.js';

/** What became of searches, counted since the start. `resting`: the endpoint was left alone because it had failed. */
export interface MeaningCounts {
  readonly fused: number;
  readonly late: number;
  readonly failed: number;
  readonly resting: number;
}

/** What is told of search by meaning. */
export interface MeaningMetrics {
  counts(): MeaningCounts;
  status(): Promise<Pick<VectorStatus, 'papers' | 'vectors'>>;
}
