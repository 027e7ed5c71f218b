import { describeError } from '../errors.js';
import type { AnswerStore } from '../ports/answer-store.js';
import type { CommandMetrics } from '../ports/command-metrics.js';
import type { Logger } from '../ports/logger.js';
import type { StartTimer } from '../ports/timer.js';
import { LATE, withDeadline } from './deadline.js';
import { createRecentIds } from './recent-ids.js';
import { sentence, type CommandReply } from './reply.js';
import type { CommandRequest } from './request.js';

/** How long a request may wait for a worker (design §4). */
const TAKEN_WITHIN_MS = 10_000;
const CLAIM_WITHIN_MS = 800;
const TELL_WITHIN_MS = 5_000;
/** Requests somebody was told to repeat; their jobs are late by minutes at most. */
const MOST_GIVEN_UP = 10_000;

const TOO_LONG = sentence('That took too long. Please try again.', true);
const RESTARTING = sentence('I am being restarted. Please try again in a moment.', true);

export interface LateWatchDeps {
  readonly answers: Pick<AnswerStore, 'claim'>;
  readonly startTimer: StartTimer;
  readonly metrics: Pick<CommandMetrics, 'count'>;
  readonly logger: Logger;
}

type LateReply = (reply: CommandReply) => Promise<void>;

/** Watches over requests between their acceptance and the worker that takes them, so that nobody waits in vain. */
export interface LateWatch {
  has(id: string): boolean;
  /** Unless the request is taken in time, it is claimed here and `lateReply` is called. */
  start(request: CommandRequest, lateReply: LateReply): void;
  /** A worker of this process has it. @returns false when the person has been told to ask again */
  take(id: string): boolean;
  /** Takes a request back before anybody answers it. @returns false when somebody else does, or has */
  giveUp(id: string): Promise<boolean>;
  /** Tells everybody who still waits that the bot stops. */
  settle(): Promise<void>;
}

export function createLateWatch(deps: LateWatchDeps): LateWatch {
  const watched = new Map<string, { cancel: () => void; end: (reply: CommandReply) => Promise<void> }>();
  const givenUp = createRecentIds(MOST_GIVEN_UP);

  const release = (id: string): boolean => {
    watched.get(id)?.cancel();
    return watched.delete(id);
  };

  const giveUp = async (id: string): Promise<boolean> => {
    if (!release(id)) return false;
    // From here on no worker of this process takes it; the claim keeps those of others from it.
    givenUp.add(id);
    return (await claim(id, deps)) !== 'lost';
  };

  return {
    has: (id) => watched.has(id),
    start: (request, lateReply) => {
      const end = async (reply: CommandReply): Promise<void> => {
        if (await giveUp(request.id)) await tell(request, reply, lateReply, deps);
      };
      const cancel = deps.startTimer(TAKEN_WITHIN_MS, () => void end(TOO_LONG));
      watched.set(request.id, { cancel, end });
    },
    take: (id) => {
      release(id);
      return !givenUp.has(id);
    },
    giveUp,
    settle: async () => {
      await Promise.all([...watched.values()].map(({ end }) => end(RESTARTING)));
    },
  };
}

// --- Internal helpers ---

/** `unknown`: the database does not tell. A second answer, which is unlikely then, is better than none. */
async function claim(id: string, deps: LateWatchDeps): Promise<'won' | 'lost' | 'unknown'> {
  try {
    const won = await withDeadline(() => deps.answers.claim(id), {
      ms: CLAIM_WITHIN_MS,
      startTimer: deps.startTimer,
    });
    if (won === LATE) return 'unknown';
    return won ? 'won' : 'lost';
  } catch (error) {
    deps.logger.debug({ request: id, error: describeError(error) }, 'a late request could not be claimed');
    return 'unknown';
  }
}

async function tell(
  { id, address }: CommandRequest,
  reply: CommandReply,
  lateReply: LateReply,
  { startTimer, metrics, logger }: LateWatchDeps,
): Promise<void> {
  const { platform } = address;
  metrics.count('late', platform, reply === TOO_LONG ? 'too-long' : 'restart');
  logger.warn({ request: id, platform }, 'nobody answered this in time; the person is told to try again');
  try {
    await withDeadline(() => lateReply(reply), { ms: TELL_WITHIN_MS, startTimer });
  } catch (error) {
    logger.warn({ request: id, platform, error: describeError(error) }, 'nor could that be told');
  }
}
