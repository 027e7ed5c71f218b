import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SendRequest } from '../../src/ports/publisher.js';
import { waitFor } from './wait-for.js';

/** Where a process can be when it is killed. */
export const POINTS = [
  'before the commit',
  'after the claim',
  'in flight',
  'taken',
  'answered',
  'after the confirm',
] as const;
export type Point = (typeof POINTS)[number];

/** One digest, stopped at the point when it has passed it `skip` times. */
export interface Work {
  readonly digestId: number;
  readonly point: Point;
  readonly skip: number;
}

export interface WorkerSetup {
  readonly databaseUrl: string;
  readonly platform: 'discord' | 'slack';
  readonly apiUrl: string;
  readonly token: string;
  readonly leaseMs: number;
  /** The mistake: it does not notice that it stood still. */
  readonly blindWatch?: boolean;
  readonly work: readonly Work[];
}

interface Reached {
  readonly digestId: number;
  readonly at: Point | 'done';
  readonly request: SendRequest | null;
}

export interface WorkerProcess {
  /** Waits until every digest is at its point or done. @returns those at their point */
  allHeld(): Promise<readonly Reached[]>;
  allDone(): Promise<void>;
  go(digestId: number): void;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  kill(): Promise<void>;
}

const script = fileURLToPath(new URL('worker-process.mjs', import.meta.url));

export function startWorkerProcess(setup: WorkerSetup): WorkerProcess {
  const child = spawn(process.execPath, [script, JSON.stringify(setup)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  const reached = new Map<number, Reached>();
  const done = new Set<number>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const point = JSON.parse(line) as Reached;
    if (point.at === 'done') done.add(point.digestId);
    else reached.set(point.digestId, point);
  });
  const gone = () => {
    if (child.exitCode !== null && done.size < setup.work.length)
      throw new Error(`The worker process ended by itself with ${child.exitCode}.`);
  };
  return {
    async allHeld() {
      await waitFor(() => {
        gone();
        return setup.work.every(({ digestId }) => reached.has(digestId) || done.has(digestId));
      });
      return [...reached.values()];
    },
    allDone: () =>
      waitFor(() => {
        gone();
        return done.size === setup.work.length;
      }),
    go: (digestId) => void child.stdin.write(`go ${digestId}\n`),
    signal: (name) => void child.kill(name),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}
