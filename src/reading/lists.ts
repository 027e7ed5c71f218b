import type { Topic } from '../channels/channel.js';
import { addDays, spellDay } from '../digests/day.js';
import { readHealth, WINDOW_DAYS, windowStart, type PrepareDeps } from '../digests/prepare.js';
import { matchAll, type RankedWindow } from '../digests/ranking-cache.js';
import { samplePapers, sampleWeekEnd } from '../digests/sample.js';
import { staleNotices } from '../digests/source-health.js';
import { whySample } from '../digests/why-sample.js';
import { MONTH_DAYS, weekWindow } from '../digests/windows.js';
import type { PlainDate } from '../papers/paper.js';
import type { Clock } from '../ports/clock.js';
import type { PaperStore } from '../ports/paper-store.js';
import { scoreForChannel } from '../ranking/channel-score.js';
import { diversify } from '../ranking/diversify.js';
import { rankInSlices } from '../ranking/rank.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import { builtinTopic, EVERYTHING } from '../topics/builtin.js';
import { readPapers } from './read-paper.js';
import type { PaperList } from './reading-types.js';
import { monthSpan, weekSpan, type Span } from './spans.js';

export interface ListDeps extends Pick<PrepareDeps, 'rankings' | 'rank' | 'sources' | 'sourceStates'> {
  readonly papers: Pick<PaperStore, 'listedSince' | 'listedBetween' | 'listSpan' | 'count'>;
  readonly clock: Clock;
}

/** Papers of a list that are shown; also those among which near-duplicates are spread out. */
export const LONGEST_LIST = 200;
/** Papers of a day, a week or a month that are ranked, the most upvoted first: those beyond come nowhere near the list. */
const RANKED = 2_000;

type Made = Omit<PaperList, 'old'>;

/** Makes the lists, each anew when asked. Null: there is no such list. */
export interface Lists {
  readonly today: () => Promise<Made>;
  day(day: PlainDate): Promise<Made | null>;
  readonly lastWeek: () => Promise<Made>;
  readonly lastMonth: () => Promise<Made>;
  week(name: string): Promise<Made | null>;
  month(name: string): Promise<Made | null>;
  topic(topic: Topic): Promise<Made>;
}

export function createLists(deps: ListDeps): Lists {
  const between = (frame: Frame) => listBetween(frame, deps);
  const named = async (frame: Frame | null) => {
    const list = frame === null ? null : await between(frame);
    return list === null || list.total === 0 ? null : list;
  };
  return {
    today: async () => {
      const span = await deps.papers.listSpan();
      if (span === null) return sampleList({ key: 'today', title: 'Sample' }, EVERYTHING, deps);
      return between({ ...dayFrame(span.to), key: 'today', current: true });
    },
    day: (day) => named(dayFrame(day)),
    lastWeek: () => lastWeek(EVERYTHING, deps),
    topic: (topic) => lastWeek(topic, deps),
    lastMonth: async () => {
      const frame = { key: 'month', title: `The last ${String(MONTH_DAYS)} days` };
      if ((await deps.papers.listSpan()) === null) return sampleList(frame, EVERYTHING, deps);
      const to = dayOf(await deps.clock.now());
      return between({ ...frame, span: { from: addDays(to, -MONTH_DAYS), to }, current: true });
    },
    week: (name) => named(weekFrame(name)),
    month: (name) => named(monthFrame(name)),
  };
}

/** How a topic's list is named for good: a built-in one by its name, another by its query. */
export function topicKey({ name, query }: Topic): string {
  return builtinTopic(name)?.query === query ? `topic:${name}` : `query:${query}`;
}

// --- Internal helpers ---

