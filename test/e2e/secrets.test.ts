import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, until, type Env } from '../support/bot-process.js';
import { startCommandScene, type CommandScene } from '../support/command-scene.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { redisIsAvailable, startRedis, type TestRedis } from '../support/redis.js';
import { addDueSoon } from '../support/schedules.js';
import { askAround } from '../support/ask-around.js';

/** Without a secret's shape, so that only what leaves them out on purpose keeps them out. */
const PLANTED = {
  SECRET_KEY: 'planted-sealing-key-of-this-test',
  SECRET_KEY_PREVIOUS: 'planted-earlier-key-of-this-test',
  SLACK_SIGNING_SECRET: 'planted-signing-words',
  HUGGINGFACE_TOKEN: 'planted-source-words',
  databasePassword: 'planted-database-words',
  redisPassword: 'planted-redis-words',
};

interface Stage {
  readonly scene: CommandScene;
  readonly redis: TestRedis;
  readonly database: TestDatabase;
  /** Everything that was ever sent to Redis. */
  readonly seenByRedis: string[];
  close(): Promise<void>;
}

/** Watches what is written into the queue: a finished job leaves nothing to look at. */
async function watchRedis(url: string, seen: string[]): Promise<() => void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const lines = createInterface({ input: socket });
  socket.write('MONITOR\r\n');
  await once(lines, 'line');
  lines.on('line', (line) => void seen.push(line));
  return () => socket.destroy();
}

/** Every row of every table, as text. */
async function dump(pool: pg.Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  const texts = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    texts.push(name, ...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

async function setStage(): Promise<Stage> {
  const redis = await startRedis();
  const database = await testDatabases.find(({ name }) => name === 'server')!.open();
  const seenByRedis: string[] = [];
  const stopWatching = await watchRedis(redis.url, seenByRedis);
  const withPassword = (url: string, password: string): string =>
    Object.assign(new URL(url), { password }).href;
  const { databasePassword, redisPassword, ...variables } = PLANTED;
  const scene = await startCommandScene({
    ...variables,
    LOG_LEVEL: 'trace',
    DATABASE_URL: withPassword(database.url ?? '', databasePassword),
    REDIS_URL: withPassword(redis.url, redisPassword),
  });
  return {
    scene,
    redis,
    database,
    seenByRedis,
    close: async () => {
      stopWatching();
      await scene.close();
      await redis.close();
      await database.close();
    },
  };
}

/** What nobody may find: what was planted, the fakes' tokens, and what the platforms handed out with each request. */
function secretsOf({ scene }: Stage): readonly string[] {
  const { discord, slack } = scene.world;
  const handedOut = [
    ...discord.interactions.map(({ token }) => token),
    ...[...slack.state.hooks.values()].map(({ id }) => id),
  ];
  expect(handedOut.length).toBeGreaterThan(4);
  return [...Object.values(PLANTED), discord.token, slack.botToken, slack.appToken, ...handedOut];
}

function expectNone(secrets: readonly string[], where: string, text: string): void {
  expect(text.length, `${where} has something to look at`).toBeGreaterThan(0);
  // Never print the text: it would be the leak itself.
  expect(
    secrets.filter((secret) => text.includes(secret)),
    where,
  ).toEqual([]);
}

describe.skipIf(!redisIsAvailable || testDatabases.length < 2)('secrets', { timeout: 300_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  }, 180_000);
  afterAll(() => stage.close());

  it('are in no log, answer, job, row or error, whatever is asked and whatever fails', async () => {
    const { scene, redis, database, seenByRedis } = stage;
    const { discord, slack, world } = scene;
    await askAround(scene);
    // A digest, a platform that refuses, and a queue that goes away.
    await addDueSoon((args) => scene.cli(...args), world.discordKey);
    await until(
      () => discord.cards().length > 0,
      120_000,
      () => scene.bot().stderr(),
    );
    await redis.down();
    await slack.ask({ name: 'topics' }, slack.person());
    await redis.up();

    const secrets = secretsOf(stage);
    expectNone(secrets, 'the database', await dump(database.pool));
    expectNone(secrets, 'the queue', seenByRedis.join('\n'));
    expectNone(secrets, 'stdout', scene.bot().stdout());
    expectNone(secrets, 'stderr', scene.bot().stderr());
    expect(seenByRedis.join('\n')).toContain('acceptedAt');
  });

  it('are in no error of the command line', async () => {
    const { scene } = stage;
    const nowhere = '127.0.0.1:9';
    // Two that are refused unread, and one where everything is out of reach.
    const wrong: readonly Env[] = [
      { DATABASE_URL: `mysql://bot:${PLANTED.databasePassword}@${nowhere}/x` },
      { DISCORD_TOKEN: `${PLANTED.HUGGINGFACE_TOKEN} x`, SECRET_KEY: 'planted' },
      { DATABASE_URL: `postgresql://bot:${PLANTED.databasePassword}@${nowhere}/x` },
    ];
    const runs = await Promise.all(
      wrong.map((change) => runCli(['doctor'], { ...scene.env, LOG_LEVEL: 'trace', ...change })),
    );
    for (const [index, { stdout, stderr, code }] of runs.entries()) {
      expect(code, `run ${index}`).toBe(1);
      expectNone(secretsOf(stage), `run ${index}`, stdout + stderr);
    }
  });
});
