import { describeError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';
import type { QueueBackend, QueueName, WorkerHandle } from './queue-backend.js';
import { sleep } from './time.js';

export interface SupervisorOptions {
  readonly name: QueueName;
  readonly backend: Pick<QueueBackend, 'outage' | 'ping'>;
  readonly open: () => WorkerHandle;
  readonly logger: Logger;
}

export interface Supervisor {
  /** Takes no new jobs; the running ones go on. */
  pause(): Promise<void>;
  /** Ends the worker. @param force leaves running jobs and the far side alone; needed while it does not answer */
  close(force: boolean): Promise<void>;
}

/** Keeps one worker alive: a BullMQ worker whose very first connection failed never tries again, so it is replaced. */
export function superviseWorker(options: SupervisorOptions): Supervisor {
  const stopping = new AbortController();
  const report = createReporter(options);
  let worker = start();

  return {
    pause() {
      stopping.abort();
      return worker.pause(true);
    },
    close: (force) => worker.close(force),
  };

  function start(): WorkerHandle {
    const { name, backend, logger } = options;
    const opened = options.open();
    opened.on('error', report);
    opened.on('stalled', (job) =>
      logger.info({ queue: name, job }, 'job was left behind by another worker; it runs again'),
    );
    opened.waitUntilReady().catch(async (error: unknown) => {
      backend.outage.suspect(error);
      await sleep(1000, stopping.signal);
      if (stopping.signal.aborted) return;
      await opened.close(true).catch(() => undefined);
      worker = start();
    });
    return opened;
  }
}

// --- Internal helpers ---

/** Codes and words of a lost connection, from Node, ioredis, node-postgres and a PostgreSQL that shuts down or starts. */
const CONNECTION_CODES = /^(E[A-Z]+|57P0[0-5]|08\d{3})$/;
const CONNECTION_WORDS = /connection|socket|timed? ?out|client was closed/i;
const TELL_AGAIN_MS = 60_000;

/** Lost connections are the outage's to tell; anything else is told when the far side answers, once a minute. */
function createReporter({ name, backend, logger }: SupervisorOptions): (error: Error) => void {
  const told = new Map<string, number>();
  return (error) => {
    if (isLostConnection(error)) {
      backend.outage.suspect(error);
      return;
    }
    const now = Date.now();
    if (now - (told.get(error.message) ?? 0) < TELL_AGAIN_MS) return;
    if (told.size > 100) told.clear();
    told.set(error.message, now);
    backend.ping().then(
      () => logger.warn({ queue: name, error: describeError(error) }, 'worker reported an error'),
      () => backend.outage.suspect(error),
    );
  };
}

function isLostConnection(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return CONNECTION_CODES.test(code) || CONNECTION_WORDS.test(error.message);
}
