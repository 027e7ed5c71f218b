import { parseForeignDoi, parsePaperId } from '../papers/paper-id.js';
import type { PaperStore } from '../ports/paper-store.js';
import type { PaperSearch } from '../search/search-types.js';
import { createGate } from './gate.js';
import { createLists, topicKey, type ListDeps } from './lists.js';
import { createMemory, type MemoryOptions, type Remembered } from './memory.js';
import { makePaperView } from './paper-view.js';
import type { PaperList, PaperView, Reading, SearchAnswer } from './reading-types.js';
import { answerSearch } from './search-answer.js';
import type { Span } from './spans.js';

export interface ReadingDeps extends ListDeps {
  readonly papers: ListDeps['papers'] & Pick<PaperStore, 'get' | 'listDays'>;
  readonly search: PaperSearch;
  /** This machine's clock: how old a remembered list is. The lists themselves go by the database's. */
  readonly now: () => Date;
  /** Whoever could have an old list waits no longer than this for a new one; ends some seconds after it is asked for. */
  readonly patience: () => Promise<unknown>;
  /** Bounds what is asked of sources for one reader. */
  readonly signal: () => AbortSignal;
}

/** Lists are made anew after a minute, while somebody reads … */
export const FRESH_MS = 60_000;
/** … beside the reader, who gets the last one, up to this age; older ones are waited for. */
const USABLE_MS = 10 * 60_000;
/** What lies further back changes no more but for late upvotes. */
const SETTLED_MS = 60 * 60_000;
const SETTLED_DAYS = 8;
/** The sample gives way as soon as something has been read. */
const SAMPLE_MS = 5_000;
/** Remembered at once. A list takes up to two megabytes, an answer half of one, a paper a tenth. */
const MOST = { current: 3, topics: 10, earlier: 6, answers: 40, papers: 100, days: 32 } as const;
/** Made at once; and waiting for it. */
const AT_ONCE = { atOnce: 3, waiting: 60 } as const;
const DAY = 86_400_000;

/**
 * The reading core: what pages, feeds, API and pictures show. Everything is remembered for a minute and made once
 * however many ask, so that the cost does not grow with the readers; when the database is away the last list is given,
 * marked `old`. The week's ranking is the digests' own and up to five minutes old.
 */
export function createReading(deps: ReadingDeps): Reading {
  const gate = createGate(AT_ONCE);
  const remember = <T>(most: number) => {
    const options: MemoryOptions = { freshMs: FRESH_MS, usableMs: USABLE_MS, most, ...deps };
    const memory = createMemory<T>(options);
    return (key: string, make: () => Promise<T>, freshMs?: (value: T) => number) =>
      memory.get(key, () => gate.run(make), freshMs);
  };
  const lists = createLists(deps);
  type Made = Omit<PaperList, 'old'>;
  const current = remember<Made | null>(MOST.current);
  const topics = remember<Made | null>(MOST.topics);
  const earlier = remember<Made | null>(MOST.earlier);
  const answer = remember<SearchAnswer>(MOST.answers);
  const paper = remember<Omit<PaperView, 'old'> | null>(MOST.papers);
  const days = remember<readonly string[]>(MOST.days);
  const span = remember<Span | null>(1);

  const fresh = (made: Made | null): number => freshFor(made, deps.now());
  const known = async (key: string, make: () => Promise<Made>, memory = current) =>
    existing(marked(await memory(key, make, fresh)), key);
  const maybe = async (key: string, make: () => Promise<Made | null>): Promise<PaperList | null> =>
    marked(await earlier(key, make, fresh));

  return {
    today: () => known('today', lists.today),
    lastWeek: () => known('week', lists.lastWeek),
    lastMonth: () => known('month', lists.lastMonth),
    topic: (topic) => known(topicKey(topic), () => lists.topic(topic), topics),
    day: (day) => maybe(`day:${day}`, () => lists.day(day)),
    week: (name) => maybe(`week:${name}`, () => lists.week(name)),
    month: (name) => maybe(`month:${name}`, () => lists.month(name)),
    paper: async (id) => marked(await paper(id, () => makePaperView(id, deps))),
    search: async (text) => {
      const id = parsePaperId(text) ?? parseForeignDoi(text);
      if (id !== null) return { kind: 'paper', text, paperId: id };
      return (await answer(text, () => answerSearch(text, deps))).value;
    },
    days: async ({ from, to }) => (await days(`${from} ${to}`, () => deps.papers.listDays(from, to))).value,
    span: async () => (await span('span', () => deps.papers.listSpan())).value,
  };
}

// --- Internal helpers ---

function freshFor(made: Omit<PaperList, 'old'> | null, now: Date): number {
  if (made === null) return FRESH_MS;
  if (made.sample) return SAMPLE_MS;
  return now.getTime() - Date.parse(made.span.to) > SETTLED_DAYS * DAY ? SETTLED_MS : FRESH_MS;
}

/** One object as long as nothing changes: callers may keep by it what they make of a list. */
const marks = new WeakMap<object, { readonly old: boolean }>();

function marked<T extends object>({
  value,
  fault,
}: Remembered<T | null>): (T & { readonly old: boolean }) | null {
  if (value === null) return null;
  const old = fault !== null;
  const before = marks.get(value);
  if (before?.old === old) return before as T & { readonly old: boolean };
  const mark = { ...value, old };
  marks.set(value, mark);
  return mark;
}

function existing(list: PaperList | null, key: string): PaperList {
  if (list === null) throw new Error(`The list ${key} is missing.`);
  return list;
}
