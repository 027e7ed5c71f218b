import { isArxivId, parsePaperId } from '../../src/papers/paper-id.js';
import type { Sighting } from '../../src/papers/sighting.js';
import { SourceError } from '../../src/papers/source-error.js';
import { readEvery } from '../../src/papers/read-every.js';
import type { Asked, AskedStore } from '../../src/ports/asked-store.js';
import type { Candidate, SignalPage, SignalRequest, SignalSource } from '../../src/ports/signal-source.js';
import type { HttpAnswer, HttpClient } from '../shared/http.js';
import { parseJson } from '../shared/json.js';
import { batchAnswer, scholarPaper } from './schema.js';

export const SEMANTIC_SCHOLAR = 'Semantic Scholar';
/** New keys may ask once a second on all endpoints together (s2-folks, release notes of 2024); without one likewise. */
export const SEMANTIC_SCHOLAR_PACE = { name: 'semanticscholar', everyMs: 1_100 } as const;

const HOUR = 3_600_000;
/** Citations are counted in weeks; a paper is asked about once a day. */
const EVERY_MS = 6 * HOUR;
const AGAIN_MS = 23 * HOUR;
/** Ids of one question (Graph API, `/paper/batch`). */
const BATCH = 500;
/** Questions of one reading; without a key all the world shares one limit. */
const MOST_BATCHES = { key: 4, none: 2 } as const;

export interface SemanticScholarOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Raises the limit. Null for none. */
  readonly key: string | null;
  readonly http: HttpClient;
  readonly asked: AskedStore;
}

/**
 * Citations of the papers of the last month, for weekly and monthly lists: a paper of today has none. Five hundred papers
 * a question, the most upvoted first, each once a day. A paper that Semantic Scholar does not know has no citations.
 */
export function createSemanticScholarSource(options: SemanticScholarOptions): SignalSource {
  return {
    name: 'semanticscholar',
    title: SEMANTIC_SCHOLAR,
    reachDays: 31,
    nextReadAt: readEvery(EVERY_MS),
    read: (request) => readAll(options, request),
  };
}

// --- Internal helpers ---

interface Named {
  readonly paperId: string;
  /** As Semantic Scholar calls it. */
  readonly name: string;
}

async function* readAll(options: SemanticScholarOptions, request: SignalRequest): AsyncGenerator<SignalPage> {
  const named = request.papers.flatMap(nameOf);
  const asked = await options.asked.asked(
    'semanticscholar',
    named.map(({ paperId }) => paperId),
  );
  const most = BATCH * (options.key === null ? MOST_BATCHES.none : MOST_BATCHES.key);
  const wanted = named.filter(({ paperId }) => isDue(asked.get(paperId), request.now)).slice(0, most);
  for (let start = 0; start < wanted.length; start += BATCH) {
    const batch = wanted.slice(start, start + BATCH);
    const rows = await ask(options, batch, request.signal);
    yield pageOf(batch, rows, request);
    const notes = batch.map(({ paperId }) => ({ subject: paperId, note: null }));
    await options.asked.noteAsked('semanticscholar', notes, request.now);
  }
}

function nameOf({ id }: Candidate): readonly Named[] {
  if (isArxivId(id)) return [{ paperId: id, name: `ARXIV:${id}` }];
  return id.startsWith('doi:') ? [{ paperId: id, name: `DOI:${id.slice('doi:'.length)}` }] : [];
}

function isDue(asked: Asked | undefined, now: Date): boolean {
  return asked === undefined || now.getTime() - asked.askedAt.getTime() >= AGAIN_MS;
}

async function ask(
  { baseUrl, key, http }: SemanticScholarOptions,
  batch: readonly Named[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const answer = await http
    .post(`${baseUrl}/graph/v1/paper/batch?fields=externalIds,citationCount`, {
      signal,
      accept: 'application/json',
      headers: key === null ? {} : { 'x-api-key': key },
      json: { ids: batch.map(({ name }) => name) },
      answers: [400],
    })
    .catch((error: unknown) => {
      throw key === null ? withKeyHint(error) : error;
    });
  if (answer.status === 400) return refusedAsUnknown(answer, batch.length);
  const rows = parse(answer);
  if (rows.length === batch.length) return rows;
  throw new SourceError(
    `${SEMANTIC_SCHOLAR} answered with ${rows.length} papers for ${batch.length} at ${answer.where}.`,
    { fault: 'unreadable' },
  );
}

function parse(answer: HttpAnswer): readonly unknown[] {
  try {
    return batchAnswer.parse(parseJson(answer.body));
  } catch (cause) {
    throw new SourceError(
      `${SEMANTIC_SCHOLAR} answered with something else than a list of papers at ${answer.where}.`,
      { fault: 'unreadable', cause },
    );
  }
}

/** A question in which it knows no paper at all is refused; that is an answer. */
function refusedAsUnknown(answer: HttpAnswer, count: number): readonly unknown[] {
  if (/no valid paper ids/i.test(answer.body)) return Array.from({ length: count }, () => null);
  throw new SourceError(`${SEMANTIC_SCHOLAR} refused the question (400) at ${answer.where}.`, {
    fault: 'status',
    retryable: false,
  });
}

function pageOf(batch: readonly Named[], rows: readonly unknown[], { now }: SignalRequest): SignalPage {
  const sightings: Sighting[] = [];
  const skipped: { id: string | null; reason: string }[] = [];
  for (const [index, { paperId }] of batch.entries()) {
    const row = rows[index];
    if (row == null) continue;
    const parsed = scholarPaper.safeParse(row);
    const told = parsed.data?.externalIds?.ArXiv ?? null;
    if (!parsed.success)
      skipped.push({ id: paperId, reason: parsed.error.issues[0]?.message ?? 'does not fit' });
    else if (told !== null && isArxivId(paperId) && parsePaperId(told) !== paperId)
      skipped.push({ id: paperId, reason: 'it is another paper' });
    else
      sightings.push({
        paperId,
        source: 'semanticscholar',
        list: 'catalogue',
        observedAt: now,
        signals: { citations: parsed.data.citationCount },
      });
  }
  return { sightings, skipped, label: `${batch.length} papers` };
}

/** Without a key the limit is shared with everybody, and refusals are usual. */
function withKeyHint(error: unknown): unknown {
  if (!(error instanceof SourceError) || error.fault !== 'throttled') return error;
  const { message, fault, notBefore, cause } = error;
  return new SourceError(message, {
    fault,
    notBefore,
    hint: 'Without a key its limit is shared by everybody: set SEMANTIC_SCHOLAR_API_KEY, or switch it off.',
    cause,
  });
}
