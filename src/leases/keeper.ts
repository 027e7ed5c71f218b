import { LATE, withDeadline } from '../commands/deadline.js';
import { describeError } from '../errors.js';
import type { LeaseClaim, LeaseStore } from '../ports/lease-store.js';
import type { Logger } from '../ports/logger.js';
import type { StartTimer } from '../ports/timer.js';
import { FIRST, LEASE_MS, nextStep, type Found, type Position } from './next-step.js';

/** A question that hangs counts as unreachable well before the lease ends. Milliseconds. */
export const ASK_WITHIN_MS = 4_000;
/** A stop does not wait longer for the database; the lease ends by itself then. Milliseconds. */
const RELEASE_WITHIN_MS = 1_500;

/** What only one process may do at a time; made anew each time this process comes to do it. */
export interface Work {
  start(): Promise<void>;
  stop(): Promise<void>;
  health(): WorkHealth;
}

export interface WorkHealth {
  readonly ready: boolean;
  readonly detail: string;
}

export interface LeaseKeeperDeps {
  readonly leases: LeaseStore;
  readonly claim: LeaseClaim;
  readonly work: () => Work;
  readonly startTimer: StartTimer;
  readonly logger: Logger;
}

/** Work that waits for its lease. */
export interface LeaseKeeper extends Work {
  /** Asks for the lease and begins the work if it is ours; else it stands by, and goes on asking. Rejects as the work does. */
  start(): Promise<void>;
  /** Ends the work first, and then lets others have the lease. */
  stop(): Promise<void>;
  /** Standing by is being well: somebody else does the work. */
  health(): WorkHealth & { readonly standsBy: boolean };
}

/** Does the work while this process holds the lease, whoever else wants to. */
export function createLeaseKeeper(deps: LeaseKeeperDeps): LeaseKeeper {
  const { claim, logger } = deps;
  let position = FIRST;
  let work: Work | null = null;
  let found: Found | null = null;
  let round: Promise<void> = Promise.resolve();
  let cancel = (): void => undefined;
  let stopped = false;
  const isStopped = (): boolean => stopped;

  /** One question and what follows from it. @returns what the work's beginning comes to */
  const ask = async (): Promise<{ begun: Promise<void> }> => {
    const before = found;
    found = await look(position, deps);
    if (isStopped()) {
      if (found.kind === 'ours') position = { standing: 'holding', hesitation: 0 };
      return { begun: Promise.resolve() };
    }
    const step = nextStep(position, found);
    tell(before, found, position, deps);
    position = step.position;
    if (step.act === 'end') {
      await work?.stop();
      work = null;
    }
    const begun = step.act === 'begin' ? (work = deps.work()).start() : Promise.resolve();
    cancel = deps.startTimer(step.againMs, () => {
      round = ask().then(({ begun: later }) => {
        // Its health tells why, too; the lease is held on to, because nobody else would fare better.
        later.catch((error: unknown) =>
          logger.error({ error: describeError(error) }, 'what the lease was taken for could not begin'),
        );
      });
    });
    return { begun };
  };

  return {
    async start() {
      const first = ask();
      round = first.then(() => undefined);
      await (
        await first
      ).begun;
    },
    async stop() {
      stopped = true;
      cancel();
      await round;
      await work?.stop();
      if (position.standing === 'holding') await release(deps);
    },
    health: () => ({
      ...(work?.health() ?? standbyHealth(found, claim)),
      standsBy: work === null,
    }),
  };
}

// --- Internal helpers ---

async function look(
  { hesitation }: Position,
  { leases, claim, startTimer, logger }: LeaseKeeperDeps,
): Promise<Found> {
  try {
    const mayFollow = hesitation === 0;
    const answer = await withDeadline(() => leases.take(claim, LEASE_MS, mayFollow), {
      ms: ASK_WITHIN_MS,
      startTimer,
    });
    return answer === LATE ? { kind: 'unreachable' } : answer;
  } catch (error) {
    logger.debug({ lease: claim.name, error: describeError(error) }, 'the lease could not be asked for');
    return { kind: 'unreachable' };
  }
}

/** Changes alone, not every look. */
function tell(before: Found | null, found: Found, { standing }: Position, { logger }: LeaseKeeperDeps): void {
  const where = found.kind === 'theirs' ? { holder: found.place } : {};
  if (standing === 'holding' && found.kind === 'theirs')
    logger.warn(where, 'another process has taken over the connection: this one ends its own');
  else if (standing === 'waiting' && found.kind === 'ours' && before !== null)
    logger.info({}, 'this process takes over the connection');
  else if (standing === 'waiting' && found.kind === 'theirs' && before?.kind !== 'theirs')
    logger.info(where, 'another process holds the connection: this one stands by');
}

async function release({ leases, claim, startTimer, logger }: LeaseKeeperDeps): Promise<void> {
  try {
    await withDeadline(() => leases.release(claim), { ms: RELEASE_WITHIN_MS, startTimer });
  } catch (error) {
    logger.debug({ lease: claim.name, error: describeError(error) }, 'the lease ends by itself');
  }
}

function standbyHealth(found: Found | null, { place }: LeaseClaim): WorkHealth {
  if (found === null) return { ready: false, detail: 'not started' };
  if (found.kind === 'unreachable')
    return { ready: false, detail: 'not connected: the database does not say whose turn it is' };
  if (found.kind === 'ours') return { ready: false, detail: `stopped in ${place}` };
  return { ready: true, detail: `standing by: ${found.place ?? 'another process'} is connected` };
}
