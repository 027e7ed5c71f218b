import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Drawing } from '../../src/pictures/drawing.js';
import { packageRoot } from '../shared/package-root.js';

export interface DrawOrder {
  readonly number: number;
  readonly drawing: Drawing;
}

export type DrawnReport =
  | { readonly number: number; readonly png: Uint8Array<ArrayBuffer> }
  | { readonly number: number; readonly error: string };

interface Waiting {
  readonly done: (png: Uint8Array) => void;
  readonly failed: (error: Error) => void;
}

/** A picture takes 0.1 s of one processor; a thread that is silent for so long hangs. Milliseconds. */
const LIMIT_MS = 20_000;
/** The thread holds 60 MB; it ends when nothing was asked of it for so long. Milliseconds. */
const IDLE_MS = 30_000;

/**
 * A thread that draws, started when it is first asked: the event loop would stand still for a tenth of a second.
 * @param fonts folder of the font files
 * @returns one picture of one drawing; rejects when the thread fails, which is started again for the next
 */
export function createDrawThread(fonts: string): (drawing: Drawing) => Promise<Uint8Array> {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let number = 0;
  let quiet: NodeJS.Timeout | undefined;
  const end = (mine: Worker, reason: string): void => {
    if (worker !== mine) return;
    worker = null;
    for (const { failed } of waiting.values()) failed(new Error(reason));
    waiting.clear();
    void mine.terminate();
  };
  const watch = (mine: Worker): void => {
    clearTimeout(quiet);
    const [limit, reason] =
      waiting.size > 0
        ? [LIMIT_MS, `nothing was drawn within ${LIMIT_MS / 1_000} s`]
        : [IDLE_MS, 'nothing to do'];
    quiet = setTimeout(() => end(mine, reason), limit).unref();
  };
  const started = (): Worker => {
    const mine = startWorker(fonts);
    mine.on('message', (report: DrawnReport) => {
      const asked = waiting.get(report.number);
      waiting.delete(report.number);
      if ('png' in report) asked?.done(report.png);
      else asked?.failed(new Error(report.error));
      watch(mine);
      // Node counts a thread again once it runs: left so, a command would wait half a minute for it at its end.
      mine.unref();
    });
    mine.on('error', (error) => end(mine, error.message));
    mine.on('exit', () => end(mine, 'its thread ended'));
    return mine;
  };
  return (drawing) =>
    new Promise((done, failed) => {
      worker ??= started();
      number += 1;
      waiting.set(number, { done, failed });
      worker.postMessage({ number, drawing } satisfies DrawOrder);
      watch(worker);
    });
}

// --- Internal helpers ---

function startWorker(fonts: string): Worker {
  const file = join(packageRoot(import.meta.url), 'dist/adapters/pictures/draw-worker.js');
  const worker = new Worker(file, { workerData: fonts, env: {}, execArgv: [] });
  // Whoever waits for a picture waits for something else, too: the thread keeps no process alive.
  worker.unref();
  return worker;
}
