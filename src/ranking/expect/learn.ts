import type { PlainDate } from '../../papers/paper.js';
import { growthFigures, plainFinal, plainGain, weigh, type VoteReading } from './growth-head.js';
import { learnText, type TextLesson } from './learn-text.js';
import type { Lesson } from './lessons.js';
import { mean } from './measures.js';
import type { AttentionModel } from './model.js';
import { ridge, sparse } from './ridge.js';

/** Papers that come to a daily list at all do so within this many days of arXiv's announcement, nine of ten of them. */
export const SETTLED_DAYS = 7;
/** With fewer papers that have been on a list there is nothing to learn. */
export const LEAST_LISTED = 200;
const LEAST_ANNOUNCED = 1_000;
const GROWTH_PENALTY = 1;
/** A reading without votes teaches next to nothing. */
const LEAST_WEIGHT = 0.1;

/**
 * Learns from papers and what became of them. The same lessons give the same model, in whatever order they come.
 * @param until what is known is of before this day; announcements are settled a week earlier
 * @returns null when there are too few
 */
export function learn(lessons: readonly Lesson[], until: PlainDate, learnedAt: Date): AttentionModel | null {
  const ordered = [...lessons].sort((a, b) => (a.id < b.id ? -1 : 1));
  const listed = ordered.filter(
    ({ listedOn, afterDay }) => listedOn !== null && afterDay !== null && listedOn < until,
  );
  const grown = listed.flatMap((lesson) => lesson.readings.map((reading) => ({ lesson, reading })));
  if (listed.length < LEAST_LISTED || grown.length < LEAST_LISTED) return null;
  const announced = announcedIn(ordered, listed, until);
  const growth = {
    final: learnGrowth(grown, (one) => Math.log1p(one.final) - plainFinal(one), sharpWeight),
    gain: learnGrowth(grown, (one) => Math.log1p(one.final - one.upvotes) - plainGain(one), weightOf),
  };
  return {
    learnedAt,
    listed: listed.length,
    announced: announced.length,
    attention: learnText(listed.map((lesson) => textLesson(lesson, lesson.listedOn, lesson.afterDay ?? 0))),
    level: mean(grown.map(({ reading }) => Math.log1p(reading.final))),
    selection: announced.length < LEAST_ANNOUNCED ? null : learnText(announced.map(selectionLesson)),
    selected: mean(announced.map(({ listedOn }) => (listedOn === null ? 0 : 1))),
    growth,
    lasting: learnText(grown.map(({ lesson, reading }) => lastingLesson(lesson, reading, growth.gain))),
  };
}

// --- Internal helpers ---

type Grown = Readonly<{ lesson: Lesson; reading: Lesson['readings'][number] }>;

/** Announcements of the time in which daily lists were read, old enough to be settled. */
function announcedIn(all: readonly Lesson[], listed: readonly Lesson[], until: PlainDate): readonly Lesson[] {
  const first = listed.reduce(
    (day, { listedOn }) => (listedOn !== null && listedOn < day ? listedOn : day),
    until,
  );
  const last = new Date(Date.parse(until) - SETTLED_DAYS * 86_400_000).toISOString().slice(0, 10);
  return all.filter(({ announcedOn }) => announcedOn !== null && announcedOn >= first && announcedOn < last);
}

function textLesson({ traits }: Lesson, day: string | null, outcome: number, weight = 1): TextLesson {
  return { traits, day, outcome, weight };
}

function selectionLesson(lesson: Lesson): TextLesson {
  return textLesson(lesson, lesson.announcedOn, lesson.listedOn === null ? 0 : 1);
}

/** What the votes leave unexplained. Where many votes are, much is to be gained or lost. */
function lastingLesson(lesson: Lesson, reading: Grown['reading'], gain: readonly number[]): TextLesson {
  const expected = plainGain(reading) + weigh(gain, growthFigures(reading));
  const outcome = Math.log1p(reading.final - reading.upvotes) - expected;
  return textLesson(lesson, null, outcome, weightOf(reading));
}

function weightOf({ upvotes }: VoteReading): number {
  return LEAST_WEIGHT + Math.log1p(upvotes);
}

/** The week's end is decided among those with the most votes. */
function sharpWeight({ upvotes }: VoteReading): number {
  return LEAST_WEIGHT ** 2 + Math.log1p(upvotes) ** 2;
}

function learnGrowth(
  grown: readonly Grown[],
  outcome: (reading: Grown['reading']) => number,
  weight: (reading: VoteReading) => number,
): readonly number[] {
  const figures = grown.map(({ reading }) => growthFigures(reading));
  const rows = figures.map((row) => row.map((value, column) => [column, value] as const));
  const weights = grown.map(({ reading }) => weight(reading));
  const middle = mean(weights);
  const found = ridge(
    sparse(rows, figures[0]?.length ?? 0),
    Float64Array.from(grown, ({ reading }) => outcome(reading)),
    GROWTH_PENALTY,
    Float64Array.from(weights, (one) => one / middle),
  );
  return [...found];
}
