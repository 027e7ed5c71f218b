import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { SlackPublisherDeps } from '../../adapters/slack/index.js';
import type { WorkersOptions } from '../../jobs/workers.js';
import type { LogLine } from '../jobs/recorder.js';
import { waitFor } from './wait-for.js';

/** In the claim's transaction, just before its commit; between claim and call; between answer and confirmation. */
export type CrewPoint = 'claiming' | 'claimed' | 'answered';

/** Milliseconds. */
export interface CrewTimes {
  readonly leaseMs: number;
  readonly freshForMs: number;
  readonly callMs: number;
  readonly settleMs: number;
  readonly repeatWithinMs: number;
  readonly tickMs: number;
  /** How long the database bears with a transaction in which nothing is asked. */
  readonly idleMs: number;
  readonly stopMs: number;
  readonly tuning: NonNullable<WorkersOptions['tuning']>;
  readonly pace: NonNullable<SlackPublisherDeps['pace']>;
}

export interface CrewSetup {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly platform: 'discord' | 'slack';
  readonly apiUrl: string;
  readonly token: string;
  readonly times: CrewTimes;
}

/** A bot's ticks and workers in a process of its own. */
export interface CrewMember {
  /** Lets it wait at the next passing of the point. Resolves when it is there. */
  holdAt(point: CrewPoint): Promise<void>;
  go(): void;
  /** Blocks its event loop at the next passing of the point. Resolves when it is blocked. */
  blockAt(point: CrewPoint): Promise<void>;
  unblock(): void;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGTERM, as a restart does it. @throws when it does not end well */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Of a busy machine; a worker that stood still may have taken a wake-up with it for five seconds. */
const PATIENCE_MS = 120_000;

const script = fileURLToPath(new URL('crew-process.mjs', import.meta.url));

/** Resolves when it works. @param lines where its log goes */
export async function startCrewMember(setup: CrewSetup, lines: LogLine[]): Promise<CrewMember> {
  const child = spawn(process.execPath, [script, JSON.stringify(setup)], {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  const [input, , , gate] = child.stdio as unknown as readonly [Writable, unknown, unknown, Writable];
  const ended = once(child, 'exit');
  for (const pipe of [input, gate]) pipe.on('error', () => undefined);
  const places: string[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const told = JSON.parse(line) as LogLine | { readonly at: string };
    if ('at' in told) places.push(told.at);
    else lines.push(told);
  });
  const reached = async (point: string): Promise<void> => {
    await waitFor(
      () => {
        if (child.exitCode !== null) throw new Error(`A crew member ended by itself with ${child.exitCode}.`);
        return places.at(-1) === point;
      },
      { limitMs: PATIENCE_MS },
    );
    places.length = 0;
  };
  await reached('ready');
  return {
    async holdAt(point) {
      input.write(`hold ${point}\n`);
      await reached(point);
    },
    go: () => void input.write('go\n'),
    async blockAt(point) {
      input.write(`block ${point}\n`);
      await reached(point);
    },
    unblock: () => void gate.write('.'),
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      if (code !== 0) throw new Error(`A crew member did not stop in order: ${String(code)}.`);
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}
