import { localDate } from '../digests/day.js';
import type { DigestContent } from '../digests/digest.js';
import { readHealth } from '../digests/prepare.js';
import { previewDigest } from '../digests/preview.js';
import { sampleDigest } from '../digests/sample.js';
import { whySample } from '../digests/why-sample.js';
import { describeCollect, isDue } from '../papers/collect.js';
import type { Source } from '../ports/source.js';
import type { Deeds } from './deeds.js';
import { terminalPublisher } from './publishers.js';
import type { Runtime } from './runtime.js';

/** Reading must not hold up the first digest for longer than this, all sources together. */
const COLLECT_WITHIN_MS = 25_000;
/** A source that has sent nothing for so long leaves the rest of the time to the next. */
const SILENT_FOR_MS = 15_000;
/** From this hour on a new day's digest is shown. */
const MORNING_HOUR = 9;

export type Print = (line: string) => void;

export interface FirstReading {
  readonly print: Print;
  /** Ends it early. */
  readonly stop?: AbortSignal;
  /** For all sources together. Default 25 s. */
  readonly withinMs?: number;
  /** For one that sends nothing. Default 15 s. */
  readonly silentForMs?: number;
}

/** Reads the sources that are due, one after the other until there are papers, telling how far it has come. */
export async function collectForFirstDigest(
  { stores, sources }: Pick<Runtime, 'stores' | 'sources'>,
  deeds: Pick<Deeds, 'collect'>,
  options: FirstReading,
): Promise<void> {
  const end = [AbortSignal.timeout(options.withinMs ?? COLLECT_WITHIN_MS)];
  const signal = AbortSignal.any(options.stop === undefined ? end : [...end, options.stop]);
  for (const source of sources) {
    if (signal.aborted) return;
    const state = await stores.sources.get(source.name);
    if (isDue(source, state, await stores.clock.now())) await readAloud(source, deeds, options, signal);
    if ((await stores.papers.count()) > 0) return;
  }
}

/**
 * Shows the day's digest just as it would be posted; the labelled sample when nothing is known yet.
 * @returns what was shown
 */
export async function showDigest(runtime: Runtime, deeds: Deeds, print: Print): Promise<'digest' | 'sample'> {
  const { stores } = runtime;
  const now = await stores.clock.now();
  if ((await stores.papers.count()) === 0) {
    print(whySample(await readHealth(deeds.compose, now)));
    await printContent(sampleDigest({ count: 5, now }));
    return 'sample';
  }
  const preview = await previewDigest({ channel: null, now }, deeds.compose);
  if (preview.kind === 'empty') print(preview.empty.line);
  else await printContent(preview.content);
  return 'digest';
}

/** True once there are papers and a source has been read to its end: then the real digest follows the sample. */
export async function hasRealDigest(
  { papers, clock }: Pick<Runtime['stores'], 'papers' | 'clock'>,
  sources: Parameters<typeof readHealth>[0],
): Promise<boolean> {
  if ((await papers.count()) === 0) return false;
  const health = await readHealth(sources, await clock.now());
  return health.some(({ read }) => read);
}

/** Tells, minute by minute, whether a new day's digest is to be shown: once per local day, from nine o'clock on. */
export function createMornings(zone: string, shownAt: Date): (now: Date) => boolean {
  let shown = localDate(shownAt, zone);
  return (now) => {
    const today = localDate(now, zone);
    const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit' }).format(now));
    if (today === shown || hour < MORNING_HOUR) return false;
    shown = today;
    return true;
  };
}

/** Prints every part of a digest through the terminal's publisher: the code that posts is the code that shows. */
export async function printContent(content: DigestContent): Promise<void> {
  const publisher = terminalPublisher();
  const address = { platform: 'terminal', workspace: 'local', place: 'stdout' } as const;
  const keyOf = (position: number): string => `shown-${position}`;
  const parts = publisher.render(content, 'thread', keyOf);
  for (const [position, { kind, payload }] of parts.entries()) {
    const request = { address, kind, payload, key: keyOf(position), parents: { head: null, thread: null } };
    await publisher.send(request, AbortSignal.timeout(1_000));
  }
}

// --- Internal helpers ---

async function readAloud(
  source: Source,
  deeds: Pick<Deeds, 'collect'>,
  { print, silentForMs = SILENT_FOR_MS }: FirstReading,
  signal: AbortSignal,
): Promise<void> {
  print(`Reading ${source.title} …`);
  const silent = new AbortController();
  const timer = setTimeout(() => {
    silent.abort(new DOMException('Nothing came.', 'TimeoutError'));
  }, silentForMs);
  try {
    const report = await deeds.collect(source, {
      signal: AbortSignal.any([signal, silent.signal]),
      onProgress: ({ label, papers }) => {
        clearTimeout(timer);
        print(`  ${label}: ${papers} papers so far`);
      },
    });
    print(describeCollect(report));
  } finally {
    clearTimeout(timer);
  }
}
