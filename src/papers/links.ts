import type { Paper } from './paper.js';
import { readableText } from '../text/tex.js';
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

/** The paper's own page, https; for a work outside arXiv its DOI or address, checked before it was stored as an id. */
export function paperPage(paper: Pick<Paper, 'id' | 'onHuggingFace'>): string {
  const { abstractUrl } = paperLinks(paper);
  if (abstractUrl !== null) return abstractUrl;
  if (paper.id.startsWith('doi:')) return `https://doi.org/${encodeURI(paper.id.slice('doi:'.length))}`;
  const address = paper.id.startsWith('url:https://') ? paper.id.slice('url:'.length) : null;
  return (
    address ?? `https://arxiv.org/search/?query=${encodeURIComponent(readableText(paper.id.slice(0, 300)))}`
  );
}
