import { SourceError } from '../../src/papers/source-error.js';
import type { HttpClient } from '../shared/http.js';
import { parseJson } from '../shared/json.js';
import { searchAnswer, storyHit, type StoryHit } from './schema.js';

/** Algolia gives no more hits than this to one question, whatever page is asked for (hn-search, issue 230). */
const MOST_HITS = 1_000;
/** A span that is still too full is not split further, seconds. */
const LEAST_SPAN = 3_600;

/** Which stories are asked for. */
export interface StoryQuery {
  /** Words that stand in the stories' addresses, like `arxiv.org`. */
  readonly site: string;
  /** Seconds since the epoch; `from` is inside the span, `to` is not. */
  readonly from: number;
  readonly to: number;
}

export interface Stories {
  readonly hits: readonly StoryHit[];
  readonly skipped: readonly { readonly id: string | null; readonly reason: string }[];
}

/**
 * All stories of a span whose address has the site's words; what they really link to is for the caller to see. A span
 * with more stories than one question gives is split in two.
 * @param budget questions left; each one takes one away
 * @throws SourceError when Hacker News cannot be asked just now, or the budget is used up
 */
export async function findStories(
  deps: { readonly baseUrl: string; readonly http: HttpClient },
  query: StoryQuery,
  budget: { left: number },
  signal: AbortSignal,
): Promise<Stories> {
  if (budget.left <= 0)
    throw new SourceError('Hacker News has more stories of these days than may be asked for.', {
      fault: 'unreadable',
    });
  budget.left -= 1;
  const { hits, more } = await ask(deps, query, signal);
  const span = query.to - query.from;
  if (!more || span <= LEAST_SPAN) return readHits(hits);
  const middle = query.from + Math.floor(span / 2);
  const late = await findStories(deps, { ...query, from: middle }, budget, signal);
  const early = await findStories(deps, { ...query, to: middle }, budget, signal);
  return { hits: [...late.hits, ...early.hits], skipped: [...late.skipped, ...early.skipped] };
}

// --- Internal helpers ---

/** Points cannot be filtered there any more: `numericFilters` takes `created_at_i` alone since June 2026. */
async function ask(
  { baseUrl, http }: { readonly baseUrl: string; readonly http: HttpClient },
  { site, from, to }: StoryQuery,
  signal: AbortSignal,
): Promise<{ readonly hits: readonly unknown[]; readonly more: boolean }> {
  const url = new URL(`${baseUrl}/api/v1/search_by_date`);
  url.searchParams.set('query', site);
  url.searchParams.set('restrictSearchableAttributes', 'url');
  url.searchParams.set('typoTolerance', 'false');
  url.searchParams.set('tags', 'story');
  url.searchParams.set('numericFilters', `created_at_i>=${from},created_at_i<${to}`);
  url.searchParams.set('hitsPerPage', String(MOST_HITS));
  url.searchParams.set('attributesToHighlight', '[]');
  const answer = await http.get(url, { signal, accept: 'application/json' });
  try {
    const { hits, nbPages } = searchAnswer.parse(parseJson(answer.body));
    return { hits: hits.slice(0, MOST_HITS), more: hits.length >= MOST_HITS || (nbPages ?? 1) > 1 };
  } catch (cause) {
    throw new SourceError(`Hacker News answered with something else than stories at ${answer.where}.`, {
      fault: 'unreadable',
      cause,
    });
  }
}

function readHits(rows: readonly unknown[]): Stories {
  const hits: StoryHit[] = [];
  const skipped: { id: string | null; reason: string }[] = [];
  for (const row of rows) {
    const parsed = storyHit.safeParse(row);
    if (parsed.success) {
      if (isStory(parsed.data)) hits.push(parsed.data);
      continue;
    }
    const issue = parsed.error.issues[0];
    skipped.push({ id: null, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}` });
  }
  return { hits, skipped };
}

function isStory({ _tags: tags }: StoryHit): boolean {
  return tags == null || tags.includes('story');
}
