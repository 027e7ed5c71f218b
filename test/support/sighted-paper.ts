import type { AnySourceName, Paper } from '../../src/papers/paper.js';
import type { ListName, Sighting, Signals } from '../../src/papers/sighting.js';
import type { SightedPaper } from '../../src/ports/paper-store.js';

export interface Seen {
  readonly at: string;
  readonly signals?: Signals;
  readonly list?: ListName;
  readonly listedOn?: string | null;
  /** Default: who has such a list. */
  readonly source?: AnySourceName;
}

/** One sighting; by default on Hugging Face's list of Monday, 23 November 2026. */
export function sightingOf(paperId: string, seen: Seen): Sighting {
  const { at, list = 'daily', listedOn = list === 'daily' ? '2026-11-23' : null } = seen;
  return {
    paperId,
    source: seen.source ?? (list === 'announcement' || list === 'catalogue' ? 'arxiv' : 'huggingface'),
    list,
    ...(listedOn === null ? {} : { listedOn }),
    observedAt: new Date(at),
    signals: seen.signals ?? {},
  };
}

/** A paper, seen once with these signals, or as often as told. */
export function sighted(paper: Partial<Paper> = {}, seen: Signals | readonly Seen[] = {}): SightedPaper {
  const id = paper.id ?? '2611.00001';
  const sightings = Array.isArray(seen)
    ? (seen as readonly Seen[])
    : [{ at: '2026-11-23T20:00:00Z', signals: seen }];
  return {
    paper: {
      id,
      title: 'A paper',
      abstract: '',
      authors: [],
      categories: [],
      primaryCategory: null,
      publishedOn: null,
      firstListedOn: '2026-11-23',
      aiSummary: null,
      keywords: [],
      organization: null,
      codeUrl: null,
      projectUrl: null,
      thumbnailUrl: null,
      onHuggingFace: true,
      comment: null,
      textSource: 'arxiv',
      ...paper,
    },
    sightings: sightings.map((each) => sightingOf(id, each as Seen)),
  };
}
