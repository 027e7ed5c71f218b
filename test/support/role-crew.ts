import { startBot, until, type BotProcess, type Env } from './bot-process.js';
import { databaseOn, type TestDatabase } from './databases.js';
import { startServer, type TestServer } from './postgres-server.js';
import { startRedis, type TestRedis } from './redis.js';
import { startWorld, type World } from './world.js';

/** One process of several, which goes on under the same name when it is started again. */
export interface Member {
  readonly name: string;
  process(): BotProcess;
  /** Its page and health, like `http://127.0.0.1:41234`. */
  url(): string;
  /** Kills it, or stops it and waits for its end. @returns the exit code, null when killed */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  start(): Promise<void>;
}

/** Processes that share a Redis, a PostgreSQL and nothing else. */
export interface Crew {
  readonly world: World;
  readonly env: Env;
  readonly redis: TestRedis;
  readonly database: TestDatabase;
  /** @param roles as in ROLES */
  add(name: string, roles: string, more?: Env): Promise<Member>;
  /** What everybody has said, for a failing test. */
  said(): string;
  close(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;

export async function openCrew(more: Env = {}): Promise<Crew> {
  const [world, redis, server] = await Promise.all([startWorld(), startRedis(), startServer()]);
  const database = await databaseOn(server).open();
  const env: Env = {
    ...world.env,
    DATABASE_URL: database.url!,
    REDIS_URL: redis.url,
    SECRET_KEY: 'a key that all of them share',
    ...more,
  };
  const members: Member[] = [];
  return {
    world,
    env,
    redis,
    database,
    add: async (name, roles, own = {}) => {
      const member = newMember(name, { ...env, ROLES: roles, ...own });
      members.push(member);
      await member.start();
      return member;
    },
    said: () => members.map((member) => `${member.name}:\n${tailOf(member.process())}`).join('\n'),
    close: async () => {
      await Promise.all(members.map((member) => member.stop('SIGKILL')));
      await close({ world, redis, server, database });
    },
  };
}

// --- Internal helpers ---

function newMember(name: string, env: Env): Member {
  let process: BotProcess | null = null;
  const running = (): BotProcess => {
    if (process === null) throw new Error(`${name} was not started.`);
    return process;
  };
  return {
    name,
    process: running,
    url: () => urlOf(running()),
    stop: (signal) => running().stop(signal),
    start: async () => {
      process = startBot(env);
      await process.waitFor(/^Running\./m, READY_WITHIN_MS);
      await until(
        async () => (await fetch(`${urlOf(running())}/readyz`)).ok,
        READY_WITHIN_MS,
        () => `${name} is not ready:\n${tailOf(running())}`,
      );
    },
  };
}

function urlOf(process: BotProcess): string {
  return /(http:\/\/[^/]+)\/healthz/.exec(process.stdout())?.[1] ?? '';
}

function tailOf(process: BotProcess): string {
  return `${process.stdout().slice(-1_500)}\n${process.stderr().slice(-3_000)}`;
}

async function close(things: {
  world: World;
  redis: TestRedis;
  server: TestServer;
  database: TestDatabase;
}): Promise<void> {
  await things.database.close();
  await Promise.all([things.world.close(), things.redis.close(), things.server.close()]);
}
