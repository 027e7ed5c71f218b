import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runCli, startBot, until, type BotProcess, type Env } from '../test/support/bot-process.js';
import { postedOnDiscord, postedOnSlack } from '../test/support/posted.js';
import { startWorld, type World } from '../test/support/world.js';
import { fillCatalogue, type Filling } from './support/catalogue.js';
import { processorMs, thisMachine, type Machine } from './support/machine.js';

/** What one start took. Memory is resident memory of the whole process, MB (2^20 bytes). */
interface Start {
  readonly name: string;
  /** From starting the process until it says that it runs. */
  readonly readyMs: number;
  /** Processor time it took until then, all threads; says more than `readyMs` on a machine that does other work. */
  readonly readyCpuMs: number;
  readonly rss5s: number;
  readonly rss30s: number;
  readonly rss60s: number;
  /** The largest of two samples a second from 5 s after ready on. */
  readonly largestFrom5s: number;
  /** The largest ever, start included (`VmHWM`). */
  readonly peak: number;
}

export interface MemoryReport {
  readonly date: string;
  readonly machine: Machine;
  /** Mean number of busy processes over the last minute, at the end: a loaded machine makes starts slow. */
  readonly load: number;
  readonly filling: Filling;
  readonly starts: readonly Start[];
}

const SAMPLE_EVERY_MS = 500;
const STEADY_FROM_MS = 5_000;
/** The slot is two minutes ahead at most. */
const POSTED_WITHIN_MS = 180_000;

/** Starts one process with the embedded database and both platforms on fakes, again and again, and measures it. */
export async function main(args: readonly string[]): Promise<MemoryReport> {
  const options = {
    papers: { type: 'string', default: '80000' },
    seconds: { type: 'string', default: '60' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const seconds = Number(values.seconds);
  const world = await startWorld();
  const starts: Start[] = [];
  const measure = async (name: string, during?: Parameters<typeof measureStart>[3]): Promise<void> => {
    starts.push(await measureStart(name, world.env, seconds, during));
    process.stderr.write(`${JSON.stringify(starts.at(-1))}\n`);
  };
  try {
    await measure('first, empty store', () => addChannels(world, '00:00'));
    await measure('later, small store');
    const filling = await fillCatalogue(world.env['DATA_DIR']!, Number(values.papers));
    await measure(`later, ${filling.papers} papers`);
    await measure(`later, ${filling.papers} papers, again`);
    await addChannels(world, comingMinute(40));
    await measure(`later, ${filling.papers} papers, while digests are composed and posted`, () =>
      postMeanwhile(world),
    );
    return { date: new Date().toISOString(), machine: thisMachine(), load: loadavg()[0]!, filling, starts };
  } finally {
    await world.close();
  }
}

// --- Internal helpers ---

/** The next full minute that leaves so many seconds to get ready, as local time in UTC. */
function comingMinute(seconds: number): string {
  const due = new Date(Math.ceil((Date.now() + seconds * 1000) / 60_000) * 60_000);
  return due.toISOString().slice(11, 16);
}

/** @param during done while the bot runs */
async function measureStart(
  name: string,
  env: Env,
  seconds: number,
  during: () => Promise<void> = () => Promise.resolve(),
): Promise<Start> {
  const startedAt = Date.now();
  const bot = startBot({ ...env, LOG_LEVEL: 'info' });
  try {
    await until(
      () => /^Running\./m.test(bot.stdout()),
      60_000,
      () => `the bot does not run:\n${bot.stdout()}\n${bot.stderr()}`,
    );
    const readyMs = Date.now() - startedAt;
    const readyCpuMs = processorMs(bot.pid);
    const samples = await sample(bot, seconds, during());
    const peak = residentMb(bot, 'VmHWM');
    await bot.stop();
    const at = (ms: number): number => samples.find((one) => one.atMs >= ms)?.rss ?? Number.NaN;
    return {
      name,
      readyMs,
      readyCpuMs,
      rss5s: at(STEADY_FROM_MS),
      rss30s: at((seconds / 2) * 1000),
      rss60s: at(seconds * 1000),
      largestFrom5s: Math.max(...samples.filter(({ atMs }) => atMs >= STEADY_FROM_MS).map(({ rss }) => rss)),
      peak,
    };
  } finally {
    await bot.stop('SIGKILL');
  }
}

/** Until the time is over and what goes on meanwhile is done. */
async function sample(
  bot: BotProcess,
  seconds: number,
  during: Promise<void>,
): Promise<readonly { readonly atMs: number; readonly rss: number }[]> {
  const readyAt = Date.now();
  const samples = [];
  const state = { done: false };
  const finished = during.finally(() => {
    state.done = true;
  });
  for (let atMs = 0; atMs < seconds * 1000 || !state.done;) {
    atMs = Date.now() - readyAt;
    samples.push({ atMs, rss: residentMb(bot, 'VmRSS') });
    await sleep(SAMPLE_EVERY_MS);
  }
  await finished;
  return samples;
}

function residentMb({ pid }: BotProcess, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kb = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
  return Math.round(Number(kb) / 1024);
}

/** Two channels, each with a topic of its own beside `everything`, so that every candidate's abstract is looked at. */
async function addChannels({ discordKey, slackKey, env }: World, time: string): Promise<void> {
  for (const [key, topic] of [
    [discordKey, 'robust retrieval'],
    [slackKey, '"private memory" | speech -token'],
  ] as const) {
    const when = ['--time', time, '--zone', 'UTC'];
    await succeed(['channels', 'add', key, ...when, '--topic', 'everything', '--topic', topic], env);
  }
}

/** The bot composes and posts both channels' digests, and a second process posts one more beside it. */
async function postMeanwhile(world: World): Promise<void> {
  await sleep(STEADY_FROM_MS);
  await succeed(['post', '--channel', world.discordKey, '--now'], world.env);
  await until(
    () => postedOnDiscord(world).heads === 2 && postedOnSlack(world).heads === 1,
    POSTED_WITHIN_MS,
    () => 'The bot did not post what was due.',
  );
}

async function succeed(args: readonly string[], env: Env): Promise<void> {
  const { code, stdout, stderr } = await runCli(args, env);
  if (code !== 0) throw new Error(`broadsheet ${args.join(' ')}:\n${stdout}\n${stderr}`);
}
