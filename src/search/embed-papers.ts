import { AppError } from '../errors.js';
import { nextTryAt } from '../papers/breaker.js';
import { endOfReading, faultSentence } from '../papers/reading-fault.js';
import { SourceError } from '../papers/source-error.js';
import type { Clock } from '../ports/clock.js';
import { MOST_TEXTS, type Embedder } from '../ports/embedder.js';
import type { Logger } from '../ports/logger.js';
import type { SourceState, SourceStore } from '../ports/source-store.js';
import type { PaperVector, Unembedded, VectorStore } from '../ports/vector-store.js';
import { RefusedText } from './refused-text.js';

export const EMBEDDINGS_TITLE = 'The embeddings endpoint';
/** New papers are looked for this often, milliseconds: five minutes. */
const EVERY_MS = 5 * 60_000;
/** Papers read at once; two megabytes with their vectors. */
const PAGE = 256;
/** A run ends after this long and is followed by the next one, so that a stop and other work get between. Milliseconds. */
const RUN_MS = 2 * 60_000;
/** Characters of a text: arXiv takes no abstract longer than 1,920 (help/prep, "Abstract"); an endpoint that takes less cuts, or refuses that text. */
const LONGEST_TEXT = 6_000;

export interface EmbedDeps {
  readonly embedder: Embedder;
  readonly vectors: Pick<VectorStore, 'missing' | 'save' | 'status'>;
  readonly sources: Pick<SourceStore, 'get' | 'recordOk' | 'recordFailure'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Awaited between two requests, so that others get their turn. Default: not at all. */
  readonly pause?: () => Promise<void>;
  /** Told after each request how many papers of this run are done. */
  readonly onProgress?: (papers: number) => void;
}

export interface EmbedReport {
  readonly model: string;
  /** `more`: the run's time is over and papers are left. The others as of collecting. */
  readonly outcome: 'complete' | 'partial' | 'failed' | 'stopped' | 'more';
  /** Papers that got a vector. */
  readonly papers: number;
  /** Papers whose text the endpoint does not take. */
  readonly refused: number;
  /** What went wrong, as a sentence; null when nothing did. */
  readonly error: string | null;
  /** When it is done next, or tried again. */
  readonly nextAt: Date;
}

/**
 * Gets a vector for every paper that lacks one of this model, the latest listed first: title and abstract are sent, 32
 * papers at a time, one request after the other. What has arrived is kept. The endpoint's fault is in the report and
 * in the stored state, never thrown; a store's fault is thrown.
 */
export async function embedPapers(deps: EmbedDeps): Promise<EmbedReport> {
  const { embedder, sources, clock, signal, logger } = deps;
  const before = await sources.get('embeddings');
  const tally = { papers: 0, refused: 0 };
  let fault: { readonly thrown: unknown } | null = null;
  let more = false;
  try {
    more = await embedAll(deps, tally);
    if (signal.aborted) fault = { thrown: signal.reason };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code !== 'source') throw thrown;
    fault = { thrown };
  }
  const ended = endOfReading(fault, signal, tally.papers > 0);
  const outcome: EmbedReport['outcome'] = ended === 'complete' && more ? 'more' : ended;
  const error = fault === null || ended === 'stopped' ? null : faultSentence(fault.thrown, EMBEDDINGS_TITLE);
  const nextAt = await record(deps, before, outcome, fault?.thrown, await clock.now());
  const report = { model: embedder.model, outcome, ...tally, error, nextAt };
  if (error === null) {
    if (tally.papers > 0) logger.info(report, 'papers were embedded');
  } else if (before.failures === 0) logger.warn(report, 'papers could not be embedded; it is tried again');
  else logger.debug(report, 'papers still cannot be embedded');
  return report;
}

/** True when papers should be embedded now, as far as the stored state tells. Pure. */
export function isEmbeddingDue({ lastOkAt, notBefore }: SourceState, now: Date): boolean {
  if (notBefore !== null && now < notBefore) return false;
  return lastOkAt === null || now.getTime() - lastOkAt.getTime() >= EVERY_MS;
}

