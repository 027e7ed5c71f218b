import { chmod, rm } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_textsearch } from '@electric-sql/pglite-pg_textsearch';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { fenceSession } from './embedded-session.js';
import type { WorkerOrder, WorkerReport } from './embedded-thread.js';

/** More than all pools of a bot and its command line together. */
const MAX_CONNECTIONS = 200;
/**
 * The default of 128 MB is resident from the start: 282 MB for an empty database instead of 194 MB (PGlite 0.5.14).
 * What does not fit is read from the operating system's cache.
 */
const SHARED_BUFFERS = '32MB';
/**
 * Megabytes up to which pg_textsearch merges parts of its index, about 20,000 papers: merging everything there is
 * takes ten seconds at 70,000 papers, and all others wait meanwhile. Without an end a search is no faster.
 */
const MERGED_SEGMENT = 32;

const order = workerData as WorkerOrder;
const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread only.');
const report = (message: WorkerReport): void => {
  port.postMessage(message);
};

async function open(): Promise<PGlite> {
  return PGlite.create({
    dataDir: order.directory,
    extensions: { pg_textsearch, vector },
    startParams: [
      ...PGlite.defaultStartParams,
      // BullMQ's functions are called by bare name; our own tables are always named with their schema.
      ...['-c', 'search_path=bullmq,public'],
      ...['-c', `shared_buffers=${SHARED_BUFFERS}`],
      ...['-c', `pg_textsearch.max_segment_size=${MERGED_SEGMENT}`],
    ],
  });
}

async function create(): Promise<void> {
  const db = await open();
  await db.exec('CHECKPOINT');
  await db.close();
  report({ kind: 'done' });
}

async function serve(socketPath: string): Promise<void> {
  const db = await open();
  const broken = (error: unknown): void => {
    report({ kind: 'failed', message: text(error) });
    // The instance is unusable after this; the parent starts another one.
    setImmediate(() => process.exit(1));
  };
  const server = new PGLiteSocketServer({
    db: fenceSession(db, broken),
    path: socketPath,
    maxConnections: MAX_CONNECTIONS,
  });
  await rm(socketPath, { force: true });
  await server.start();
  await chmod(socketPath, 0o600);
  port?.once('message', () => {
    void server
      .stop()
      .then(() => db.close())
      .then(() => {
        report({ kind: 'done' });
      })
      .catch(broken)
      .finally(() => port.close());
  });
  report({ kind: 'ready' });
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  await (order.socketPath === null ? create() : serve(order.socketPath));
} catch (error) {
  report({ kind: 'failed', message: text(error) });
  port.close();
}
