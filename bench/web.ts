import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBot, until } from '../test/support/bot-process.js';
import { startWorld } from '../test/support/world.js';
import { fillCatalogue, inventedWords, type Filling } from './support/catalogue.js';
import { thisMachine, type Machine } from './support/machine.js';
import { createVisitor, type Visit } from './support/visitor.js';

/** Milliseconds, of all requests of one kind. `whole` = until the last byte. */
interface Timings {
  readonly requests: number;
  /** Answers that were not 200. */
  readonly failed: number;
  readonly firstByte: { readonly p50: number; readonly p99: number };
  readonly whole: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** The longest page, bytes of HTML before compression. */
  readonly largest: number;
}

export interface WebReport {
  readonly date: string;
  readonly machine: Machine;
  /** Mean number of busy processes over the last minute, at the end. */
  readonly load: number;
  readonly filling: Filling;
  /** The very first request of a bot that has just started: its list is not made yet. */
  readonly first: Timings;
  /** The list of today, asked for at a steady rate whatever comes back; times count from when a request was due. */
  readonly list: Timings & { readonly perSecond: number };
  /** The search page, one after the other, every query another one. */
  readonly search: Timings;
}

const OPTIONS = {
  papers: { type: 'string', default: '80000' },
  rate: { type: 'string', default: '200' },
  seconds: { type: 'string', default: '30' },
  searches: { type: 'string', default: '300' },
} as const;
const WARM_UP = 20;

/** Measures the page: the bot in a process of its own, the visitors in this one. */
export async function main(args: readonly string[]): Promise<WebReport> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const world = await startWorld();
  try {
    const filling = await fillCatalogue(world.env['DATA_DIR']!, Number(values.papers));
    process.stderr.write(`${JSON.stringify(filling)}\n`);
    const bot = startBot({ ...world.env, PORT: '0' });
    try {
      await until(
        () => /^Running\./m.test(bot.stdout()),
        120_000,
        () => `the bot does not run:\n${bot.stdout()}\n${bot.stderr()}`,
      );
      const base = /http:\/\/[^\s/]+/.exec(bot.stdout())?.[0] ?? '';
      const visitor = createVisitor(base);
      const first = summary([await visitor.visit('/')]);
      const list = summary(await steadily(visitor, Number(values.rate), Number(values.seconds)));
      const search = summary(await oneByOne(visitor, Number(values.searches)));
      visitor.close();
      return {
        date: new Date().toISOString(),
        machine: thisMachine(),
        load: loadavg()[0]!,
        filling,
        first,
        list: { ...list, perSecond: Number(values.rate) },
        search,
      };
    } finally {
      await bot.stop();
    }
  } finally {
    await world.close();
  }
}

// --- Internal helpers ---

type Visitor = ReturnType<typeof createVisitor>;

/** A request that is late counts from when it was due, so that a slow answer is not hidden by those it holds up. */
async function steadily(visitor: Visitor, perSecond: number, seconds: number): Promise<readonly Visit[]> {
  for (let i = 0; i < WARM_UP; i += 1) await visitor.visit('/');
  const started = performance.now();
  const visits: Promise<Visit>[] = [];
  for (let i = 0; i < perSecond * seconds; i += 1) {
    const due = started + (1_000 * i) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    visits.push(visitor.visit('/', due));
  }
  return Promise.all(visits);
}

async function oneByOne(visitor: Visitor, searches: number): Promise<readonly Visit[]> {
  const ask = (i: number): Promise<Visit> =>
    visitor.visit(`/search?q=${encodeURIComponent(inventedWords(1_000_003 + i, 4))}`);
  for (let i = 0; i < WARM_UP; i += 1) await ask(-1 - i);
  const visits: Visit[] = [];
  for (let i = 0; i < searches; i += 1) visits.push(await ask(i));
  return visits;
}

function summary(visits: readonly Visit[]): Timings {
  const at = (of: (visit: Visit) => number, share: number): number => {
    const sorted = visits.map(of).sort((a, b) => a - b);
    return (
      Math.round(10 * (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)) / 10
    );
  };
  const firstByte = ({ firstByteMs }: Visit): number => firstByteMs;
  const whole = ({ wholeMs }: Visit): number => wholeMs;
  return {
    requests: visits.length,
    failed: visits.filter(({ status }) => status !== 200).length,
    firstByte: { p50: at(firstByte, 0.5), p99: at(firstByte, 0.99) },
    whole: { p50: at(whole, 0.5), p95: at(whole, 0.95), p99: at(whole, 0.99) },
    largest: Math.max(...visits.map(({ bytes }) => bytes)),
  };
}
