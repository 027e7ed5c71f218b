import { rm } from 'node:fs/promises';
import { daysBefore } from '../fakes/sources/seed.js';
import { runCli, startBot, until, type BotProcess, type CliResult, type Env } from './bot-process.js';
import { discordSide, misdeeds, slackSide, type Side } from './command-sides.js';
import { freshDataDir } from './embedded-template.js';
import { startWorld, type World } from './world.js';

/** A bot as a process of its own, with papers, and people in front of both platforms. */
export interface CommandScene {
  readonly world: World;
  readonly discord: Side;
  readonly slack: Side;
  readonly env: Env;
  bot(): BotProcess;
  cli(...args: readonly string[]): Promise<CliResult>;
  /** Stops the bot and starts it again. @param between done while it is down */
  restart(env?: Env, between?: () => Promise<void>): Promise<void>;
  /** What nobody may have done so far. */
  misdeeds(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;

/** @param more on top of the world's environment */
export async function startCommandScene(more: Env = {}): Promise<CommandScene> {
  const [world, dataDir] = await Promise.all([startWorld(), freshDataDir()]);
  const env: Env = { ...world.env, DATA_DIR: dataDir, ...more };
  const sides = [discordSide(world), slackSide(world)] as const;
  let bot = await started(world, env);
  const today = new Date().toISOString().slice(0, 10);
  const collected = await runCli(['collect', '--from', daysBefore(today, 3), '--to', today], env);
  if (collected.code !== 0) throw new Error(collected.stderr + bot.stderr());
  return {
    world,
    discord: sides[0],
    slack: sides[1],
    env,
    bot: () => bot,
    cli: (...args) => runCli(args, env),
    restart: async (changed = {}, between = () => Promise.resolve()) => {
      await bot.stop();
      await between();
      bot = await started(world, { ...env, ...changed });
    },
    misdeeds: () => misdeeds(world, sides),
    close: async () => {
      await bot.stop();
      await world.close();
      // A process that has just ended may still write one last file.
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

// --- Internal helpers ---

/** Both platforms send to it. */
async function started({ discord }: World, env: Env): Promise<BotProcess> {
  const bot = startBot(env);
  await bot.waitFor(/^Running\./m, READY_WITHIN_MS);
  if (env['REGISTER_COMMANDS'] !== 'off')
    await until(
      () => discord.state.commands.size > 0,
      30_000,
      () => `the commands were not registered:\n${bot.stderr()}`,
    );
  return bot;
}
