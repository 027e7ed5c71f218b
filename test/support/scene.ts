import { rm } from 'node:fs/promises';
import { runCli, startBot, type BotProcess, type CliResult, type Env } from './bot-process.js';
import { freshDataDir } from './embedded-template.js';
import { startWorld, type World } from './world.js';

/** One world with one data directory, and the program in it. */
export interface Scene {
  readonly world: World;
  readonly env: Env;
  /** Runs one command to its end. */
  readonly cli: (args: readonly string[], env?: Env) => Promise<CliResult>;
  /** Starts the bot; it is killed with the scene. @param env on top of the scene's */
  readonly bot: (env?: Env) => BotProcess;
}

/** Scenes that play at a time: each is a world of servers and a bot or a command. */
const AT_ONCE = 3;

let playing = 0;
const waiting: (() => void)[] = [];

/** Plays a scene in a world of its own when it is its turn, and clears away after it whatever happens. */
export async function play(act: (scene: Scene) => Promise<void>): Promise<void> {
  if (playing >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else playing += 1;
  try {
    await playNow(act);
  } finally {
    const next = waiting.shift();
    if (next === undefined) playing -= 1;
    else next();
  }
}

/** Every source on a port where nobody listens. */
export const CLOSED_SOURCES: Env = {
  HUGGINGFACE_URL: 'http://127.0.0.1:2',
  ARXIV_RSS_URL: 'http://127.0.0.1:2',
  ARXIV_API_URL: 'http://127.0.0.1:2',
};

// --- Internal helpers ---

async function playNow(act: (scene: Scene) => Promise<void>): Promise<void> {
  const world = await startWorld();
  const bots: BotProcess[] = [];
  const fresh = await freshDataDir();
  try {
    const env: Env = { ...world.env, DATA_DIR: fresh };
    await act({
      world,
      env,
      cli: (args, more = {}) => runCli(args, { LOG_LEVEL: 'warn', ...env, ...more }),
      bot: (more = {}) => {
        const bot = startBot({ ...env, ...more });
        bots.push(bot);
        return bot;
      },
    });
  } finally {
    await Promise.all(bots.map((bot) => bot.stop('SIGKILL')));
    await world.close();
    // A process that was just killed may still write one last file.
    await rm(fresh, { recursive: true, force: true, maxRetries: 10 });
  }
}
