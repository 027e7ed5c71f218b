import type { SourceState } from '../ports/source-store.js';

const MINUTE = 60_000;
/** The breaker opens with this many failed readings in a row. */
const OPENS_AT = 3;
/** Pauses once it is open, minutes: each failed trial doubles the pause, up to half an hour. */
const OPEN_PAUSES = [5, 10, 20, 30];
/** No source silences itself for longer, whatever its `Retry-After` says. */
const LONGEST_ORDER_MS = 24 * 60 * MINUTE;

/** `closed`: read as usual. `open`: leave the source alone. `half-open`: the pause is over, one trial reading may go. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** @param state what is stored of the source */
export function breakerState(state: Pick<SourceState, 'failures' | 'notBefore'>, now: Date): BreakerState {
  if (state.failures < OPENS_AT) return 'closed';
  return state.notBefore !== null && now < state.notBefore ? 'open' : 'half-open';
}

/**
 * When a source that just failed may be asked again. Pure.
 * After the first and second failure in a row 1 and 2 minutes later; from the third on 5, 10, 20, then 30 minutes.
 * @param failures failed readings in a row, this one included, ≥ 1
 * @param ordered the instant the source itself named, obeyed when it is later, but for at most a day
 */
export function nextTryAt(failures: number, now: Date, ordered: Date | null): Date {
  const minutes =
    failures < OPENS_AT
      ? Math.max(1, failures)
      : (OPEN_PAUSES[Math.min(failures - OPENS_AT, OPEN_PAUSES.length - 1)] ?? 30);
  const own = now.getTime() + minutes * MINUTE;
  const asked = Math.min(ordered?.getTime() ?? 0, now.getTime() + LONGEST_ORDER_MS);
  return new Date(Math.max(own, asked));
}
