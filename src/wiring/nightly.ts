import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describeError } from '../errors.js';
import type { Logger } from '../ports/logger.js';
import type { Running } from './bot.js';

/** First hour of the night, UTC: after the day's list has closed and before Europe's mornings. */
const NIGHT_FROM = 2;
const NIGHT_TO = 5;
/** A model younger than this is of this night, milliseconds. */
const FRESH_MS = 18 * 3_600_000;
/** Digests due within this time are let go first, milliseconds. */
const CLEAR_MS = 15 * 60_000;
/** A run takes a minute; one that hangs is ended, milliseconds. */
const WITHIN_MS = 10 * 60_000;
/** After a run the next one waits, whatever became of it, milliseconds. */
const AGAIN_MS = 2 * 3_600_000;
/** Where every quarter of an hour has its digests, a model this old is renewed all the same, milliseconds: two days. */
const LATE_MS = 2 * 86_400_000;
const HEAP_MB = 700;

export interface NightlyDeps {
  readonly learnedAt: () => Promise<Date | null>;
  /** True while a digest is due within so many milliseconds. */
  readonly busy: (withinMs: number) => Promise<boolean>;
  /** Takes the turn to learn from all other processes for so many milliseconds; false when one of them has it. */
  readonly takeTurn: (againMs: number) => Promise<boolean>;
  /** Starts the work in a process of its own. Default: `broadsheet learn`. */
  readonly start?: () => ChildProcess;
  /** Default ten minutes. */
  readonly withinMs?: number;
  readonly logger: Logger;
}

/**
 * Learns once a night in a child process of one of the bot's processes, not while a digest is due, but after two days in
 * any case. The child stores the model itself as its last act: one that fails or is killed leaves the old model.
 */
export function createNightly(deps: NightlyDeps): Running & { everyMinute(now: Date): Promise<void> } {
  const { start = startLearning, withinMs = WITHIN_MS, logger } = deps;
  let child: ChildProcess | null = null;
  let stopped = false;

  const isStopping = (): boolean => stopped;

  /** @param last when the present model was learned */
  const run = (last: Date | null): void => {
    const mine = start();
    child = mine;
    const timer = setTimeout(() => mine.kill('SIGKILL'), withinMs);
    const over = (): void => {
      clearTimeout(timer);
      if (child === mine) child = null;
    };
    // One that could not be started never exits.
    mine.once('error', (error) => {
      over();
      logger.warn({ error: describeError(error) }, 'learning could not be started');
    });
    mine.once('exit', (code, signal) => {
      over();
      if (code === 0) void tellOfEnd(last, deps);
      else
        logger.warn(
          { code, signal },
          'learning ended early: the old model stays, the next try is in two hours',
        );
    });
  };

  return {
    name: 'learning',
    everyMinute: async (now) => {
      const hour = now.getUTCHours();
      if (child !== null || hour < NIGHT_FROM || hour >= NIGHT_TO) return;
      const last = await deps.learnedAt();
      if (last !== null && now.getTime() - last.getTime() < FRESH_MS) return;
      const late = last !== null && now.getTime() - last.getTime() > LATE_MS;
      if (!late && (await deps.busy(CLEAR_MS))) return;
      if (isStopping() || !(await deps.takeTurn(AGAIN_MS)) || isStopping()) return;
      run(last);
    },
    stop: () => {
      stopped = true;
      child?.kill('SIGKILL');
      return Promise.resolve();
    },
  };
}

// --- Internal helpers ---

/** A run may end well without a model. @param last when the model of before was learned */
async function tellOfEnd(last: Date | null, { learnedAt, logger }: NightlyDeps): Promise<void> {
  try {
    const now = await learnedAt();
    if (now?.getTime() !== last?.getTime()) logger.info({}, 'learned from the catalogue');
    else
      logger.info(
        {},
        'the catalogue has too little history to learn from yet: the list is ranked as before, the next try is in two hours',
      );
  } catch (error) {
    logger.warn({ error: describeError(error) }, 'learning ended well, but what it stored could not be seen');
  }
}

function startLearning(): ChildProcess {
  const child = fork(fileURLToPath(new URL('../cli.js', import.meta.url)), ['learn', '--json'], {
    execArgv: [`--max-old-space-size=${String(HEAP_MB)}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    if (child.pid !== undefined) setPriority(child.pid, 10);
  } catch {
    // Being polite is all it was for.
  }
  child.unref();
  // One that could not be started has no channel to let go of.
  if (child.connected) child.disconnect();
  return child;
}
