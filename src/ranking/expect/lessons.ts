import type { PlainDate } from '../../papers/paper.js';
import type { Sighting } from '../../papers/sighting.js';
import type { SightedPaper } from '../../ports/paper-store.js';
import { grownShare } from '../growth.js';
import type { VoteReading } from './growth-head.js';
import { traitsOf, type Traits } from './traits.js';

/** What one paper teaches. */
export interface Lesson {
  readonly id: string;
  readonly traits: Traits;
  /** Day of arXiv's announcement, when it was seen there. */
  readonly announcedOn: PlainDate | null;
  /** Day of the first daily list; null = it never came to one. */
  readonly listedOn: PlainDate | null;
  /** log(1 + upvotes) after a day on the list; null when it was not read in time. */
  readonly afterDay: number | null;
  /** A reading with more than a day to come, and the upvotes at the end of the list's week. */
  readonly readings: readonly (VoteReading & { readonly final: number })[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A list's week: afterwards votes are few. Sources are read for as long. */
const WEEK = 8 * DAY;
/** A last reading before this tells no end: on Friday's lists it is read on Monday. */
const END_FROM = 60 * HOUR;
/** Ages at which a reading teaches, hours; the nearest one each. */
const TEACHING_HOURS = [3, 6, 12, 24, 48] as const;
/** "After a day": a reading within these ages. */
const DAY_FROM = 14 * HOUR;
const DAY_TO = 36 * HOUR;

/**
 * What stored papers teach. Readings from before a paper's list opened, and after its week, teach nothing.
 * Words that papers share are kept once, for as long as the reader is.
 */
export function createLessonReader(): (item: SightedPaper) => Lesson {
  const known = new Map<string, string>();
  return (item) => {
    const lesson = lessonOf(item);
    return { ...lesson, traits: sharedTraits(lesson.traits, known) };
  };
}

/** What one stored paper teaches. */
export function lessonOf({ paper, sightings }: SightedPaper): Lesson {
  const listedOn = firstDay(sightings, 'daily');
  const readings = listedOn === null ? [] : votesOf(sightings, listedOn);
  return {
    id: paper.id,
    traits: traitsOf(paper),
    announcedOn: firstDay(sightings, 'announcement'),
    listedOn,
    afterDay: afterDay(readings),
    readings: teaching(readings),
  };
}

// --- Internal helpers ---

function sharedTraits(traits: Traits, known: Map<string, string>): Traits {
  const shared = (names: readonly string[]): readonly string[] =>
    names.map((name) => sharedName(name, known));
  const { words, title, marks, fields, authors } = traits;
  return {
    words: shared(words),
    title: shared(title),
    marks: shared(marks),
    fields: shared(fields),
    authors: shared(authors),
  };
}

/** A word cut out of a text holds on to all of it; a copy does not. */
function sharedName(name: string, known: Map<string, string>): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const copy = Buffer.from(name).toString();
  known.set(copy, copy);
  return copy;
}

function firstDay(sightings: readonly Sighting[], list: Sighting['list']): PlainDate | null {
  return sightings.reduce<PlainDate | null>((first, sighting) => {
    const { listedOn } = sighting;
    if (sighting.list !== list || listedOn === undefined) return first;
    return first === null || listedOn < first ? listedOn : first;
  }, null);
}

function votesOf(sightings: readonly Sighting[], listedOn: PlainDate): readonly VoteReading[] {
  const opened = Date.parse(`${listedOn}T00:00:00Z`);
  const weekday = new Date(opened).getUTCDay();
  return sightings
    .flatMap(({ observedAt, signals: { upvotes } }) => {
      const ageMs = observedAt.getTime() - opened;
      return upvotes === undefined || ageMs < 0 || ageMs > WEEK ? [] : [{ upvotes, ageMs, weekday }];
    })
    .sort((a, b) => a.ageMs - b.ageMs);
}

function afterDay(readings: readonly VoteReading[]): number | null {
  const inTime = readings.filter(({ ageMs }) => ageMs >= DAY_FROM && ageMs <= DAY_TO);
  const nearest = nearestTo(inTime, DAY);
  if (nearest === undefined) return null;
  return Math.log1p((nearest.upvotes * grownShare(DAY)) / grownShare(nearest.ageMs));
}

function teaching(readings: readonly VoteReading[]): Lesson['readings'] {
  const end = readings.at(-1);
  if (end === undefined || end.ageMs < END_FROM) return [];
  const early = readings.filter(({ ageMs }) => ageMs <= end.ageMs - DAY);
  const chosen = new Set(TEACHING_HOURS.map((hours) => nearestTo(early, hours * HOUR)));
  return [...chosen].flatMap((reading) =>
    reading === undefined ? [] : [{ ...reading, final: Math.max(reading.upvotes, end.upvotes) }],
  );
}

function nearestTo(readings: readonly VoteReading[], ageMs: number): VoteReading | undefined {
  return readings.reduce<VoteReading | undefined>(
    (best, reading) =>
      best === undefined || Math.abs(reading.ageMs - ageMs) < Math.abs(best.ageMs - ageMs) ? reading : best,
    undefined,
  );
}
