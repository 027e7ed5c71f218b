import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
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
/** Where it can be when it stands still: in its claim, between the claim and the call, and with an answer. */
export const STANDSTILLS = [
  'before the commit',
  'after the claim',
  'waiting for its turn',
  'in flight',
  'answered',
] as const;
export type Point = (typeof POINTS)[number] | (typeof STANDSTILLS)[number];

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
  /** How long the database bears with a transaction in which nothing is asked. Milliseconds; 0: for ever. */
  readonly idleMs: number;
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
  /** Resolves when nothing more runs in it: stopped by a signal, or its event loop blocked by itself. */
  standStill(how: Standstill): Promise<void>;
  goOn(): void;
  kill(): Promise<void>;
}

export type Standstill = 'SIGSTOP' | 'blocked';

const script = fileURLToPath(new URL('worker-process.mjs', import.meta.url));

export function startWorkerProcess(setup: WorkerSetup): WorkerProcess {
  const child = spawn(process.execPath, [script, JSON.stringify(setup)], {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  const [input, , , gate] = child.stdio as unknown as readonly [Writable, unknown, unknown, Writable];
  const ended = once(child, 'exit');
  for (const pipe of [input, gate]) pipe.on('error', () => undefined);
  const reached = new Map<number, Reached>();
  const done = new Set<number>();
  let isBlocked = false;
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const told = JSON.parse(line) as Reached | { readonly blocked: true };
    if ('blocked' in told) isBlocked = true;
    else if (told.at === 'done') done.add(told.digestId);
    else reached.set(told.digestId, told);
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
    go: (digestId) => void input.write(`go ${digestId}\n`),
    async standStill(how) {
      if (how === 'SIGSTOP') return void child.kill('SIGSTOP');
      input.write('block\n');
      await waitFor(() => isBlocked);
    },
    goOn() {
      child.kill('SIGCONT');
      if (isBlocked) gate.write('.');
      isBlocked = false;
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}
