import type { SourceItem } from './source.js';

/** A source that can be asked for papers beyond our own catalogue. */
export interface PaperFinder {
  /** How people know it: `Hugging Face`. */
  readonly title: string;
  /** @param text at most 250 characters are sent. @throws AppError `source` */
  find(text: string, limit: number, signal: AbortSignal): Promise<readonly SourceItem[]>;
  /** One paper by its arXiv id; null when the source does not know it. @throws AppError `source` */
  get(paperId: string, signal: AbortSignal): Promise<SourceItem | null>;
}
