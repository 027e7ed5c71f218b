import { randomUUID } from 'node:crypto';
import { startBot, type BotProcess, type Env } from '../../test/support/bot-process.js';
import { startServer, urlOf } from '../../test/support/postgres-server.js';
import { startRedis } from '../../test/support/redis.js';
import { startWorld, type World } from '../../test/support/world.js';
import { processorMs } from './machine.js';

/** The processes that post, and where they keep what they share. */
export interface FanoutCrew {
  /** Its environment leads to what they share. */
  readonly world: World;
  /** Resolves when all of them run. */
  start(): Promise<void>;
  /** Kills one worker with SIGKILL, the longest-lived first, and starts another in its place. */
  killOne(): Promise<void>;
  readonly kills: number;
  /** @throws with what it said when one has ended that nobody killed */
  requireAlive(): void;
  /** Processor time of all of them so far, the killed ones included. */
  processorMs(): number;
  /** Ends them; what they wrote stays. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Clears all of it away. */
  close(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;

/** @param workers processes with the role `worker` beside one with all other roles; 0 for one process on an embedded database */
export async function openFanoutCrew(workers: number): Promise<FanoutCrew> {
  const shared = workers === 0 ? await openAlone() : await openShared();
  const { world } = shared;
  const env = { ...world.env, LOG_LEVEL: 'warn' };
  const envs: readonly Env[] =
    workers === 0
      ? [env]
      : [
          { ...env, ROLES: 'gateway,web,tick' },
          ...Array.from({ length: workers }, () => ({ ...env, ROLES: 'worker' })),
        ];
  let running: BotProcess[] = [];
  let spentMs = 0;
  let kills = 0;
  return {
    world,
    get kills() {
      return kills;
    },
    async start() {
      // One after the other: who comes first makes the tables.
      for (const one of envs) running.push(await started(one));
    },
    async killOne() {
      const [first, victim, ...others] = running;
      if (first === undefined || victim === undefined) return;
      kills += 1;
      spentMs += processorMs(victim.pid);
      running = [first, ...others];
      await victim.stop('SIGKILL');
      running.push(startBot(envs[1]!));
    },
    requireAlive() {
      const ended = running.find((bot) => !bot.runs());
      if (ended !== undefined)
        throw new Error(`A process ended:\n${ended.stdout()}\n${ended.stderr().slice(-5_000)}`);
    },
    processorMs: () => running.reduce((sum, bot) => sum + (bot.runs() ? processorMs(bot.pid) : 0), spentMs),
    stop: async (signal) => {
      await Promise.all(running.map((bot) => bot.stop(signal)));
    },
    close: () => shared.close(),
  };
}

// --- Internal helpers ---

async function started(env: Env): Promise<BotProcess> {
  const bot = startBot(env);
  await bot.waitFor(/^Running\./m, READY_WITHIN_MS);
  return bot;
}

async function openAlone() {
  const world = await startWorld();
  return { world, close: () => world.close() };
}

async function openShared() {
  const [world, redis, server] = await Promise.all([startWorld(), startRedis(), startServer()]);
  const env = {
    ...world.env,
    DATABASE_URL: urlOf(server.folder, 'postgres'),
    REDIS_URL: redis.url,
    SECRET_KEY: randomUUID(),
  };
  return {
    world: { ...world, env },
    close: async () => {
      await Promise.all([world.close(), redis.close(), server.close()]);
    },
  };
}
