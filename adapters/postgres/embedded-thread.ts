import { Worker } from 'node:worker_threads';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';

export interface WorkerOrder {
  /** Where the database's files are. */
  readonly directory: string;
  /** Serve on this socket; null: only make the files, then end. */
  readonly socketPath: string | null;
}

export type WorkerReport =
  { readonly kind: 'ready' | 'done' } | { readonly kind: 'failed'; readonly message: string };

/** A running database thread. */
export interface DatabaseThread {
  /** Settles when the thread has ended, for whatever reason; the message is null after a proper close. */
  readonly ended: Promise<string | null>;
  close(): Promise<void>;
}

/** Ten times what a loaded machine needs; a thread that says nothing for so long hangs. */
const START_LIMIT_MS = 120_000;
/** A thread that is killed has still kept everything committed. */
const CLOSE_LIMIT_MS = 5_000;

/**
 * Starts the database thread and waits until it serves (or, without a socket, until the files are made).
 * @throws AppError `database` when the files cannot be opened
 */
export async function startThread(
  workerUrl: URL,
  order: WorkerOrder,
  logger: Logger,
): Promise<DatabaseThread> {
  // Its own output is PostgreSQL's chatter; an empty environment keeps PG* variables and TZ away from it.
  const worker = new Worker(workerUrl, {
    workerData: order,
    stdout: true,
    stderr: true,
    env: {},
    execArgv: [],
  });
  for (const stream of [worker.stdout, worker.stderr])
    stream.on('data', (chunk: Buffer) =>
      logger.debug({ output: chunk.toString('utf8').trim() }, 'embedded database'),
    );

  let failure: string | null = 'its thread ended without a word';
  const ended = new Promise<string | null>((resolve) => {
    worker.on('exit', () => resolve(failure));
  });
  worker.on('error', (error) => (failure = error.message));

  const started = new Promise<'up' | 'down'>((resolve) => {
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'failed') failure = report.message;
      if (report.kind === 'done') {
        failure = null;
        void worker.terminate();
      }
      if (report.kind === 'ready') resolve('up');
    });
    void ended.then(() => resolve('down'));
  });
  const limit = setTimeout(() => {
    failure = `it did not start within ${START_LIMIT_MS / 1000} s`;
    void worker.terminate();
  }, START_LIMIT_MS);
  const outcome = await started;
  clearTimeout(limit);

  if (outcome === 'down') {
    const message = await ended;
    if (message !== null || order.socketPath !== null) throw cannotOpen(order.directory, message ?? '');
  }
  return {
    ended,
    close: async () => {
      worker.postMessage('close');
      const limit = setTimeout(() => void worker.terminate(), CLOSE_LIMIT_MS);
      await ended;
      clearTimeout(limit);
    },
  };
}

function cannotOpen(directory: string, message: string): AppError {
  return new AppError(`The embedded database in ${directory} cannot be opened: ${message}.`, {
    code: 'database',
    hint: 'Restore it from a backup, or move that folder away to start with an empty one.',
  });
}
