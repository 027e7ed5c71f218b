import { AppError, describeError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';
import { settled, sleep } from './time.js';

export interface OutageOptions {
  /** What is away, for people: `Redis`, `the database`. */
  readonly what: string;
  /** How to get it back, as a sentence. */
  readonly repair: string;
  /** Resolves when it answers. */
  readonly probe: () => Promise<unknown>;
  readonly logger: Logger;
  /** Milliseconds between two probes while it is away. Default 1000. */
  readonly everyMs?: number;
}

/** Knows whether the far side answers; many connections fail at once, but people read one line per outage. */
export interface Outage {
  /** Null while all is well. */
  readonly current: { readonly since: Date; readonly error: string } | null;
  /** Reports a connection error. Asks the far side itself before it believes it. */
  readonly suspect: (error: unknown) => void;
  /** The error for work that was refused because of it. */
  readonly refusal: (cause?: unknown) => AppError;
  stop(): Promise<void>;
}

/** Watches one far side: one warning when it goes, one line when it is back, silence between. */
export function createOutage(options: OutageOptions): Outage {
  const { what, logger, everyMs = 1000 } = options;
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  let current: Outage['current'] = null;
  let watch: Promise<void> | null = null;

  const watchUntilBack = async (first: unknown): Promise<void> => {
    while (!isStopping()) {
      const failure = await failureOf(options.probe());
      if (failure === null || isStopping()) break;
      if (current === null) {
        current = { since: new Date(), error: describeError(first) };
        logger.warn({ error: current.error, repair: options.repair }, `${what} does not answer: jobs wait`);
      }
      await sleep(everyMs, stopping.signal);
    }
    if (current === null || isStopping()) return;
    const seconds = Math.round((Date.now() - current.since.getTime()) / 1000);
    current = null;
    logger.info({ seconds }, `${what} answers again: jobs go on`);
  };

  return {
    get current() {
      return current;
    },
    suspect(error) {
      if (isStopping()) return;
      watch ??= watchUntilBack(error).finally(() => (watch = null));
    },
    refusal: (cause) =>
      new AppError(
        `${what} does not answer${reasonOf(cause ?? current?.error)}: no job can be enqueued for now.`,
        {
          code: 'queue',
          retryable: true,
          hint: options.repair,
          cause,
        },
      ),
    async stop() {
      stopping.abort();
      if (watch !== null) await settled(everyMs, watch);
    },
  };
}

// --- Internal helpers ---

function reasonOf(cause: unknown): string {
  return cause === undefined ? '' : ` (${describeError(cause)})`;
}

async function failureOf(probe: Promise<unknown>): Promise<unknown> {
  try {
    await probe;
    return null;
  } catch (error) {
    return error;
  }
}
