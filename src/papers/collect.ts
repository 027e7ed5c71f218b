import { AppError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { PaperStore } from '../ports/paper-store.js';
import type { ReadRequest, Source, SourcePage } from '../ports/source.js';
import type { SourceState, SourceStore } from '../ports/source-store.js';
import { compactNumber, countOf } from '../text/numbers.js';
import { nextTryAt } from './breaker.js';
import type { Paper, PaperFacts, SourceName } from './paper.js';
import type { Sighting } from './sighting.js';
import { endOfReading, faultSentence, type CollectOutcome } from './reading-fault.js';
import { SourceError } from './source-error.js';

/** Papers saved in one transaction. */
const CHUNK = 200;
/** Skipped papers that a report names; the others are only counted. */
const NAMED_SKIPS = 10;

/** How far a reading has come. */
export interface CollectProgress {
  readonly source: SourceName;
  readonly title: string;
  /** The page just saved. */
  readonly label: string;
  /** Papers read so far. */
  readonly papers: number;
}

export interface CollectDeps {
  readonly source: Source;
  readonly papers: PaperStore;
  readonly sources: SourceStore;
  readonly merge: (known: Paper | null, facts: PaperFacts, sighting: Sighting) => Paper;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: CollectProgress) => void;
  /** Reads these days instead of what is usual; the source's schedule and breaker are then left as they are. */
  readonly days?: NonNullable<ReadRequest['days']>;
}

export interface CollectReport {
  readonly source: SourceName;
  readonly title: string;
  readonly outcome: CollectOutcome;
  readonly pages: number;
  /** Papers read, counted once per page they were on. */
  readonly papers: number;
  readonly added: number;
  readonly updated: number;
  readonly sightings: number;
  readonly skipped: number;
  /** The first few skipped papers. */
  readonly skips: SourcePage['skipped'];
  /** What went wrong, as a sentence; null when nothing did. */
  readonly error: string | null;
  /** When it is read next, or tried again. */
  readonly nextAt: Date;
}

/**
 * Reads one source and saves it page by page, so that what has arrived is kept whatever comes after.
 * A source's fault is in the report and in the source's stored state, never thrown; a store's fault is thrown.
 */
export async function collectSource(deps: CollectDeps): Promise<CollectReport> {
  const { source, sources, clock } = deps;
  const before = await sources.get(source.name);
  const tally: Tally = { pages: 0, papers: 0, added: 0, updated: 0, sightings: 0, skipped: 0, skips: [] };
  const fault = await readAndSave(deps, before.lastOkAt, tally);
  const now = await clock.now();
  const kept = tally.papers > 0 || (fault !== null && lostParts(fault) !== null);
  const ended = endOfReading(fault, deps.signal, kept);
  const nextAt = await record(deps, before, ended, fault, now);
  const error = fault === null || ended === 'stopped' ? null : faultSentence(fault.thrown, source.title);
  const report = { source: source.name, title: source.title, outcome: ended, ...tally, error, nextAt };
  log(deps.logger, report);
  return report;
}

/** True when the source should be read now: its schedule says so, and neither breaker nor `Retry-After` forbids it. Pure. */
export function isDue(source: Pick<Source, 'nextReadAt'>, state: SourceState, now: Date): boolean {
  return readAt(source, state, now) <= now;
}

/** The instant from which on the source may and should be read: as planned, or earlier for parts that are lost. Pure. */
export function readAt(source: Pick<Source, 'nextReadAt'>, state: SourceState, now: Date): Date {
  const planned = source.nextReadAt(state.lastOkAt, now);
  const { notBefore, lost } = state;
  const wanted = lost != null && lost.tryAt < planned ? lost.tryAt : planned;
  return notBefore !== null && notBefore > wanted ? notBefore : wanted;
}