/** What is sent of a paper. */
export function textToEmbed({ title, abstract }: Pick<Unembedded, 'title' | 'abstract'>): string {
  const text = `${title}\n\n${abstract}`.trim();
  return text.length <= LONGEST_TEXT ? text : text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '');
}

// --- Internal helpers ---

/** @returns whether papers are left */
async function embedAll(deps: EmbedDeps, tally: { papers: number; refused: number }): Promise<boolean> {
  const { embedder, vectors, clock, signal } = deps;
  const end = (await clock.now()).getTime() + RUN_MS;
  let { dimensions } = await vectors.status(embedder.model);
  for (;;) {
    const page = await vectors.missing(embedder.model, PAGE);
    for (let start = 0; start < page.length; start += MOST_TEXTS) {
      if (signal.aborted || (await clock.now()).getTime() >= end) return true;
      const batch = await embedBatch(deps, page.slice(start, start + MOST_TEXTS));
      dimensions = sameDimensions(batch, dimensions, embedder.model);
      await vectors.save(embedder.model, batch);
      const refused = batch.filter(({ vector }) => vector === null).length;
      tally.papers += batch.length - refused;
      tally.refused += refused;
      deps.onProgress?.(tally.papers);
      await deps.pause?.();
    }
    if (page.length < PAGE) return false;
  }
}

/**
 * One text that the endpoint does not take must not keep its neighbours out: it is found by halving. Where it takes none
 * of several, the endpoint is at fault and not the texts.
 */
async function embedBatch(deps: EmbedDeps, papers: readonly Unembedded[]): Promise<readonly PaperVector[]> {
  const vectors = await halving(deps, papers, papers.length > 1);
  return papers.map(({ id, textHash }, at) => ({ id, textHash, vector: vectors[at] ?? null }));
}

/** @param accused whether a fault of them all is thrown */
async function halving(
  deps: EmbedDeps,
  papers: readonly Unembedded[],
  accused: boolean,
): Promise<readonly (Float32Array | null)[]> {
  try {
    return await deps.embedder.embed(papers.map(textToEmbed), deps.signal);
  } catch (error) {
    if (!(error instanceof RefusedText)) throw error;
    if (papers.length === 1) return [null];
    const middle = Math.ceil(papers.length / 2);
    const first = await halving(deps, papers.slice(0, middle), false);
    const all = [...first, ...(await halving(deps, papers.slice(middle), false))];
    if (accused && all.every((vector) => vector === null)) throw error;
    return all;
  }
}

/** @returns the dimensions of all vectors of the model. @throws SourceError when these are of others */
function sameDimensions(batch: readonly PaperVector[], known: number | null, model: string): number | null {
  const found = batch.find(({ vector }) => vector !== null)?.vector?.length ?? null;
  if (found === null || known === null || found === known) return known ?? found;
  throw new SourceError(
    `${EMBEDDINGS_TITLE} gives vectors of ${found} numbers for ${model} now, and those kept have ${known}.`,
    {
      fault: 'unreadable',
      hint: 'It has put another model under the same name. If that is meant, start anew with: broadsheet embed --anew',
    },
  );
}

async function record(
  { sources }: EmbedDeps,
  before: SourceState,
  outcome: EmbedReport['outcome'],
  thrown: unknown,
  now: Date,
): Promise<Date> {
  if (outcome === 'stopped' || outcome === 'more') return now;
  if (thrown === undefined) {
    await sources.recordOk('embeddings', now);
    return new Date(now.getTime() + EVERY_MS);
  }
  const ordered = thrown instanceof SourceError ? thrown.notBefore : null;
  const notBefore = nextTryAt(before.failures + 1, now, ordered);
  await sources.recordFailure('embeddings', faultSentence(thrown, EMBEDDINGS_TITLE), notBefore);
  return notBefore;
}
