import { isArxivId } from '../../src/papers/paper-id.js';
import type { Clock } from '../../src/ports/clock.js';
import type { PaperFinder } from '../../src/ports/paper-finder.js';
import type { HttpClient } from '../shared/http.js';
import { lookUp } from './api.js';

export interface ArxivFinderOptions {
  /** Query API, without a slash at the end. */
  readonly apiUrl: string;
  /** The client that the source uses too: arXiv's pace holds for both together. */
  readonly http: HttpClient;
  readonly clock: Clock;
  /** How people know it. */
  readonly title: string;
}

/** Looks one paper up at arXiv by its id. It is not searched: its pace allows one request every three seconds. */
export function createArxivFinder({ apiUrl, http, clock, title }: ArxivFinderOptions): PaperFinder {
  return {
    title,
    find: () => Promise.resolve([]),
    get: async (paperId, signal) => {
      if (!isArxivId(paperId)) return null;
      const seen = { listedOn: null, observedAt: await clock.now() };
      const { items } = await lookUp({ apiUrl, http }, [paperId], seen, signal);
      return items.find(({ facts }) => facts.id === paperId) ?? null;
    },
  };
}
