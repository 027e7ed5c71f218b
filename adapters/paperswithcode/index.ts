import { papersByRepository, parseGitHubRepository } from '../../src/papers/github-repository.js';
import { parsePaperId } from '../../src/papers/paper-id.js';
import type { Sighting } from '../../src/papers/sighting.js';
import { SourceError } from '../../src/papers/source-error.js';
import { readEvery } from '../../src/papers/read-every.js';
import type { Candidate, SignalPage, SignalRequest, SignalSource } from '../../src/ports/signal-source.js';
import type { HttpClient } from '../shared/http.js';
import { parseJson } from '../shared/json.js';
import { trendingAnswer, trendingRow } from './schema.js';

export const PAPERS_WITH_CODE = 'Papers with Code';

/** Its limits are not documented: one question an hour troubles nobody. */
const LEAST_EVERY_MS = 3_600_000;
/** Most rows of one answer, and the age of papers it is asked for, days (pwc-cli). */
const LIMIT = 100;
const MAX_AGE_DAYS = 31;

export interface PapersWithCodeOptions {
  /** Without a slash at the end; with or without `/api/v1`. */
  readonly baseUrl: string;
  readonly http: HttpClient;
  /** How often it is read, milliseconds; at least an hour. */
  readonly everyMs: number;
}

/**
 * Papers whose repositories gain stars fastest just now, as paperswithcode.co orders them. It tells the order and not the
 * velocity itself, so the place in its list is the signal. Papers that we do not have are left out.
 */
export function createPapersWithCodeSource(options: PapersWithCodeOptions): SignalSource {
  const everyMs = Math.max(LEAST_EVERY_MS, options.everyMs);
  return {
    name: 'paperswithcode',
    title: PAPERS_WITH_CODE,
    reachDays: 7,
    nextReadAt: readEvery(everyMs),
    read: (request) => readAll(options, request),
  };
}

// --- Internal helpers ---

async function* readAll(
  { baseUrl, http }: PapersWithCodeOptions,
  request: SignalRequest,
): AsyncGenerator<SignalPage> {
  if (request.papers.length === 0) return;
  const url = new URL(`${baseUrl.replace(/\/api\/v1$/, '')}/api/v1/papers/trending`);
  url.searchParams.set('limit', String(LIMIT));
  url.searchParams.set('max_age_days', String(MAX_AGE_DAYS));
  const answer = await http.get(url, { signal: request.signal, accept: 'application/json' });
  yield pageOf(parse(answer.body, answer.where), request);
}

function parse(body: string, where: string): readonly unknown[] {
  try {
    return trendingAnswer.parse(parseJson(body)).slice(0, LIMIT);
  } catch (cause) {
    throw new SourceError(
      `${PAPERS_WITH_CODE} answered with something else than a list of papers at ${where}.`,
      {
        fault: 'unreadable',
        cause,
      },
    );
  }
}

function pageOf(rows: readonly unknown[], { now, papers }: SignalRequest): SignalPage {
  const ours = finderOf(papers);
  const places = new Map<string, number>();
  const skipped: { id: string | null; reason: string }[] = [];
  for (const [index, row] of rows.entries()) {
    const parsed = trendingRow.safeParse(row);
    if (!parsed.success) {
      skipped.push({ id: null, reason: parsed.error.issues[0]?.message ?? 'does not fit' });
      continue;
    }
    const { arxiv_id: told, source_url: page, repository } = parsed.data;
    if (told == null && page == null && repository?.url == null)
      skipped.push({ id: null, reason: 'it names no paper' });
    for (const id of ours(told ?? page ?? '', repository?.url ?? ''))
      if (!places.has(id)) places.set(id, index + 1);
  }
  const sightings = [...places].map(([paperId, codeRank]): Sighting => ({
    paperId,
    source: 'paperswithcode',
    list: 'catalogue',
    observedAt: now,
    signals: { codeRank },
  }));
  return { sightings, skipped, label: `${rows.length} trending papers` };
}

/** Finds our papers by id, or by the repository when the row names no paper of arXiv. */
function finderOf(papers: readonly Candidate[]): (paper: string, repository: string) => readonly string[] {
  const ids = new Set(papers.map(({ id }) => id));
  const byCode = papersByRepository(papers);
  return (paper, repository) => {
    const id = parsePaperId(paper);
    if (id !== null) return ids.has(id) ? [id] : [];
    return byCode.get(parseGitHubRepository(repository)?.key ?? '') ?? [];
  };
}
