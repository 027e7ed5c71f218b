import { AppError } from '../errors.js';
import { describeCollect } from '../papers/collect.js';
import { describeEnrich } from '../papers/enrich.js';
import type { PlainDate } from '../papers/paper.js';
import { createDeeds } from '../wiring/deeds.js';
import type { Runtime } from '../wiring/runtime.js';
import type { Output } from './output.js';

export interface CollectOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** Longest span of a back-fill, days. */
const MOST_DAYS = 366;

/**
 * Reads every source that is on, one after the other, and then the sources of signals, which know nothing of past days.
 * @returns true when all sources of papers were read completely
 */
export async function collectAll(
  options: CollectOptions,
  runtime: Runtime,
  output: Output,
): Promise<boolean> {
  const days = daysOf(options, (await runtime.stores.clock.now()).toISOString().slice(0, 10));
  const deeds = createDeeds(runtime, null);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const reports = [];
  for (const source of runtime.sources) {
    const report = await deeds.collect(source, {
      signal: stop.signal,
      ...(days === null ? {} : { days }),
      onProgress: ({ title, label, papers }) =>
        process.stderr.write(`${title}: ${label}, ${papers} papers so far\n`),
    });
    reports.push(report);
    if (options.json !== true) output.line(describeCollect(report, { backFill: days !== null }));
  }
  if (reports.length === 0)
    throw new AppError('Every source is switched off.', {
      code: 'config',
      hint: 'Set HUGGINGFACE_URL or ARXIV_RSS_URL, or leave them out for the defaults.',
    });
  const signals = [];
  for (const source of days === null ? runtime.signalSources : []) {
    const report = await deeds.enrich(source, stop.signal);
    signals.push(report);
    if (options.json !== true) output.line(describeEnrich(report));
  }
  if (options.json === true) output.json([...reports, ...signals]);
  return reports.every(({ outcome }) => outcome === 'complete');
}

// --- Internal helpers ---

function daysOf({ from, to }: CollectOptions, today: PlainDate): { from: PlainDate; to: PlainDate } | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined) throw new AppError('--to needs --from.', { code: 'usage' });
  const days = { from: dayOf(from), to: dayOf(to ?? from) };
  const span = (Date.parse(days.to) - Date.parse(days.from)) / 86_400_000;
  if (days.to > today)
    throw new AppError(`${days.to} has not come yet.`, { code: 'usage', hint: `Today is ${today} (UTC).` });
  if (span >= 0 && span < MOST_DAYS) return days;
  throw new AppError(`From ${days.from} to ${days.to} is no span of 1 to ${MOST_DAYS} days.`, {
    code: 'usage',
  });
}

function dayOf(text: string): PlainDate {
  const date = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text))
    return text;
  throw new AppError(`"${text}" is no day.`, { code: 'usage', hint: 'Write it as YYYY-MM-DD.' });
}