interface Frame {
  readonly key: string;
  readonly title: string;
  readonly span: Span;
  /** It goes on to now, so that it lacks what a source has not told. */
  readonly current: boolean;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

function dayFrame(day: PlainDate): Frame {
  return { key: `day:${day}`, title: spellDay(day), span: { from: day, to: day }, current: false };
}

function weekFrame(name: string): Frame | null {
  const span = weekSpan(name);
  if (span === null) return null;
  const [year = '', week = ''] = name.split('-W');
  return { key: `week:${name}`, title: `Week ${String(Number(week))} of ${year}`, span, current: false };
}

function monthFrame(name: string): Frame | null {
  const span = monthSpan(name);
  if (span === null) return null;
  const [year = '', month = ''] = name.split('-');
  return {
    key: `month:${name}`,
    title: `${MONTHS[Number(month) - 1] ?? ''} ${year}`,
    span,
    current: false,
  };
}

async function listBetween({ key, title, span, current }: Frame, deps: ListDeps): Promise<Made> {
  const now = await deps.clock.now();
  const { papers, total } = await deps.papers.listedBetween(span.from, span.to, RANKED);
  const ranked = await deps.rank(papers, now);
  const notices = current ? await noticesOf(now, deps) : [];
  return finish({ key, title, span, notices, ranked, total, topic: null, sample: false }, now);
}

/** The seven days of the digests, from the ranking that is shared with them. */
async function lastWeek(topic: Topic, deps: ListDeps): Promise<Made> {
  const all = topic.name === EVERYTHING.name;
  const frame = all
    ? { key: 'week', title: `The last ${String(WINDOW_DAYS)} days` }
    : { key: topicKey(topic), title: topic.name };
  const now = await deps.clock.now();
  const week = await weekWindow(now, deps);
  if (week.ranked.length === 0 && (await deps.papers.listSpan()) === null)
    return sampleList(frame, topic, deps);
  const ranked = all ? week.ranked : await ofTopic(topic, week, now);
  const span = { from: windowStart(now, null), to: dayOf(now) };
  const notices = await noticesOf(now, deps);
  return finish(
    { ...frame, span, notices, ranked, total: ranked.length, topic: all ? null : topic, sample: false },
    now,
  );
}

/** A built-in topic is matched once for digests and readers; other queries do not stay in the shared ranking. */
async function ofTopic(topic: Topic, week: RankedWindow, now: Date): Promise<readonly RankedPaper[]> {
  const builtin = builtinTopic(topic.name)?.query === topic.query;
  const matches = builtin ? await week.matching(topic.query) : await matchAll(week.ranked, topic.query, now);
  return week.ranked
    .flatMap((item) => {
      const relevance = matches?.get(item.paper.id);
      return relevance === undefined ? [] : [scoreForChannel(item, { relevance })];
    })
    .sort((a, b) => b.score - a.score);
}

async function sampleList(
  { key, title }: Pick<Frame, 'key' | 'title'>,
  topic: Topic,
  deps: ListDeps,
): Promise<Made> {
  const weekEnd = sampleWeekEnd();
  const all = await rankInSlices(samplePapers(), weekEnd);
  const matches = await matchAll(all, topic.query, weekEnd);
  const ranked = all.filter(({ paper }) => matches?.has(paper.id) === true);
  const span = { from: addDays(dayOf(weekEnd), -WINDOW_DAYS), to: dayOf(weekEnd) };
  const notices = [whySample(await readHealth(deps, await deps.clock.now()))];
  const about = topic.name === EVERYTHING.name ? null : topic;
  return finish(
    { key, title, span, notices, ranked, total: ranked.length, topic: about, sample: true },
    weekEnd,
  );
}

async function finish(
  list: Omit<Made, 'papers' | 'madeAt'> & { readonly ranked: readonly RankedPaper[] },
  now: Date,
): Promise<Made> {
  const { ranked, ...rest } = list;
  const shown = diversify(ranked.slice(0, LONGEST_LIST));
  const papers = await readPapers(shown, { now, sample: list.sample });
  return { ...rest, papers, madeAt: now.toISOString() };
}

async function noticesOf(now: Date, deps: ListDeps): Promise<readonly string[]> {
  return staleNotices(await readHealth(deps, now), now, 'UTC');
}

function dayOf(instant: Date): PlainDate {
  return instant.toISOString().slice(0, 10);
}
