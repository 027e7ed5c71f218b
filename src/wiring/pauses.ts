import { describeError } from '../errors.js';
import { createPauseWatch, type PauseWatch } from '../pauses/watch.js';
import type { Logger } from '../ports/logger.js';
import type { Runtime } from './runtime.js';

/** One call of a platform while nobody waits. Milliseconds. */
const CALL_WITHIN_MS = 15_000;

/** What sees to channels that their platform has paused. */
export function openPauseWatch({ stores, publisherFor, logger }: Runtime): PauseWatch {
  const callSignal = (): AbortSignal => AbortSignal.timeout(CALL_WITHIN_MS);
  return createPauseWatch({ ...stores, publisherFor, callSignal, logger });
}

export interface PauseRounds {
  /** Starts a round unless one is under way. Returns at once: a slow platform must not hold up the tick. */
  start(): void;
  /** No further rounds; waits for the call under way, at most two seconds. */
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 2_000;

export function createPauseRounds(watch: Pick<PauseWatch, 'round'>, logger: Logger): PauseRounds {
  const stopping = new AbortController();
  let underWay: Promise<void> | null = null;
  return {
    start() {
      if (underWay !== null || stopping.signal.aborted) return;
      underWay = watch
        .round(stopping.signal)
        .catch((error: unknown) => {
          if (stopping.signal.aborted) return;
          logger.error(
            { error: describeError(error) },
            'paused channels could not be seen to; the next minute tries again',
          );
        })
        .finally(() => (underWay = null));
    },
    async stop() {
      stopping.abort();
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_WITHIN_MS)));
      await Promise.race([underWay ?? Promise.resolve(), limit]);
      clearTimeout(timer);
    },
  };
}
