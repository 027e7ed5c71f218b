import { Temporal } from 'temporal-polyfill';
import type { PlainDate } from '../../src/papers/paper.js';
import { isHostDown, SourceError } from '../../src/papers/source-error.js';
import { readEvery } from '../../src/papers/read-every.js';
import type { ReadRequest, Source, SourcePage } from '../../src/ports/source.js';
import type { HttpAnswer, HttpClient } from '../shared/http.js';
import { gatherFaults } from '../shared/reading-faults.js';
import { authorization, HUGGING_FACE, parseList } from './answer.js';
import { readItems } from './items.js';

export { HUGGING_FACE } from './answer.js';
export { createHuggingFaceFinder } from './finder.js';

/** Most items per answer (huggingface_hub, `list_daily_papers`). */
const PAGE_SIZE = 100;
/** No list is longer; a server that always fills its page is not followed for ever. */
const MOST_PAGES = 5;
/** Votes grow for days, so the list days of the last week are read again each time. */
const USUAL_DAYS = 7;
/** Longest span one request may ask for, days. */
const MOST_DAYS = 366;

export interface HuggingFaceOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Only raises the rate limit. */
  readonly token?: string | null;
  readonly http: HttpClient;
  /** How often it is read, milliseconds. */
  readonly everyMs: number;
}

/** What an answer of the list is asked with. */
interface Query {
  readonly label: string;
  /** What people call it; the name of this part of the source. */
  readonly part: string;
  readonly list: 'daily' | 'trending';
  readonly day: PlainDate | null;
}

/**
 * Hugging Face Daily Papers: the last seven list days, newest first, then the trending list. A list day is a UTC day.
 * A newest day that is refused with 400 is not open yet; an empty day is a weekend, but a week of empty days with nothing
 * trending is a fault. Each list is a part of the source: one that cannot be read does not lose the others, and is alone
 * tried again before the next usual reading.
 */
export function createHuggingFaceSource(options: HuggingFaceOptions): Source {
  return {
    name: 'huggingface',
    title: HUGGING_FACE,
    nextReadAt: readEvery(options.everyMs),
    read: (request) => readAll(options, request),
  };
}

// --- Internal helpers ---

async function* readAll(options: HuggingFaceOptions, request: ReadRequest): AsyncGenerator<SourcePage> {
  const faults = gatherFaults(HUGGING_FACE);
  const days = listDays(request);
  let refused = 0;
  let opened = false;
  let seen = 0;
  const all = queriesOf(days, request);
  const queries = stillDue(all, request, options);
  for (const [index, query] of queries.entries()) {
    try {
      for await (const page of readList(options, request, query)) {
        const closed = page === 'not open';
        if (closed && opened) throw notOpen(query);
        refused += closed ? 1 : 0;
        opened ||= !closed;
        seen += closed ? 0 : page.items.length + page.skipped.length;
        yield closed ? { items: [], skipped: [], label: `${query.label} (not open yet)` } : page;
      }
    } catch (error) {
      faults.add(query.label, error, query.part);
      if (!isHostDown(error)) continue;
      faults.lose(queries.slice(index + 1).map(({ part }) => part));
      break;
    }
  }
  if (refused > 0 && refused === days.length) throw everyDayRefused(days);
  faults.throwIfAny(all.map(({ part }) => part));
  // Somebody who asks for one week-end of the past may well get nothing.
  if (seen === 0 && request.days === undefined && queries === all) throw nothingAtAll();
}

function queriesOf(days: readonly PlainDate[], request: ReadRequest): readonly Query[] {
  const daily = days.map((day): Query => ({
    label: `daily ${day}`,
    part: `list of ${day}`,
    list: 'daily',
    day,
  }));
  if (request.days !== undefined) return daily;
  return [...daily, { label: 'trending', part: 'trending list', list: 'trending', day: null }];
}

/** Between two usual readings only what the last one lost; everything when it lost nothing and is read all the same. */
function stillDue(
  all: readonly Query[],
  { lastOkAt, now, parts }: ReadRequest,
  { everyMs }: HuggingFaceOptions,
): readonly Query[] {
  if (lastOkAt === null || now.getTime() - lastOkAt.getTime() >= everyMs) return all;
  const lost = all.filter(({ part }) => (parts?.get(part)?.failures ?? 0) > 0);
  return lost.length === 0 ? all : lost;
}

async function* readList(
  options: HuggingFaceOptions,
  request: ReadRequest,
  query: Query,
): AsyncGenerator<SourcePage | 'not open'> {
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ask(options, query, page, request.signal);
    if (answer.status === 400) {
      yield 'not open';
      return;
    }
    const list = parseList(answer);
    const asked = { list: query.list, day: query.day, firstRank: page * PAGE_SIZE + 1 };
    const read = readItems(list, { ...asked, observedAt: request.now, baseUrl: options.baseUrl });
    yield { ...read, label: page === 0 ? query.label : `${query.label}, page ${page + 1}` };
    if (list.length < PAGE_SIZE) return;
  }
}

function ask(
  options: HuggingFaceOptions,
  query: Query,
  page: number,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const url = new URL(`${options.baseUrl}/api/daily_papers`);
  if (query.day === null) url.searchParams.set('sort', 'trending');
  else url.searchParams.set('date', query.day);
  url.searchParams.set('limit', String(PAGE_SIZE));
  if (page > 0) url.searchParams.set('p', String(page));
  // Not conditional: a number that has not changed is news too, it says how long it has stood still.
  return options.http.get(url, {
    signal,
    accept: 'application/json',
    answers: query.day === null ? [] : [400],
    headers: authorization(options.token),
  });
}

/** Newest first. */
function listDays(request: ReadRequest): readonly PlainDate[] {
  const today = Temporal.PlainDate.from(request.now.toISOString().slice(0, 10));
  const last = request.days === undefined ? today : Temporal.PlainDate.from(request.days.to);
  const first =
    request.days === undefined
      ? last.subtract({ days: USUAL_DAYS - 1 })
      : Temporal.PlainDate.from(request.days.from);
  const count = Math.min(MOST_DAYS, last.since(first, { largestUnit: 'days' }).days + 1);
  return Array.from({ length: Math.max(0, count) }, (_, back) => last.subtract({ days: back }).toString());
}

function notOpen(query: Query): SourceError {
  return new SourceError(
    `${HUGGING_FACE} refused ${query.day ?? 'the list'} (400), though a later day is open.`,
    {
      fault: 'status',
    },
  );
}

function nothingAtAll(): SourceError {
  return new SourceError(
    `${HUGGING_FACE} answered with empty lists only, for every day of the last week and for what is trending.`,
    { fault: 'unreadable' },
  );
}

function everyDayRefused(days: readonly PlainDate[]): SourceError {
  return new SourceError(
    `${HUGGING_FACE} refused every day from ${days.at(-1) ?? ''} to ${days[0] ?? ''} (400).`,
    {
      fault: 'status',
      hint: 'Check that the clock of this machine is right.',
    },
  );
}
