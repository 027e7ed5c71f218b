import { describe, expect, it } from 'vitest';
import { runCli, startBot, until, type BotProcess, type Env } from '../support/bot-process.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { postedOnDiscord, postedOnSlack, standInOrder } from '../support/posted.js';
import { redisIsAvailable, startRedis, type TestRedis } from '../support/redis.js';
import { addDueSoon } from '../support/schedules.js';
import { startWorld, type World } from '../support/world.js';

const COUNT = 4;

interface Place {
  readonly name: string;
  readonly prepare: () => Promise<{ readonly env: Env; readonly close: () => Promise<void> }>;
}

const onRedis = async () => {
  const redis: TestRedis = await startRedis();
  return { env: { REDIS_URL: redis.url }, close: () => redis.close() };
};

const onServer = async () => {
  const server = testDatabases.find(({ name }) => name === 'server');
  const database: TestDatabase | undefined = await server?.open();
  const env: Env = { DATABASE_URL: database?.url ?? '', SECRET_KEY: 'a key for tests, long enough' };
  return { env, close: () => database?.close() ?? Promise.resolve() };
};

const places: readonly Place[] = [
  { name: 'embedded database', prepare: () => Promise.resolve({ env: {}, close: () => Promise.resolve() }) },
  ...(redisIsAvailable ? [{ name: 'Redis', prepare: onRedis }] : []),
  ...(testDatabases.length > 1 ? [{ name: 'PostgreSQL server', prepare: onServer }] : []),
];

interface Scene {
  readonly world: World;
  readonly env: Env;
}

/** The steps of one day, on one place; they build on each other. */
const day = {
  /** Beside the running bot, so that no command has to open a database first. */
  async addChannels({ world, env }: Scene): Promise<void> {
    const cli = (args: readonly string[]) => runCli(args, env);
    await Promise.all(
      [world.discordKey, world.slackKey].map((key) => addDueSoon(cli, key, '--count', String(COUNT))),
    );
  },

  async expectPosted({ world, env }: Scene): Promise<void> {
    const preview = await runCli(['preview', '--channel', world.discordKey, '--json'], env);
    const { content } = JSON.parse(preview.stdout) as { content: { cards: { title: string }[] } };
    const titles = content.cards.map(({ title }) => title);
    const discord = postedOnDiscord(world);
    expect(discord).toMatchObject({ heads: 1, threads: 1 });
    expect(discord.cards).toEqual(titles);
    expect(standInOrder(titles, discord.head.replaceAll('\\', ''))).toBe(true);
    const slack = postedOnSlack(world);
    expect(slack).toMatchObject({ heads: 1, threads: 1 });
    expect(slack.cards).toHaveLength(COUNT);
    slack.cards.forEach((card, index) => expect(card).toContain(titles[index]));
    expect([...world.discord.pings(), ...world.slack.pings(), ...world.slack.violations]).toEqual([]);
  },

  async expectLedger({ env }: Scene): Promise<void> {
    const listed = async () => (await runCli(['channels', 'list'], env)).stdout;
    await until(
      async () => (await listed()).match(/: posted/g)?.length === 2,
      30_000,
      () => 'no outcome is listed',
    );
    const ledger = await runCli(['deliveries', '--json'], env);
    const rows = JSON.parse(ledger.stdout) as { state: string }[];
    expect(rows).toHaveLength(2 + COUNT + 1 + COUNT);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['sent']));
  },

  async postAgain({ world, env }: Scene): Promise<void> {
    const before = postedOnDiscord(world).cards;
    const posted = await runCli(['post', '--channel', world.discordKey, '--now'], env);
    const after = postedOnDiscord(world).cards;
    expect(posted.stdout + posted.stderr).toContain(`Posted ${COUNT} papers`);
    expect(after).toHaveLength(2 * COUNT);
    expect(new Set(after).size).toBe(after.length);
    expect(after.slice(0, COUNT)).toEqual(before);
  },
};

describe('the main job', () => {
  it.concurrent.each(places)(
    'posts one head, one thread and its cards in rank order, no paper twice, and stops cleanly: $name',
    async ({ prepare }) => {
      const [world, place] = await Promise.all([startWorld(), prepare()]);
      const scene: Scene = { world, env: { ...world.env, ...place.env } };
      let bot: BotProcess | undefined;
      try {
        bot = startBot(scene.env);
        const said = () => `${bot?.stdout() ?? ''}\n${bot?.stderr() ?? ''}`;
        await bot.waitFor(/Running\. Stop with Ctrl-C/, 120_000);
        await day.addChannels(scene);
        const all = () =>
          [postedOnDiscord(world), postedOnSlack(world)].every(({ cards }) => cards.length >= COUNT);
        await until(all, 180_000, said);
        await day.expectPosted(scene);
        await day.expectLedger(scene);
        await day.postAgain(scene);
        expect(await bot.stop('SIGTERM')).toBe(0);
        expect(bot.stdout()).toContain('Stopped.');
      } finally {
        await bot?.stop('SIGKILL');
        await world.close();
        await place.close();
      }
    },
    300_000,
  );
});
