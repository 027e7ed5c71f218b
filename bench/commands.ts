import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBot, type BotProcess } from '../test/support/bot-process.js';
import { startWorld } from '../test/support/world.js';
import { fillCatalogue, type Filling } from './support/catalogue.js';
import { createAsker, type Asker, type Timing } from './support/asking.js';
import { thisMachine, type Machine } from './support/machine.js';

/** Milliseconds; of whatever did not come at all, none: those are counted in `failures`. */
interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

interface Round {
  readonly platform: 'discord' | 'slack';
  /** Commands under way at any time. */
  readonly atOnce: number;
  /** From the event to the acknowledgement, seen from the platform. */
  readonly acknowledge: Spread;
  /** From the event to the answer, seen from the platform. */
  readonly answer: Spread;
  readonly answerByCommand: Readonly<Record<string, Spread>>;
  readonly failures: readonly string[];
  /** Resident memory of the bot right afterwards, MB (2^20 bytes). */
  readonly rss: number;
}

export interface CommandsReport {
  readonly date: string;
  readonly machine: Machine;
  /** Mean number of busy processes over the last minute, before and after. */
  readonly load: readonly [number, number];
  /** Null when the store had been filled before. */
  readonly filling: Filling | null;
  readonly rounds: readonly Round[];
  readonly autocomplete: Readonly<Record<string, Spread>>;
  /** Resident memory of the bot after a minute's rest, MB (2^20 bytes). */
  readonly rss: number;
}

/** How often each is asked among a hundred: people search, look around and only now and then look at settings. */
const MIX = { search: 40, trending: 15, show: 15, similar: 10, topics: 10, saved: 10 } as const;
type Asking = keyof typeof MIX;

/** Asked before the clock runs, so that caches and compiled code are as in a running bot. */
const WARM_UP = 30;

/**
 * Slash commands end to end against a bot process of its own with the embedded database: Discord's and Slack's fakes
 * send them, and see acknowledgement and answer. Takes `--papers`, `--commands` for the number per round, and `--store DIR` to fill a store there
 * once and use it again.
 */
export async function main(args: readonly string[]): Promise<CommandsReport> {
  const options = {
    papers: { type: 'string', default: '80000' },
    commands: { type: 'string', default: '400' },
    store: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const papers = Number(values.papers);
  const count = Number(values.commands);
  const world = await startWorld();
  let bot: BotProcess | undefined;
  try {
    const dataDir = values.store ?? world.env['DATA_DIR']!;
    const filling = existsSync(join(dataDir, 'database')) ? null : await fillCatalogue(dataDir, papers);
    process.stderr.write(`${JSON.stringify(filling)}\n`);
    bot = startBot({ ...world.env, DATA_DIR: dataDir, LOG_LEVEL: 'info' });
    await settled(bot);
    const before = loadavg()[0]!;
    const asker = createAsker(world, papers);
    const rounds: Round[] = [];
    for (const platform of ['discord', 'slack'] as const) {
      await ask(asker, platform, WARM_UP, 4);
      for (const atOnce of [1, 20]) {
        const timings = await ask(asker, platform, count, atOnce);
        rounds.push(roundOf(platform, atOnce, timings, await asker.residentMb(bot.pid)));
        process.stderr.write(`${JSON.stringify(rounds.at(-1))}\n`);
      }
    }
    const autocomplete = await measureSuggestions(asker, count);
    const load = [before, loadavg()[0]!] as const;
    await sleep(60_000);
    const rss = await asker.residentMb(bot.pid);
    return {
      date: new Date().toISOString(),
      machine: thisMachine(),
      load,
      filling,
      rounds,
      autocomplete,
      rss,
    };
  } finally {
    await bot?.stop();
    await world.close();
  }
}

// --- Internal helpers ---

/** Waits until it has read its sources and is at rest. */
async function settled(bot: BotProcess): Promise<void> {
  await bot.waitFor(/^Running\./m, 60_000);
  await sleep(15_000);
}

/** So many of the mix, so many under way at a time. */
async function ask(
  asker: Asker,
  platform: 'discord' | 'slack',
  count: number,
  atOnce: number,
): Promise<readonly Timing[]> {
  const deck = shuffledMix(count);
  const timings: Timing[] = [];
  const worker = async (): Promise<void> => {
    for (let next = deck.pop(); next !== undefined; next = deck.pop())
      timings.push(await asker.ask(platform, next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return timings;
}

/** The mix in an order that is the same every time. */
function shuffledMix(count: number): Asking[] {
  const hundred = Object.entries(MIX).flatMap(([name, times]) => Array<Asking>(times).fill(name as Asking));
  return Array.from({ length: count }, (_, index) => hundred[(index * 37) % 100]!);
}

function roundOf(
  platform: 'discord' | 'slack',
  atOnce: number,
  timings: readonly Timing[],
  rss: number,
): Round {
  const done = timings.filter(({ failure }) => failure === null);
  const names = [...new Set(done.map(({ name }) => name))].sort();
  return {
    platform,
    atOnce,
    acknowledge: spreadOf(done.map(({ acknowledgedMs }) => acknowledgedMs)),
    answer: spreadOf(done.map(({ answeredMs }) => answeredMs)),
    answerByCommand: Object.fromEntries(
      names.map((name) => [
        name,
        spreadOf(done.filter((one) => one.name === name).map(({ answeredMs }) => answeredMs)),
      ]),
    ),
    failures: timings.flatMap(({ failure }) => failure ?? []),
    rss,
  };
}

/** Keys typed one after the other, as a person's client sends them; four people type at a time. */
async function measureSuggestions(asker: Asker, count: number): Promise<CommandsReport['autocomplete']> {
  const report: Record<string, Spread> = {};
  for (const kind of ['topic', 'paper', 'zone'] as const) {
    const times: number[] = [];
    let left = count;
    const worker = async (): Promise<void> => {
      while (left-- > 0) times.push(await asker.suggest(kind));
    };
    await Promise.all(Array.from({ length: 4 }, worker));
    report[kind] = spreadOf(times);
  }
  return report;
}

function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) * 10) /
    10;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
