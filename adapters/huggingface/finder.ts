import { isArxivId } from '../../src/papers/paper-id.js';
import { SourceError } from '../../src/papers/source-error.js';
import type { Clock } from '../../src/ports/clock.js';
import type { PaperFinder } from '../../src/ports/paper-finder.js';
import type { SourceItem } from '../../src/ports/source.js';
import type { HttpAnswer, HttpClient } from '../shared/http.js';
import { parseJson } from '../shared/json.js';
import { authorization, HUGGING_FACE, parseList } from './answer.js';
import { readItems } from './items.js';

/** Longest text and most results the search takes (Hugging Face's OpenAPI description of `/api/papers/search`). */
const LONGEST_TEXT = 250;
const MOST_RESULTS = 120;
/** Ids of before April 2007 cannot be indexed there. */
const INDEXABLE = /^\d{4}\.\d{4,5}$/;

export interface HuggingFaceFinderOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Only raises the rate limit. */
  readonly token?: string | null;
  readonly http: HttpClient;
  readonly clock: Clock;
}

/**
 * Asks Hugging Face's own search over the papers it has indexed, and for one paper by id. A paper that is not indexed
 * there is answered with 404, which is no fault. Papers that do not fit the schema are left out.
 */
export function createHuggingFaceFinder(options: HuggingFaceFinderOptions): PaperFinder {
  return {
    title: HUGGING_FACE,
    find: async (text, limit, signal) => {
      const asked = clip(text);
      if (asked === '' || limit < 1) return [];
      const url = new URL(`${options.baseUrl}/api/papers/search`);
      url.searchParams.set('q', asked);
      url.searchParams.set('limit', String(Math.min(MOST_RESULTS, Math.floor(limit))));
      return read(options, parseList(await ask(options, url, [], signal)));
    },
    get: async (paperId, signal) => {
      if (!isArxivId(paperId) || !INDEXABLE.test(paperId)) return null;
      const url = new URL(`${options.baseUrl}/api/papers/${paperId}`);
      const answer = await ask(options, url, [404], signal);
      if (answer.status === 404) return null;
      const [item] = await read(options, [parseOne(answer)]);
      return item?.facts.id === paperId ? item : null;
    },
  };
}

// --- Internal helpers ---

/** At most so many UTF-16 units, and no half of a character. */
function clip(text: string): string {
  return text
    .trim()
    .slice(0, LONGEST_TEXT)
    .replace(/[\uD800-\uDBFF]$/, '');
}

function ask(
  { http, token }: HuggingFaceFinderOptions,
  url: URL,
  answers: readonly number[],
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return http.get(url, { signal, accept: 'application/json', answers, headers: authorization(token) });
}

async function read(
  { clock, baseUrl }: HuggingFaceFinderOptions,
  list: readonly unknown[],
): Promise<readonly SourceItem[]> {
  const observedAt = await clock.now();
  return readItems(list, { list: 'catalogue', day: null, firstRank: 1, observedAt, baseUrl }).items;
}

function parseOne(answer: HttpAnswer): unknown {
  try {
    return parseJson(answer.body);
  } catch (cause) {
    throw new SourceError(`${HUGGING_FACE} answered with something else than a paper at ${answer.where}.`, {
      fault: 'unreadable',
      cause,
    });
  }
}