/** The report as one sentence or two, for people. @param backFill days asked for by hand are not tried again */
export function describeCollect(report: CollectReport, { backFill = false } = {}): string {
  const counted = `${countOf(report.papers, 'paper', 'papers')}, ${compactNumber(report.added)} new`;
  const skips = report.skipped === 0 ? '' : `, ${report.skipped} skipped`;
  const again = backFill
    ? 'These days are not tried again by themselves: run the command again.'
    : `It is tried again at ${report.nextAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  switch (report.outcome) {
    case 'complete':
      return `${report.title}: ${counted}${skips}.`;
    case 'stopped':
      return `${report.title}: stopped before the end. Kept: ${counted}${skips}.`;
    case 'partial':
      return `${report.error ?? ''} Kept: ${counted}${skips}. ${again}`;
    case 'failed':
      return `${report.error ?? ''} ${again}`;
  }
}

// --- Internal helpers ---

interface Tally {
  pages: number;
  papers: number;
  added: number;
  updated: number;
  sightings: number;
  skipped: number;
  skips: { readonly id: string | null; readonly reason: string }[];
}

/** @returns why the reading did not end normally, null when it did */
async function readAndSave(
  deps: CollectDeps,
  lastOkAt: Date | null,
  tally: Tally,
): Promise<{ readonly thrown: unknown } | null> {
  const now = await deps.clock.now();
  const request: ReadRequest = {
    now,
    lastOkAt,
    signal: deps.signal,
    ...(deps.days === undefined ? await partsOf(deps) : { days: deps.days }),
  };
  const pages = deps.source.read(request)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextPage(pages);
      if ('thrown' in next) return next;
      if (next.page === null) return null;
      await savePage(deps, next.page, tally);
      if (deps.signal.aborted) return { thrown: deps.signal.reason };
    }
  } finally {
    await pages.return?.();
  }
}

/** Days that are asked for leave what is known of the usual readings as it is. */
async function partsOf({ source, sources }: CollectDeps): Promise<Pick<ReadRequest, 'parts' | 'keep'>> {
  return {
    parts: await sources.parts(source.name),
    keep: (part, readUpTo) => sources.recordPart(source.name, part, readUpTo),
  };
}

/** Keeps a source's fault apart from a store's: only the reading is inside the try. */
async function nextPage(
  pages: AsyncIterator<SourcePage>,
): Promise<{ readonly page: SourcePage | null } | { readonly thrown: unknown }> {
  try {
    const next = await pages.next();
    return { page: next.done === true ? null : next.value };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code !== 'source') throw thrown;
    return { thrown };
  }
}

async function savePage(deps: CollectDeps, page: SourcePage, tally: Tally): Promise<void> {
  for (let start = 0; start < page.items.length; start += CHUNK) {
    const saved = await deps.papers.save(page.items.slice(start, start + CHUNK), deps.merge);
    tally.added += saved.added;
    tally.updated += saved.updated;
    tally.sightings += saved.sightings;
  }
  tally.pages += 1;
  tally.papers += page.items.length;
  tally.skipped += page.skipped.length;
  tally.skips.push(...page.skipped.slice(0, NAMED_SKIPS - tally.skips.length));
  deps.onProgress?.({
    source: deps.source.name,
    title: deps.source.title,
    label: page.label,
    papers: tally.papers,
  });
}

/** The parts that were not read when all others were; null when the reading does not count. */
function lostParts({ thrown }: { readonly thrown: unknown }): readonly string[] | null {
  return thrown instanceof SourceError ? thrown.lost : null;
}

async function record(
  deps: CollectDeps,
  before: SourceState,
  outcome: CollectOutcome,
  fault: { readonly thrown: unknown } | null,
  now: Date,
): Promise<Date> {
  const { source, sources } = deps;
  if (deps.days !== undefined || outcome === 'stopped') return readAt(source, before, now);
  if (fault === null) {
    await sources.recordOk(source.name, now);
    return source.nextReadAt(now, now);
  }
  const ordered = fault.thrown instanceof SourceError ? fault.thrown.notBefore : null;
  const error = faultSentence(fault.thrown, source.title);
  const parts = lostParts(fault);
  if (parts === null) {
    const notBefore = nextTryAt(before.failures + 1, now, ordered);
    await sources.recordFailure(source.name, error, notBefore);
    return notBefore;
  }
  const known = await sources.parts(source.name);
  const failures = parts.map((part) => known.get(part)?.failures ?? 0);
  const lost = { parts, tryAt: nextTryAt(Math.max(0, ...failures) + 1, now, ordered) };
  await sources.recordOk(source.name, now, { ...lost, error });
  return readAt(source, { ...before, lastOkAt: now, notBefore: null, lost }, now);
}

function log(logger: Logger, report: CollectReport): void {
  const fields = { ...report };
  if (report.outcome === 'failed') logger.warn(fields, 'A source could not be read.');
  else if (report.outcome === 'partial') logger.warn(fields, 'A source could not be read completely.');
  else if (report.skipped > 0)
    logger.warn(fields, 'A source was read; some of its papers do not fit and were skipped.');
  else logger.info(fields, 'A source was read.');
}
