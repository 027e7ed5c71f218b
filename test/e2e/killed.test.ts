import { describe, expect, it } from 'vitest';
import { runCli, startBot, until, type BotProcess } from '../support/bot-process.js';
import { postedOnDiscord, postedOnSlack, type Posted } from '../support/posted.js';
import { addDueSoon, notNow } from '../support/schedules.js';
import { startWorld, type World } from '../support/world.js';

const COUNT = 9;
const LIMIT = 400_000;

interface Stage {
  readonly world: World;
  readonly cli: (...args: readonly string[]) => ReturnType<typeof runCli>;
  /** Starts a process that is killed with the stage. @param args of the program; default the bot */
  readonly start: (...args: readonly string[]) => BotProcess;
}

async function onStage(act: (stage: Stage) => Promise<void>): Promise<void> {
  const world = await startWorld();
  const started: BotProcess[] = [];
  try {
    await act({
      world,
      cli: (...args) => runCli(args, world.env),
      start: (...args) => {
        const one = startBot(world.env, args.length === 0 ? undefined : args);
        started.push(one);
        return one;
      },
    });
  } finally {
    await Promise.all(started.map((one) => one.stop('SIGKILL')));
    await world.close();
  }
}

/** Kills `posting` when some cards are there and others are not, and starts a bot that has to complete the thread. */
async function killAndStartAgain(stage: Stage, posting: BotProcess, look: () => Posted): Promise<void> {
  await until(
    () => look().cards.length >= 2,
    150_000,
    () => `${posting.stdout()}\n${posting.stderr()}`,
  );
  await posting.stop('SIGKILL');
  expect(look().cards.length).toBeLessThan(COUNT);

  const bot = stage.start();
  await until(
    () => look().cards.length >= COUNT,
    180_000,
    () => `${bot.stdout()}\n${bot.stderr()}`,
  );
  const after = look();
  expect(after).toMatchObject({ heads: 1, threads: 1 });
  expect(after.cards).toHaveLength(COUNT);
  expect(new Set(after.cards.map(titleOf)).size).toBe(COUNT);
}

describe.concurrent('a thread whose posting was killed between two cards', () => {
  it(
    'is completed by the next start of the bot after a command on Discord',
    () =>
      onStage(async (stage) => {
        const { world, cli, start } = stage;
        const key = world.discordKey;
        await cli('channels', 'add', key, ...notNow(), '--count', String(COUNT));
        await cli('collect');
        const posting = start('post', '--channel', key, '--now');
        await killAndStartAgain(stage, posting, () => postedOnDiscord(world));
      }),
    LIMIT,
  );

  it(
    'is completed by the next start of the bot after a bot that had its scheduled job under way on Slack',
    () =>
      onStage(async (stage) => {
        const { world, cli, start } = stage;
        const bot = start();
        await bot.waitFor(/Running\. Stop with Ctrl-C/, 120_000);
        await addDueSoon((args) => cli(...args), world.slackKey, '--count', String(COUNT));
        await killAndStartAgain(stage, bot, () => postedOnSlack(world));
      }),
    LIMIT,
  );
});

/** The paper's own number, which every invented title starts with. */
function titleOf(card: string): string {
  return /[A-Z][a-z]+\\*-\d+/.exec(card)?.[0] ?? card;
}
