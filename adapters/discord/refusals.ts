import type { Logger } from '../../src/ports/logger.js';
import type { TurnStore } from '../../src/ports/turn-store.js';
import { NotYet } from './not-yet.js';
import type { MakeRequest } from './rate-scopes.js';

/**
 * Discord bans an address after 10,000 refused requests (401, 403, 429) in ten minutes (topics/rate-limits). Posts stop
 * at a tenth of that, so that people still get answers; answers stop at a half.
 */
const STOP_AT = { posts: 1_000, answers: 5_000 } as const;
/** Everything that was counted is older than Discord's ten minutes by then. */
const STOP_MS = 600_000;
/** A process keeps so many for itself before it tells the others: one write for them all. */
const SHARE_EVERY = 20;
/** The operator is warned so often on the way. */
const WARN_EVERY = 100;
/** What is held up, for all processes, while posts are stopped. */
export const REFUSED_TOO_OFTEN = 'discord:refused-too-often';

export type Traffic = keyof typeof STOP_AT;

export interface RefusalWatchDeps {
  readonly logger: Logger;
  /** Where all processes count together. Default: this process counts alone. */
  readonly turns?: Pick<TurnStore, 'refused' | 'hold'> | undefined;
  /** Refusals within ten minutes at which each kind stops. Default 1,000 for posts, 5,000 for answers. */
  readonly stopAt?: Readonly<Record<Traffic, number>>;
  /** Monotonic milliseconds. Default: the process's own clock. */
  readonly now?: (() => number) | undefined;
}

/** Counts what Discord refuses, whoever asked, and stops long before it would ban the address. */
export interface RefusalWatch {
  /** The same way to make requests. @throws NotYet, and nothing is sent, while too many were refused */
  over(make: MakeRequest, traffic: Traffic): MakeRequest;
  /** How long nothing of this kind is sent, milliseconds; 0 when all is well. */
  closedFor(traffic: Traffic): number;
}

export function createRefusalWatch(deps: RefusalWatchDeps): RefusalWatch {
  const { stopAt = STOP_AT, now = () => performance.now() } = deps;
  const count = createCount(deps.turns, now);
  const until: Record<Traffic, number> = { posts: 0, answers: 0 };
  const closedFor = (traffic: Traffic): number => Math.max(0, Math.ceil(until[traffic] - now()));

  const stop = async (traffic: Traffic, refused: number): Promise<void> => {
    if (closedFor(traffic) > 0) return;
    until[traffic] = now() + STOP_MS;
    const ends = new Date(Date.now() + STOP_MS).toISOString();
    deps.logger.error(
      { stopped: traffic, refused, until: ends },
      'Discord refused too many requests: what is stopped goes on after ten minutes',
    );
    if (traffic === 'posts') await deps.turns?.hold(REFUSED_TOO_OFTEN, STOP_MS).catch(() => undefined);
  };

  const add = async (): Promise<void> => {
    const { before, refused } = await count();
    if (Math.floor(refused / WARN_EVERY) > Math.floor(before / WARN_EVERY))
      deps.logger.warn({ refused }, 'Discord refused many requests; it bans after 10,000');
    for (const traffic of ['posts', 'answers'] as const)
      if (refused >= stopAt[traffic]) await stop(traffic, refused);
  };

  return {
    closedFor,
    over: (make, traffic) => async (url, init) => {
      const closed = closedFor(traffic);
      if (closed > 0) throw new NotYet(CLOSED, closed);
      const answer = await make(url, init);
      if (isRefused(answer)) await add();
      return answer;
    },
  };
}

/** What stopped calls say of themselves. */
export const CLOSED = 'Discord refused too many requests: nothing is sent for a while';

// --- Internal helpers ---

const REFUSED = new Set([401, 403, 429]);

/** A limit that a resource has for all bots together does not count. */
function isRefused({ status, headers }: Awaited<ReturnType<MakeRequest>>): boolean {
  return REFUSED.has(status) && headers.get('X-RateLimit-Scope') !== 'shared';
}

/**
 * Counts one more.
 * @returns what is known of the last ten minutes, before it and with it: of all processes, as of when this one last told them
 */
type Count = () => Promise<{ readonly before: number; readonly refused: number }>;

function createCount(turns: RefusalWatchDeps['turns'], now: () => number): Count {
  let [shared, sharedAt, mine] = [0, now(), 0];
  return async () => {
    // What was told so long ago is over.
    if (now() - sharedAt >= STOP_MS) [shared, sharedAt] = [0, now()];
    const before = shared + mine;
    mine += 1;
    if (mine < SHARE_EVERY) return { before, refused: shared + mine };
    const telling = mine;
    mine = 0;
    shared += telling;
    sharedAt = now();
    const all = await turns?.refused('discord', telling).catch(() => null);
    if (all !== undefined && all !== null) shared = all;
    return { before, refused: shared + mine };
  };
}
