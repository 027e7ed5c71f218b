import type { PaperList, ReadPaper } from '../reading/reading-types.js';
import { countOf } from '../text/numbers.js';
import { drawingOf, type Drawable, type Drawing } from './drawing.js';

/** The picture of a list that is read on a page, as of when it was made. Null for the sample and for an empty list. */
export function listDrawing(list: PaperList): Drawing | null {
  if (list.sample || list.papers.length === 0) return null;
  const about = `${countOf(list.total, 'paper', 'papers')} · ${list.topic?.name ?? 'trending research'}`;
  return drawingOf({ day: list.title, about, papers: list.papers.map(drawable) }, new Date(list.madeAt));
}

// --- Internal helpers ---

/** The readings of a list stand for sightings: it has no others. */
function drawable({ paperId, title, numbers, history, listedOn }: ReadPaper): Drawable {
  const sightings = history.map(({ at, upvotes }) => ({
    paperId,
    source: 'huggingface' as const,
    list: 'daily' as const,
    listedOn,
    observedAt: new Date(at),
    signals: { upvotes },
  }));
  return { paperId, title, upvotes: numbers.upvotes, sightings };
}
