import { papersByRepository } from '../../src/papers/github-repository.js';
import type { Sighting } from '../../src/papers/sighting.js';
import { readEvery } from '../../src/papers/read-every.js';
import type { SignalPage, SignalRequest, SignalSource } from '../../src/ports/signal-source.js';
import type { HttpClient } from '../shared/http.js';
import { storyTarget } from './links.js';
import type { StoryHit } from './schema.js';
import { findStories, type Stories } from './stories.js';

export const HACKER_NEWS = 'Hacker News';

const DAY_S = 86_400;
/** More often than this nothing is to be seen. */
const LEAST_EVERY_MS = 10 * 60_000;
/** Where papers have their pages, and how far back stories of them are looked for, days. */
const SITES = [
  { site: 'arxiv.org', days: 31 },
  { site: 'huggingface.co/papers', days: 31 },
] as const;
/** A hundred stories a day link to repositories, so only those as old as a week's papers are looked for. */
const REPOSITORIES = { site: 'github.com', days: 8 } as const;
/** Questions of one reading; three to six are usual, and 10,000 an hour are allowed. */
const MOST_QUESTIONS = 40;

export interface HackerNewsOptions {
  /** Of Algolia's copy of Hacker News, without a slash at the end. */
  readonly baseUrl: string;
  readonly http: HttpClient;
  /** How often it is read, milliseconds; at least ten minutes. */
  readonly everyMs: number;
}

/**
 * Stories on Hacker News that link to a paper: to its page on arXiv or Hugging Face, or to the front page of its
 * repository. A title alone proves nothing. All stories of the last weeks are asked for at once, however many papers there
 * are. The points and comments of a paper are the sums over its stories, because each was voted on by itself.
 */
export function createHackerNewsSource(options: HackerNewsOptions): SignalSource {
  const everyMs = Math.max(LEAST_EVERY_MS, options.everyMs);
  return {
    name: 'hackernews',
    title: HACKER_NEWS,
    reachDays: 7,
    nextReadAt: readEvery(everyMs),
    read: (request) => readAll(options, request),
  };
}

// --- Internal helpers ---

/** One page or none: with a part of the stories a sum would be too small. */
async function* readAll(options: HackerNewsOptions, request: SignalRequest): AsyncGenerator<SignalPage> {
  if (request.papers.length === 0) return;
  const repositories = papersByRepository(request.papers);
  const sites = repositories.size === 0 ? SITES : [...SITES, REPOSITORIES];
  const budget = { left: MOST_QUESTIONS };
  // A story of this very second counts, too.
  const to = Math.floor(request.now.getTime() / 1_000) + 1;
  const found: Stories[] = [];
  for (const { site, days } of sites)
    found.push(await findStories(options, { site, from: to - days * DAY_S, to }, budget, request.signal));
  const ids = new Set(request.papers.map(({ id }) => id));
  const stories = new Map(found.flatMap(({ hits }) => hits).map((hit) => [hit.objectID, hit]));
  const sums = sumsOf([...stories.values()], ids, repositories);
  yield {
    sightings: [...sums].map(([paperId, signals]): Sighting => ({
      paperId,
      source: 'hackernews',
      list: 'catalogue',
      observedAt: request.now,
      signals,
    })),
    skipped: found.flatMap(({ skipped }) => skipped),
    label: `${stories.size} stories`,
  };
}

interface Sum {
  hackerNewsPoints: number;
  hackerNewsComments: number;
}

function sumsOf(
  stories: readonly StoryHit[],
  ids: ReadonlySet<string>,
  repositories: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const { url, points, num_comments: comments } of stories) {
    const target = storyTarget(url ?? '');
    if (target === null) continue;
    const papers =
      'paperId' in target
        ? [target.paperId].filter((id) => ids.has(id))
        : (repositories.get(target.repository) ?? []);
    for (const id of papers) {
      const sum = sums.get(id) ?? { hackerNewsPoints: 0, hackerNewsComments: 0 };
      sum.hackerNewsPoints += points;
      sum.hackerNewsComments += comments ?? 0;
      sums.set(id, sum);
    }
  }
  return sums;
}
