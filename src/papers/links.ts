import type { Paper } from './paper.js';
import { isArxivId } from './paper-id.js';

/** Pages of a paper, built from its validated id only; null where there is none. */
export interface PaperLinks {
  readonly abstractUrl: string | null;
  readonly pdfUrl: string | null;
  readonly huggingFaceUrl: string | null;
}

/** @param paper only its id and whether Hugging Face knows it are looked at */
export function paperLinks(paper: Pick<Paper, 'id' | 'onHuggingFace'>): PaperLinks {
  if (!isArxivId(paper.id)) return { abstractUrl: null, pdfUrl: null, huggingFaceUrl: null };
  return {
    abstractUrl: `https://arxiv.org/abs/${paper.id}`,
    pdfUrl: `https://arxiv.org/pdf/${paper.id}`,
    huggingFaceUrl: paper.onHuggingFace ? `https://huggingface.co/papers/${paper.id}` : null,
  };
}
