import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli, startBot, until, type BotProcess } from '../support/bot-process.js';
import { postedOnDiscord, postedOnSlack, type Posted } from '../support/posted.js';
import { startWorld, type World } from '../support/world.js';

const COUNT = 9;

describe('a bot killed between two cards', () => {
  let world: World;
  let bot: BotProcess | undefined;

  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await bot?.stop('SIGKILL');
    await world.close();
  });

  it.each([
    ['Discord', (w: World) => w.discordKey, postedOnDiscord],
    ['Slack', (w: World) => w.slackKey, postedOnSlack],
  ] as const)(
    'completes its %s thread after the next start, and nothing is there twice',
    async (_name, keyOf, posted) => {
      const look = (): Posted => posted(world);
      const key = keyOf(world);
      await runCli(
        ['channels', 'add', key, '--time', '09:00', '--zone', 'UTC', '--count', String(COUNT)],
        world.env,
      );
      await runCli(['collect'], world.env);
      const first = startBot(world.env, ['post', '--channel', key, '--now']);
      await until(
        () => look().cards.length >= 2,
        60_000,
        () => first.stderr(),
      );
      await first.stop('SIGKILL');
      expect(look().cards.length).toBeLessThan(COUNT);

      bot = startBot(world.env);
      await until(
        () => look().cards.length >= COUNT,
        180_000,
        () => `${bot?.stdout() ?? ''}\n${bot?.stderr() ?? ''}`,
      );

      const after = look();
      expect(after).toMatchObject({ heads: 1, threads: 1 });
      expect(after.cards).toHaveLength(COUNT);
      expect(new Set(after.cards.map(titleOf)).size).toBe(COUNT);
    },
    300_000,
  );
});

/** The paper's own number, which every invented title starts with. */
function titleOf(card: string): string {
  return /[A-Z][a-z]+\\*-\d+/.exec(card)?.[0] ?? card;
}
