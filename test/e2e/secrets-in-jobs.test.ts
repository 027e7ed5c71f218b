import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { openDatabase } from '../../adapters/postgres/index.js';
import { programVersion } from '../../src/wiring/version.js';
import { until } from '../support/bot-process.js';
import { startCommandScene, type CommandScene } from '../support/command-scene.js';
import { testDatabases } from '../support/databases.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import {
  expectNone,
  PLANTED_PASSWORDS,
  PLANTED_SETTINGS,
  plantedEnv,
  secretsOf,
  withPassword,
} from '../support/planted-secrets.js';
import { dumpRows, watchRows, type RowWatch } from '../support/row-watch.js';
import { addDueSoon } from '../support/schedules.js';
import { silentLogger } from '../support/silent-logger.js';
import { askAround } from '../support/ask-around.js';

interface Stage {
  readonly scene: CommandScene;
  readonly pool: pg.Pool;
  readonly watch: RowWatch;
  close(): Promise<void>;
}

/** A bot with its jobs in the database, and a second pair of eyes on that database. */
async function setStage(kind: 'embedded' | 'server'): Promise<Stage> {
  const database = kind === 'server' ? await testDatabases.find(({ name }) => name === kind)!.open() : null;
  const dataDir = await freshDataDir();
  const scene = await startCommandScene({
    ...plantedEnv,
    LOG_LEVEL: 'trace',
    DATA_DIR: dataDir,
    ...(database === null
      ? {}
      : { DATABASE_URL: withPassword(database.url ?? '', PLANTED_PASSWORDS.database) }),
  });
  const logger = silentLogger;
  const own = { databaseUrl: null, dataDir, version: programVersion(), role: 'tool' as const };
  const beside = database ?? (await openDatabase({ ...own, logger, workerUrl }));
  const watch = await watchRows(beside.pool);
  return {
    scene,
    pool: beside.pool,
    watch,
    close: async () => {
      await watch.stop();
      if (database === null) await beside.close();
      await scene.close();
      await database?.close();
    },
  };
}

/** Answers that cannot be given: Discord's address with the token in it fails, Slack's does not exist any more. */
async function failAnswers(scene: CommandScene): Promise<void> {
  const { discord, slack } = scene.world;
  discord.fault({ act: 'status', status: 500 }, { when: ({ path }) => path.includes('/webhooks/') });
  discord.command({ name: 'topics' });
  slack.command({ text: 'topics' });
  const lost = [...slack.state.hooks].at(-1)!;
  slack.state.hooks.delete(lost[0]);
  await until(
    () =>
      (
        scene
          .bot()
          .stderr()
          .match(/an answer did not arrive, or may not have/g) ?? []
      ).length >= 2,
    30_000,
    () => 'no answer failed',
  );
  slack.state.hooks.set(...lost);
}

/** A job that fails in the database, twice, and keeps its error in the queue. */
async function failJob({ scene, pool, watch }: Stage): Promise<void> {
  const { discord, world } = scene;
  const added = await scene.cli('channels', 'add', world.slackKey, '--time', '00:00', '--zone', 'UTC');
  expect(added.code, added.stderr).toBe(0);
  await pool.query('alter table broadsheet.digests rename column content to content_away');
  try {
    await pool.query(`update broadsheet.channels set next_due_at = broadsheet.clock() where key = $1`, [
      world.slackKey,
    ]);
    await until(
      async () => (await watch.written()).some((line) => line.includes('(log id ')),
      150_000,
      () => `no job failed:\n${scene.bot().stderr().slice(-3_000)}`,
    );
  } finally {
    await pool.query('alter table broadsheet.digests rename column content_away to content');
  }
  expect(discord.cards().length).toBeGreaterThan(0);
}

const kinds = testDatabases.map(({ name }) => name);

describe.each(kinds)('secrets of a bot with its jobs in the %s database', { timeout: 600_000 }, (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(kind);
  }, 400_000);
  afterAll(() => stage.close());

  it('are in no row that was ever written, no wake-up, no log line and no error, whatever fails', async () => {
    const { scene, pool, watch } = stage;
    const { world } = scene;
    // A source that throws back what it was sent.
    const echo = `no entry for ${PLANTED_SETTINGS.HUGGINGFACE_TOKEN}`;
    world.huggingFace.fail('/api/', { kind: 'status', status: 500, body: echo });
    await scene.cli('collect');
    world.huggingFace.heal();
    await askAround(scene);
    await failAnswers(scene);
    await addDueSoon((args) => scene.cli(...args), world.discordKey);
    await until(
      () => scene.discord.cards().length > 0,
      120_000,
      () => scene.bot().stderr(),
    );
    await failJob(stage);

    const secrets = secretsOf(scene);
    const written = await watch.written();
    expectNone(secrets, 'what was written', written.join('\n'));
    expectNone(secrets, 'what is left', await dumpRows(pool));
    // The embedded database gives a wake-up to whichever of its clients speaks: a listener beside the bot gets none.
    if (kind === 'server') expectNone(secrets, 'the wake-ups', watch.notified.join('\n'));
    expectNone(secrets, 'stdout', scene.bot().stdout());
    expectNone(secrets, 'stderr', scene.bot().stderr());
    // The watch saw what it is there for: commands on their way to a worker, and their sealed way back.
    const jobs = written.filter((line) => line.startsWith('bullmq.') && line.includes('acceptedAt'));
    expect(jobs.length).toBeGreaterThan(6);
    for (const job of jobs) expect(job).toMatch(/"+target"+: ?"+1\.[a-f0-9]{12}\./);
    expect(written.some((line) => line.startsWith('broadsheet.deliveries '))).toBe(true);
  });

  it('would be found there if they were', async () => {
    const { pool, watch } = stage;
    await pool.query(`insert into broadsheet.facts (name, value, stored_at) values ('leak', $1, now())`, [
      PLANTED_SETTINGS.ADMIN_TOKEN,
    ]);
    await pool.query(`delete from broadsheet.facts where name = 'leak'`);
    expect((await watch.written()).join('\n')).toContain(PLANTED_SETTINGS.ADMIN_TOKEN);
    expect(await dumpRows(pool)).not.toContain(PLANTED_SETTINGS.ADMIN_TOKEN);
  });
});
