import { createTask } from 'node-cron';
import { describeError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';
import { settled } from './time.js';

export interface Tick {
  /** No further ticks; waits up to `withinMs` (default 5000) for the one under way. Safe to call twice. */
  stop(withinMs?: number): Promise<void>;
}

/**
 * Calls `everyMinute` at once and then at the start of every minute. A call that takes longer than a minute makes
 * the next one wait for the minute after; one that fails is logged. The tick carries no meaning: a lost or doubled
 * one does nothing, because what is due is asked of the database.
 */
export function startTick(options: { everyMinute: () => Promise<void>; logger: Logger }): Tick {
  const { everyMinute, logger } = options;
  let underWay: Promise<void> | null = null;
  let stopped = false;

  const run = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    if (underWay !== null) {
      logger.info({}, 'the last tick is still running: this one is left out');
      return Promise.resolve();
    }
    underWay = attempt(everyMinute, logger).finally(() => (underWay = null));
    return underWay;
  };

  const task = createTask('* * * * *', run, {
    timezone: 'UTC',
    logger: quiet(logger),
    suppressMissedWarning: true,
  });
  void task.start();
  void run();

  return {
    async stop(withinMs = 5000) {
      stopped = true;
      await task.destroy();
      if (underWay !== null) await settled(withinMs, underWay);
    },
  };
}

// --- Internal helpers ---

async function attempt(everyMinute: () => Promise<void>, logger: Logger): Promise<void> {
  try {
    await everyMinute();
  } catch (error) {
    logger.error({ error: describeError(error) }, 'the minute tick failed; the next one tries again');
  }
}

/** node-cron writes to the console otherwise. */
function quiet(logger: Logger) {
  const write = (message: string | Error) =>
    logger.debug(
      { cron: message instanceof Error ? message.message : message },
      'note from the cron library',
    );
  return { info: write, warn: write, error: write, debug: write };
}
