import type { PlainDate } from '../papers/paper.js';
import type { Sighting } from '../papers/sighting.js';
import type { SightedPaper } from '../ports/paper-store.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How a number grew between two of our own sightings. */
export interface Gain {
  /** At least 0: votes taken back are no attention. */
  readonly gained: number;
  /** Time between the two sightings, milliseconds. */
  readonly overMs: number;
}

/** What our own sightings say of a paper's attention at one instant. Absent is not zero. */
export interface PaperSignals {
  readonly upvotes?: number;
  /** The sighting the upvotes are from. */
  readonly upvotesAt?: Date;
  /** Growth over about a day. */
  readonly upvoteGain?: Gain;
  readonly comments?: number;
  readonly githubStars?: number;
  /** Growth over about a week. */
  readonly starGain?: Gain;
  /** Points of the stories on Hacker News that link to the paper, and their growth over about a day. */
  readonly hackerNewsPoints?: number;
  readonly hackerNewsGain?: Gain;
  readonly hackerNewsComments?: number;
  readonly citations?: number;
  /** Growth over about a week. */
  readonly citationGain?: Gain;
  /** Place in Papers with Code's list by star velocity, 1 = first, when seen there within two days. */
  readonly codeRank?: number;
  /** Place in a source's trending list, 1 = first, when seen there within two days. */
  readonly trendingRank?: number;
  /** Latest day a daily list showed the paper, within the sightings given. */
  readonly listedOn?: PlainDate;
  /** Latest announcement day, within the sightings given. */
  readonly announcedOn?: PlainDate;
}

/** Upvotes are compared over a day, stars over a week: they move that much more slowly. */
const UPVOTE_SPAN = DAY;
const STAR_SPAN = 7 * DAY;
const STORY_SPAN = DAY;
const CITATION_SPAN = 7 * DAY;
const TRENDING_KEPT = 2 * DAY;
/** GitHub is asked for a repository every six hours at least, but for those that few look at. */
const OWN_STARS_KEPT = 3 * DAY;

/** Reads the signals of a paper out of its sightings up to `now`. @param item sightings oldest first */
export function readSignals(item: SightedPaper, now: Date): PaperSignals {
  const seen = item.sightings.filter((sighting) => sighting.observedAt <= now);
  const upvotes = readNumber(seen, 'upvotes', UPVOTE_SPAN);
  const stars = readNumber(starReadings(seen), 'githubStars', STAR_SPAN);
  const stories = readNumber(seen, 'hackerNewsPoints', STORY_SPAN);
  const citations = readNumber(seen, 'citations', CITATION_SPAN);
  return compact({
    upvotes: upvotes?.value,
    upvotesAt: upvotes?.at,
    upvoteGain: upvotes?.gain,
    comments: latest(seen, 'comments'),
    githubStars: stars?.value,
    starGain: stars?.gain,
    hackerNewsPoints: stories?.value,
    hackerNewsGain: stories?.gain,
    hackerNewsComments: latest(seen, 'hackerNewsComments'),
    citations: citations?.value,
    citationGain: citations?.gain,
    codeRank: readRank(seen, 'codeRank', now),
    trendingRank: readRank(seen, 'trendingRank', now),
    listedOn: latestDay(seen, 'daily'),
    announcedOn: latestDay(seen, 'announcement'),
  });
}

/**
 * Where GitHub itself was asked, its numbers alone: Hugging Face's copy is days old, and a difference between the two is
 * no gain. Where our own reading is much older than that copy, the copy.
 */
function starReadings(seen: readonly Sighting[]): readonly Sighting[] {
  const told = seen.filter(({ signals }) => signals.githubStars !== undefined);
  const own = told.filter(({ source }) => source === 'github');
  const lastOwn = own.at(-1)?.observedAt.getTime() ?? -Infinity;
  const last = told.at(-1)?.observedAt.getTime() ?? -Infinity;
  return last - lastOwn <= OWN_STARS_KEPT ? own : told.filter(({ source }) => source !== 'github');
}

interface Reading {
  readonly value: number;
  readonly at: Date;
  readonly gain?: Gain;
}

/**
 * The last value, and its growth since the sighting nearest to `span` before it.
 * A growth over more than twice the span says too little of the present and is left out.
 */
function readNumber(
  seen: readonly Sighting[],
  name: 'upvotes' | 'githubStars' | 'hackerNewsPoints' | 'citations',
  span: number,
): Reading | undefined {
  const last = seen.findLast((sighting) => sighting.signals[name] !== undefined);
  const value = last?.signals[name];
  if (last === undefined || value === undefined) return undefined;
  const end = last.observedAt.getTime();
  const reading = { value, at: last.observedAt };
  let before = value;
  let overMs = 0;
  for (const { signals, observedAt } of seen) {
    const then = signals[name];
    const ago = end - observedAt.getTime();
    if (then === undefined || Math.abs(ago - span) >= Math.abs(overMs - span)) continue;
    before = then;
    overMs = ago;
  }
  if (overMs <= 0 || overMs > 2 * span) return reading;
  return { ...reading, gain: { gained: Math.max(0, value - before), overMs } };
}

function latest(seen: readonly Sighting[], name: keyof Sighting['signals']): number | undefined {
  return seen.findLast(({ signals }) => signals[name] !== undefined)?.signals[name];
}

function readRank(
  seen: readonly Sighting[],
  name: 'trendingRank' | 'codeRank',
  now: Date,
): number | undefined {
  const last = seen.findLast((sighting) => sighting.signals[name] !== undefined);
  if (last === undefined || now.getTime() - last.observedAt.getTime() > TRENDING_KEPT) return undefined;
  return last.signals[name];
}

function latestDay(seen: readonly Sighting[], list: Sighting['list']): PlainDate | undefined {
  return seen.findLast((sighting) => sighting.list === list && sighting.listedOn !== undefined)?.listedOn;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function compact<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
