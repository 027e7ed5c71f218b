import { describeError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { DigestStore, DigestWork } from '../ports/digest-store.js';
import type { JobQueue } from '../ports/job-queue.js';
import type { Logger } from '../ports/logger.js';
import type { SignalSource } from '../ports/signal-source.js';
import type { Source } from '../ports/source.js';
import type { SourceStore } from '../ports/source-store.js';
import { isDue, readAt } from '../papers/collect.js';
import { isHerd } from './herd.js';
import type { RankingCache } from './ranking-cache.js';
import { dueSlots } from './slots.js';
import { wakeDigest, wakeSignals, wakeSource } from './wake.js';

/** Digests are opened and composed this long before their slot, milliseconds: five minutes. */
export const LEAD_MS = 5 * 60_000;

/** Signals are not asked for from a digest's opening until this long after its slot, milliseconds, while it goes out … */
const AFTER_SLOT_MS = 10 * 60_000;
/** … but where one digest follows the other all day, they are once they are this late. */
const SIGNALS_LATE_MS = 60 * 60_000;

export interface TickDeps {
  readonly digests: Pick<DigestStore, 'openDue' | 'work'>;
  /** Every source that is switched on. */
  readonly sources: readonly Source[];
  /** Every source of signals that is switched on. Default none. */
  readonly signalSources?: readonly SignalSource[];
  /** When this process began, database time. Default now. */
  readonly startedAt?: Date;
  readonly sourceStates: Pick<SourceStore, 'get'>;
  readonly queue: JobQueue;
  /** Lets go of shared rankings nobody asks for any more. */
  readonly rankings?: Pick<RankingCache, 'prune'>;
  /** Told whether there is a herd; true when what can wait should wait. Default: nothing waits. */
  readonly putOff?: (herd: boolean) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface TickReport {
  /** Digests opened. */
  readonly opened: number;
  /** Jobs handed to the queue. */
  readonly woken: number;
  /** Steps that failed; each is logged, and the next tick tries again. */
  readonly failed: number;
  /** Digests are going out: sources were not woken, and whatever else can wait should. */
  readonly waits: boolean;
}

/**
 * Looks once at everything that is due: opens digests, wakes whoever composes, delivers and collects. It is the sweep,
 * too: what the database says is unfinished is enqueued again every time, so a lost job, or all of them, lose nothing,
 * and a lost or doubled tick does nothing. One failure does not stop the rest. Sources wait while digests go out.
 */
export async function tick(deps: TickDeps): Promise<TickReport> {
  const now = await deps.clock.now();
  deps.rankings?.prune(now);
  let failed = 0;
  const attempt = async <T>(what: object, step: () => Promise<T>): Promise<T | null> => {
    try {
      return await step();
    } catch (error) {
      failed += 1;
      deps.logger.error({ ...what, error: describeError(error) }, 'a step of the tick failed');
      return null;
    }
  };
  const opened = await attempt({ step: 'open' }, () =>
    deps.digests.openDue(LEAD_MS, (channel, at) => dueSlots(channel, at, LEAD_MS)),
  );
  const work = await attempt({ step: 'work' }, () => deps.digests.work(LEAD_MS));
  let woken = 0;
  for (const item of work ?? []) {
    const done = await attempt({ step: 'wake', digestId: item.digestId }, async () => {
      await wakeDigest(item, deps.queue, now);
      return true;
    });
    if (done === true) woken += 1;
  }
  const waits = deps.putOff?.(isHerd(work ?? [], now)) ?? false;
  for (const source of waits ? [] : deps.sources) {
    const done = await attempt({ step: 'wake', source: source.name }, () => wakeDueSource(source, deps, now));
    if (done === true) woken += 1;
  }
  const busy = isBusy(work ?? [], now);
  for (const source of waits || !(await hasPapers(deps)) ? [] : (deps.signalSources ?? [])) {
    const done = await attempt({ step: 'wake', source: source.name }, () =>
      wakeDueSignals(source, deps, now, busy),
    );
    if (done === true) woken += 1;
  }
  return { opened: opened ?? 0, woken, failed, waits };
}

/** False until a source was read for the first time: there is nothing to ask signals about. A fault is not told here: it is told where it matters. */
async function hasPapers({ sources, sourceStates }: TickDeps): Promise<boolean> {
  const read = await Promise.all(
    sources.map(({ name }) =>
      sourceStates.get(name).then(
        ({ lastOkAt }) => lastOkAt !== null,
        () => true,
      ),
    ),
  );
  return read.length === 0 || read.includes(true);
}

/** True while digests are about to go out, or are just going out: that minute is left to them. */
function isBusy(work: readonly DigestWork[], now: Date): boolean {
  return work.some(({ slotAt }) => now.getTime() - slotAt.getTime() <= AFTER_SLOT_MS);
}

async function wakeDueSignals(
  source: SignalSource,
  deps: TickDeps,
  now: Date,
  busy: boolean,
): Promise<boolean> {
  const state = await deps.sourceStates.get(source.name);
  if (!isDue(source, state, now)) return false;
  const wantedAt =
    state.lastOkAt === null ? (state.failingSince ?? deps.startedAt ?? now) : readAt(source, state, now);
  if (busy && now.getTime() - wantedAt.getTime() < SIGNALS_LATE_MS) return false;
  await wakeSignals(source.name, deps.queue);
  return true;
}

async function wakeDueSource(source: Source, deps: TickDeps, now: Date): Promise<boolean> {
  const state = await deps.sourceStates.get(source.name);
  if (!isDue(source, state, now)) return false;
  await wakeSource(source.name, deps.queue);
  return true;
}
