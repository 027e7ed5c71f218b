import { AppError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { PaperStore } from '../ports/paper-store.js';
import type { Candidate, SignalPage, SignalSource } from '../ports/signal-source.js';
import type { SourceState, SourceStore } from '../ports/source-store.js';
import { compactNumber, countOf } from '../text/numbers.js';
import { nextTryAt } from './breaker.js';
import type { SignalSourceName } from './paper.js';
import { endOfReading, faultSentence, type CollectOutcome } from './reading-fault.js';
import { SourceError } from './source-error.js';

/** Skipped rows that a report names; the others are only counted. */
const NAMED_SKIPS = 10;

export interface EnrichDeps {
  readonly source: SignalSource;
  /** The papers it may be asked about, the most promising first. */
  readonly candidates: () => Promise<readonly Candidate[]>;
  readonly papers: Pick<PaperStore, 'see'>;
  readonly sources: Pick<SourceStore, 'get' | 'recordOk' | 'recordFailure'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

export interface EnrichReport {
  readonly source: SignalSourceName;
  readonly title: string;
  /** As of collecting; `idle`: there were no papers to ask about, which is recorded as a reading like any other. */
  readonly outcome: CollectOutcome | 'idle';
  /** Papers it said something of. */
  readonly papers: number;
  /** Sightings kept of that. */
  readonly sightings: number;
  readonly skipped: number;
  /** The first few skipped rows. */
  readonly skips: SignalPage['skipped'];
  /** What went wrong, as a sentence; null when nothing did. */
  readonly error: string | null;
  /** When it is read next, or tried again. */
  readonly nextAt: Date;
}

/**
 * Asks one source of signals about recent papers and keeps what it says, page by page. A source's fault is in the report
 * and in the source's stored state, never thrown; a store's fault is thrown.
 */
export async function enrichFrom(deps: EnrichDeps): Promise<EnrichReport> {
  const { source, sources, clock } = deps;
  const before = await sources.get(source.name);
  const papers = await deps.candidates();
  const now = await clock.now();
  const tally = { papers: 0, sightings: 0, skipped: 0, skips: [] as SignalPage['skipped'][number][] };
  if (papers.length === 0) {
    const nextAt = await record(deps, before, 'complete', null);
    return { ...named(source), outcome: 'idle', ...tally, error: null, nextAt };
  }
  const fault = await readAndKeep(deps, { now, papers, signal: deps.signal }, tally);
  const outcome = endOfReading(fault, deps.signal, tally.papers > 0);
  const nextAt = await record(deps, before, outcome, fault);
  const error = fault === null || outcome === 'stopped' ? null : faultSentence(fault.thrown, source.title);
  const report = { ...named(source), outcome, ...tally, error, nextAt };
  if (error === null) deps.logger.info(report, 'A source of signals was read.');
  else deps.logger.warn(report, 'A source of signals could not be read; lists are made without it.');
  return report;
}

/** The report as one sentence or two, for people. */
export function describeEnrich(report: EnrichReport): string {
  const { title, papers, skipped, outcome, error, nextAt } = report;
  if (outcome === 'idle') return `${title}: no papers to ask about yet.`;
  const skips = skipped === 0 ? '' : `, ${compactNumber(skipped)} skipped`;
  const told = `told of ${countOf(papers, 'paper', 'papers')}${skips}.`;
  if (outcome === 'stopped') return `${title}: stopped before the end. It ${told}`;
  if (error === null) return `${title}: ${told}`;
  const again = `It is tried again at ${nextAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  return `${error}${outcome === 'partial' ? ` Before that it ${told}` : ''} ${again}`;
}

// --- Internal helpers ---

type Fault = { readonly thrown: unknown } | null;

interface Tally {
  papers: number;
  sightings: number;
  skipped: number;
  skips: SignalPage['skipped'][number][];
}

function named({ name, title }: SignalSource): Pick<EnrichReport, 'source' | 'title'> {
  return { source: name, title };
}

async function readAndKeep(
  { source, papers }: EnrichDeps,
  request: Parameters<SignalSource['read']>[0],
  tally: Tally,
): Promise<Fault> {
  try {
    for await (const page of source.read(request)) {
      tally.sightings += await papers.see(page.sightings);
      tally.papers += page.sightings.length;
      tally.skipped += page.skipped.length;
      tally.skips.push(...page.skipped.slice(0, NAMED_SKIPS - tally.skips.length));
      if (request.signal.aborted) return { thrown: request.signal.reason };
    }
    return null;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code !== 'source') throw thrown;
    return { thrown };
  }
}

async function record(
  { source, sources, clock }: EnrichDeps,
  before: SourceState,
  outcome: CollectOutcome,
  fault: Fault,
): Promise<Date> {
  const now = await clock.now();
  if (outcome === 'stopped') return source.nextReadAt(before.lastOkAt, now);
  if (fault === null) {
    await sources.recordOk(source.name, now);
    return source.nextReadAt(now, now);
  }
  const ordered = fault.thrown instanceof SourceError ? fault.thrown.notBefore : null;
  const notBefore = nextTryAt(before.failures + 1, now, ordered);
  await sources.recordFailure(source.name, faultSentence(fault.thrown, source.title), notBefore);
  return notBefore;
}
