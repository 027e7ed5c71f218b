import { Temporal } from 'temporal-polyfill';
import type { PaperStore } from '../../src/ports/paper-store.js';
import type { ReadRequest, SourcePage } from '../../src/ports/source.js';
import { isArxivId } from '../../src/papers/paper-id.js';
import { isHostDown } from '../../src/papers/source-error.js';
import type { HttpClient } from '../shared/http.js';
import type { ReadingFaults } from '../shared/reading-faults.js';
import { API_PAGE, lookUp } from './api.js';

/** Papers listed longer ago are no candidates any more. */
const SINCE_DAYS = 8;
/** Ten requests, half a minute at arXiv's pace. */
const MOST_IDS = 1_000;
/** "No need to call the API more than once in a day for the same query" (API user's manual). */
const ASK_AGAIN_MS = 20 * 3_600_000;

/** When each id was asked for, milliseconds since the epoch; of this process. */
export type AskedIds = Map<string, number>;

export interface DetailsDeps {
  readonly apiUrl: string | null;
  readonly http: HttpClient;
  readonly papers?: Pick<PaperStore, 'missingDetails'>;
  readonly asked: AskedIds;
}

/** Primary category, day of submission and author comment of papers that lack them, a hundred per request. */
export async function* readDetails(
  deps: DetailsDeps,
  request: ReadRequest,
  faults: ReadingFaults,
): AsyncGenerator<SourcePage> {
  if (deps.apiUrl === null || deps.papers === undefined) return;
  const now = request.now.getTime();
  const since = Temporal.PlainDate.from(request.now.toISOString().slice(0, 10)).subtract({
    days: SINCE_DAYS,
  });
  forgetOld(deps.asked, now);
  const missing = await deps.papers.missingDetails(since.toString(), MOST_IDS);
  const ids = missing.filter((id) => isArxivId(id) && !deps.asked.has(id));
  for (let start = 0; start < ids.length; start += API_PAGE) {
    const some = ids.slice(start, start + API_PAGE);
    const label = `details ${start + 1}–${start + some.length}`;
    try {
      const seen = { listedOn: null, observedAt: request.now };
      const page = await lookUp({ apiUrl: deps.apiUrl, http: deps.http }, some, seen, request.signal);
      yield { ...page, label };
      for (const id of some) deps.asked.set(id, now);
    } catch (error) {
      faults.add(label, error, null);
      if (isHostDown(error)) return;
    }
  }
}

function forgetOld(asked: AskedIds, now: number): void {
  for (const [id, at] of asked) if (now - at > ASK_AGAIN_MS) asked.delete(id);
}
