import type { CandidateQuery } from './search-store.js';

/** A paper that has no vector of a model yet, or one of an older text. */
export interface Unembedded {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  /** Of title and abstract; given back with the vector. */
  readonly textHash: string;
}

export interface PaperVector {
  readonly id: string;
  readonly textHash: string;
  /** Of length one; null when the endpoint does not take this text, so that it is not sent again. */
  readonly vector: Float32Array | null;
}

export interface NearestQuery extends Omit<CandidateQuery, 'words'> {
  readonly model: string;
  /** Vectors of other dimensions are passed over. */
  readonly vector: Float32Array;
}

export interface Near {
  readonly id: string;
  /** Cosine, −1 to 1. */
  readonly similarity: number;
}

export interface VectorStatus {
  /** Papers in the catalogue. */
  readonly papers: number;
  /** Papers with a vector of this model. */
  readonly vectors: number;
  /** Papers whose text the endpoint did not take. */
  readonly refused: number;
  /** Numbers in each vector of this model; null when there is none. */
  readonly dimensions: number | null;
}

/** Keeps one vector for each paper. */
export interface VectorStore {
  /** Papers without a vector of this model and their present text, the latest listed first. */
  missing(model: string, limit: number): Promise<readonly Unembedded[]>;
  /** Replaces what is kept of these papers; one whose text has changed meanwhile, or that is gone, is left out. */
  save(model: string, vectors: readonly PaperVector[]): Promise<void>;
  /** The papers nearest in meaning, nearest first, then by id. */
  nearest(query: NearestQuery): Promise<readonly Near[]>;
  status(model: string): Promise<VectorStatus>;
  /** Forgets all vectors, of whatever model. */
  clear(): Promise<void>;
}
