import type { PlainDate } from '../../papers/paper.js';
import { growthFigures, plainGain, weigh } from './growth-head.js';
import { learn } from './learn.js';
import type { Lesson } from './lessons.js';
import { mean, ndcg, spearman } from './measures.js';
import type { AttentionModel } from './model.js';
import { predictText } from './text-head.js';

/** How well a model told days that it had not seen. Means of the days. */
export interface Skill {
  /** Lists held out. */
  readonly days: number;
  /** Spearman's correlation of what the text promised with the upvotes a day later. */
  readonly coldStart: number;
  /** NDCG@5 of the upvotes still to come. */
  readonly gain: number;
  /** The same of plain momentum. */
  readonly plainGain: number;
}

export interface Learned {
  readonly model: AttentionModel;
  readonly skill: Skill;
}

/** Lists held out to measure on: two weeks of working days. */
const HELD_OUT = 10;
/** A list of fewer papers says nothing. */
const LEAST_LIST = 5;
/** Chance comes to ±0.06 over ten lists of thirty papers. */
const LEAST_COLD_START = 0.1;
/** Standard error of a difference in NDCG@5: 0.13 on one evening, so 0.04 over ten lists. Less is no verdict. */
const CHANCE = 0.04;

/**
 * Learns twice: without the last lists, to measure on them, then from everything.
 * @param today nothing of this day or later is known
 * @returns null when there is too little history
 */
export function learnAndMeasure(lessons: readonly Lesson[], today: PlainDate, now: Date): Learned | null {
  const days = [
    ...new Set(
      lessons.flatMap(({ listedOn, readings }) =>
        listedOn !== null && readings.length > 0 ? [listedOn] : [],
      ),
    ),
  ].sort();
  const cut = days.at(-HELD_OUT);
  if (cut === undefined || days.length < 2 * HELD_OUT) return null;
  const earlier = learn(knownBefore(lessons, cut), cut, now);
  const model = learn(lessons, today, now);
  if (earlier === null || model === null) return null;
  return {
    model,
    skill: measure(
      earlier,
      lessons.filter(({ listedOn }) => listedOn !== null && listedOn >= cut),
    ),
  };
}

/** True when the model did no worse than what ranks without it, chance allowed for. */
export function beatsMomentum({ days, coldStart, gain, plainGain: plain }: Skill): boolean {
  return days > 0 && coldStart >= LEAST_COLD_START && gain >= plain - CHANCE;
}

// --- Internal helpers ---

/** What a model of that day could have known: no list from then on, and no week's end after it. */
function knownBefore(lessons: readonly Lesson[], day: PlainDate): readonly Lesson[] {
  const ended = new Date(Date.parse(day) - 7 * 86_400_000).toISOString().slice(0, 10);
  return lessons.map((lesson) => {
    const { listedOn } = lesson;
    if (listedOn === null || listedOn < ended) return lesson;
    return listedOn < day
      ? { ...lesson, readings: [] }
      : { ...lesson, listedOn: null, readings: [], afterDay: null };
  });
}

function measure(model: AttentionModel, lessons: readonly Lesson[]): Skill {
  const lists = new Map<string, Lesson[]>();
  for (const lesson of lessons) {
    const day = lesson.listedOn ?? '';
    lists.set(day, [...(lists.get(day) ?? []), lesson]);
  }
  const long = [...lists.values()].filter((list) => list.length >= LEAST_LIST);
  const found = long.map((list) => {
    const read = list.filter(({ afterDay }) => afterDay !== null);
    const grown = list.flatMap(({ traits, readings }) =>
      readings.slice(-1).map((reading) => ({ traits, reading })),
    );
    const gains = grown.map(({ reading }) => reading.final - reading.upvotes);
    const plain = grown.map(({ reading }) => plainGain(reading));
    const ours = grown.map(
      ({ traits, reading }, at) =>
        (plain[at] ?? 0) +
        weigh(model.growth.gain, growthFigures(reading)) +
        predictText(model.lasting, traits),
    );
    return {
      coldStart: spearman(
        read.map(({ traits }) => predictText(model.attention, traits)),
        read.map(({ afterDay }) => afterDay ?? 0),
      ),
      gain: ndcg(ours, gains, 5),
      plainGain: ndcg(plain, gains, 5),
    };
  });
  return {
    days: long.length,
    coldStart: mean(found.map((one) => one.coldStart)),
    gain: mean(found.map((one) => one.gain)),
    plainGain: mean(found.map((one) => one.plainGain)),
  };
}
