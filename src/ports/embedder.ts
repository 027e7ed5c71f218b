/** Turns texts into vectors whose nearness is likeness of meaning. Somebody else's service: it is sent the texts. */
export interface Embedder {
  /** As the endpoint calls it; vectors of two models cannot be compared. */
  readonly model: string;
  /**
   * @param texts at most 32, none empty
   * @returns one vector of length one for each text, in their order, all of the same dimensions
   * @throws RefusedText when the endpoint does not take these texts; SourceError for everything else that goes wrong,
   * the signal's own reason when it is aborted
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}

/** Texts of one request: what Text Embeddings Inference takes by default (`--max-client-batch-size`); OpenAI takes 2,048. */
export const MOST_TEXTS = 32;
