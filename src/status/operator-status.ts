import { before } from '../before.js';
import { describeError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { HealthProbe } from '../ports/health.js';
import type { SourceState, SourceStore, StateName } from '../ports/source-store.js';
import type {
  ChannelCount,
  DigestCount,
  ForPerson,
  PausedChannel,
  StatusStore,
} from '../ports/status-store.js';

/** What was read, or why it could not be. */
export type Told<T> = { readonly value: T } | { readonly error: string };

export interface QueueStatus {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  /** How long the oldest waiting job has waited beyond its time, seconds. */
  readonly oldestS: number;
}

export interface SourceStatus {
  readonly title: string;
  /** Lists are made without it, and nothing else stands on it. */
  readonly optional: boolean;
  readonly state: SourceState;
}

export interface PartStatus {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What somebody who was woken wants to know. Each section is there or says why it is not. */
export interface OperatorStatus {
  readonly madeAt: Date;
  /** What runs, e.g. `Broadsheet` and `0.1.0`. */
  readonly versions: readonly { readonly name: string; readonly version: string }[];
  /** What `/readyz` tells of this process. */
  readonly parts: readonly PartStatus[];
  readonly sources: Told<readonly SourceStatus[]>;
  readonly queues: Told<readonly QueueStatus[]>;
  /** Of the last 24 hours, and those under way. */
  readonly digests: Told<readonly DigestCount[]>;
  readonly channels: Told<readonly ChannelCount[]>;
  /** The latest, `SHOWN` at most. */
  readonly paused: Told<readonly PausedChannel[]>;
  readonly forPerson: Told<{ readonly count: number; readonly first: readonly ForPerson[] }>;
}

export interface StatusDeps {
  readonly status: StatusStore;
  readonly sources: Pick<SourceStore, 'get'>;
  /** Every source that is switched on. */
  readonly watched: readonly {
    readonly name: StateName;
    readonly title: string;
    readonly optional: boolean;
  }[];
  readonly queue: {
    counts(): Promise<Readonly<Record<string, Omit<QueueStatus, 'name' | 'oldestS'>>>>;
    ages(): Promise<Readonly<Record<string, number>>>;
  };
  readonly probes: readonly HealthProbe[];
  readonly clock: Clock;
  readonly versions: OperatorStatus['versions'];
}

/** Rows that a section shows at most. */
export const SHOWN = 20;
const DAY_MS = 24 * 3_600_000;

/**
 * Asks everything at once. Never rejects.
 * @param askParts asks the probes
 * @param signal ends the waiting: what has not answered by then is said not to
 */
export async function readOperatorStatus(
  deps: StatusDeps,
  askParts: (probes: readonly HealthProbe[]) => Promise<readonly PartStatus[]>,
  signal: AbortSignal,
): Promise<OperatorStatus> {
  const { status } = deps;
  const ask = <T>(asked: Promise<T>): Promise<Told<T>> => told(asked, signal);
  const [madeAt, parts, sources, queues, digests, channels, paused, forPerson] = await Promise.all([
    ask(deps.clock.now()),
    askParts(deps.probes),
    ask(Promise.all(deps.watched.map((one) => sourceStatus(one, deps)))),
    ask(queueStatus(deps.queue)),
    ask(status.digests(DAY_MS)),
    ask(status.channels()),
    ask(status.paused(SHOWN)),
    ask(forPersonStatus(status)),
  ]);
  const { versions } = deps;
  const now = 'value' in madeAt ? madeAt.value : new Date();
  return { madeAt: now, versions, parts, sources, queues, digests, channels, paused, forPerson };
}

// --- Internal helpers ---

async function told<T>(asked: Promise<T>, signal: AbortSignal): Promise<Told<T>> {
  try {
    const answer = await before(
      signal,
      asked.then((value) => ({ value })),
    );
    return answer ?? { error: 'No answer came in time.' };
  } catch (error) {
    return { error: describeError(error) };
  }
}

async function sourceStatus(
  { name, title, optional }: StatusDeps['watched'][number],
  { sources }: StatusDeps,
): Promise<SourceStatus> {
  return { title, optional, state: await sources.get(name) };
}

async function queueStatus(queue: StatusDeps['queue']): Promise<readonly QueueStatus[]> {
  const [counts, ages] = await Promise.all([queue.counts(), queue.ages()]);
  return Object.entries(counts).map(([name, count]) => ({ name, ...count, oldestS: ages[name] ?? 0 }));
}

async function forPersonStatus(status: StatusStore) {
  const [counts, first] = await Promise.all([status.forPersonCounts(), status.forPerson(SHOWN)]);
  return { count: counts.reduce((sum, { count }) => sum + count, 0), first };
}
