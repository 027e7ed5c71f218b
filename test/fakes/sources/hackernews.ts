import { startFakeSource, type Answer, type FakeSource } from './server.js';

export interface FakeStory {
  readonly id: number;
  readonly url?: string;
  readonly title?: string;
  readonly points: number;
  readonly comments?: number;
  readonly at: Date;
}

export interface FakeHackerNews extends FakeSource {
  /** Adds stories, or changes those of the same id. */
  post(...stories: readonly FakeStory[]): void;
  /** Puts anything at all in front of every answer. */
  inject(hit: unknown): void;
}

/** Algolia gives no more hits than this to one question. */
const MOST_HITS = 1_000;
/** Requests an hour and address. */
const PER_HOUR = 10_000;
const FILTER = /^created_at_i(>=|<=|>|<)(\d+)$/;

/**
 * Algolia's search of Hacker News, newest first, with its rules: words of the query must be in the address, `hitsPerPage`
 * up to 1000, 1000 hits a question, 400 for numeric filters other than of `created_at_i`, 10,000 requests an hour.
 */
export async function startFakeHackerNews(): Promise<FakeHackerNews> {
  const stories = new Map<number, FakeStory>();
  const injected: unknown[] = [];
  let asked = 0;
  const server = await startFakeSource(({ path, query }) => {
    asked += 1;
    if (asked > PER_HOUR) return json(429, { message: 'Too many requests' });
    if (path !== '/api/v1/search_by_date' && path !== '/api/v1/search') return json(404, {});
    const filters = (query.get('numericFilters') ?? '').split(',').filter((one) => one !== '');
    const odd = filters.find((one) => !FILTER.test(one));
    if (odd !== undefined)
      return json(400, { message: `invalid numeric attribute(${odd.replace(/[<>=].*/, '')})`, status: 400 });
    const size = Math.min(MOST_HITS, Number(query.get('hitsPerPage') ?? 20));
    const words = wordsOf(query.get('query') ?? '');
    const all = [...stories.values()]
      .filter(({ url = '' }) => words.every((word) => wordsOf(url).some((own) => own.startsWith(word))))
      .filter(({ at }) => filters.every((filter) => passes(filter, Math.floor(at.getTime() / 1_000))))
      .sort((a, b) => b.at.getTime() - a.at.getTime());
    const page = Number(query.get('page') ?? 0);
    const hits = all.slice(0, MOST_HITS).slice(page * size, (page + 1) * size);
    return json(200, {
      hits: [...injected, ...hits.map(hitOf)],
      nbHits: all.length,
      page,
      nbPages: Math.ceil(Math.min(MOST_HITS, all.length) / size),
      hitsPerPage: size,
    });
  });
  return {
    ...server,
    post: (...all) => all.forEach((story) => stories.set(story.id, story)),
    inject: (hit) => void injected.push(hit),
  };
}

/** A story as the search tells it, with fields that nobody reads. */
export function hitOf({ id, url, title = 'A story', points, comments = 0, at }: FakeStory): unknown {
  return {
    objectID: String(id),
    story_id: id,
    title,
    ...(url === undefined ? {} : { url }),
    author: 'user0',
    points,
    num_comments: comments,
    created_at: at.toISOString(),
    created_at_i: Math.floor(at.getTime() / 1_000),
    _tags: ['story', 'author_user0', `story_${id}`],
  };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

function passes(filter: string, value: number): boolean {
  const [, operator = '', text = ''] = FILTER.exec(filter) ?? [];
  const bound = Number(text);
  if (operator === '>=') return value >= bound;
  if (operator === '<=') return value <= bound;
  return operator === '>' ? value > bound : value < bound;
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}
