import { parseArgs } from 'node:util';
import type { Platform } from './support/fanout-log.js';
import { RETRY_AFTER_S, runFanout, type Run, type RunOptions, type RunReport } from './support/fanout-run.js';
import { quantile, rounded } from './support/fanout-side.js';
import { thisMachine, type Machine } from './support/machine.js';

export interface FanoutReport extends RunReport {
  readonly date: string;
  readonly machine: Machine;
}

/** What a 429 on some channels costs the others. Seconds. */
interface Delay {
  readonly channels: number;
  readonly retryAfterSeconds: number;
  /** Difference of the instants when the last of the others was done. */
  readonly last: number;
  /** Middle and mean of the others' own differences; the turns among them are not the same in two runs. */
  readonly median: number;
  readonly mean: number;
  /** How much later the limited channels were done. */
  readonly limited: number;
  /** Their calls within the time that they were asked to wait. */
  readonly earlyCalls: number;
}

export interface LimitedReport {
  readonly date: string;
  readonly machine: Machine;
  readonly delays: Readonly<Record<Platform, Delay>>;
  readonly without: RunReport;
  readonly with: RunReport;
}

/** What killing workers costs. Seconds. */
export interface KilledReport {
  readonly date: string;
  readonly machine: Machine;
  readonly killEverySeconds: number;
  /** Until the last message of all was there, more than without. */
  readonly longerSeconds: number;
  readonly without: RunReport;
  readonly with: RunReport;
}

/**
 * Every channel's digest at one minute, half on Discord and half on Slack, on fakes that keep the platforms' limits.
 * - `--channels N`, default 1000
 * - `--faults PERCENT` of all calls come to nothing known: lost answers, resets, 5xx, answers that come late. `--seed N`
 *   chooses which; the same seed, the same calls
 * - `--limited N` channels of each platform are answered 429 at first. Done twice, without and with them
 * - `--workers N` processes with the role `worker` beside one with the other roles, on a PostgreSQL and a Redis server
 * - `--kill SECONDS` between two SIGKILLs, each to another worker, from the slot until all is done. Done twice, without
 *   and with it
 * - `--ready SECONDS` until the slot, at most 230; default what so many channels need on an idle machine
 */
export async function main(args: readonly string[]): Promise<FanoutReport | LimitedReport | KilledReport> {
  const options = optionsOf(args);
  const about = (): Pick<FanoutReport, 'date' | 'machine'> => ({
    date: new Date().toISOString(),
    machine: thisMachine(),
  });
  if (options.killEvery !== null) {
    const without = await runFanout({ ...options, killEvery: null });
    const killed = await runFanout(options);
    return {
      ...about(),
      killEverySeconds: options.killEvery,
      longerSeconds: rounded(lastOf(killed) - lastOf(without)),
      without: without.report,
      with: killed.report,
    };
  }
  if (options.limited === 0) {
    const { report } = await runFanout(options);
    return { ...about(), ...report };
  }
  const without = await runFanout({ ...options, limited: 0 });
  const limited = await runFanout(options);
  const delays = {
    discord: delayOf('discord', options, without, limited),
    slack: delayOf('slack', options, without, limited),
  };
  return { ...about(), delays, without: without.report, with: limited.report };
}

// --- Internal helpers ---

function optionsOf(args: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      channels: { type: 'string', default: '1000' },
      faults: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      limited: { type: 'string', default: '0' },
      workers: { type: 'string', default: '0' },
      kill: { type: 'string' },
      ready: { type: 'string' },
    },
  });
  const { channels, faults, seed, limited, workers, kill, ready } = values;
  if (kill !== undefined && Number(workers) < 1) throw new Error('--kill needs --workers.');
  return {
    channels: numberOf('channels', channels, 2),
    faults: numberOf('faults', faults),
    seed: numberOf('seed', seed),
    limited: numberOf('limited', limited),
    workers: numberOf('workers', workers),
    killEvery: kill === undefined ? null : numberOf('kill', kill, 1),
    ready: ready === undefined ? null : numberOf('ready', ready),
  };
}

function numberOf(name: string, text: string, least = 0): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value < Infinity) return value;
  throw new Error(`--${name} "${text}" is no number from ${least} on.`);
}

/** When the last channel of all was done. Seconds from the slot. */
function lastOf({ ends }: Run): number {
  return Math.max(...ends.discord, ...ends.slack);
}

function delayOf(platform: Platform, { limited: count }: RunOptions, before: Run, after: Run): Delay {
  const [was, is] = [before.ends[platform], after.ends[platform]];
  const differences = is.map((end, index) => end - (was[index] ?? NaN));
  const others = differences.slice(count);
  return {
    channels: count,
    retryAfterSeconds: RETRY_AFTER_S,
    last: rounded(Math.max(...is.slice(count)) - Math.max(...was.slice(count))),
    median: rounded(quantile(others, 0.5)),
    mean: rounded(others.reduce((sum, one) => sum + one, 0) / others.length),
    limited: rounded(Math.max(...differences.slice(0, count))),
    earlyCalls: after.report.sides[platform].earlyCalls,
  };
}
