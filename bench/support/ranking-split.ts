import type { PlainDate } from '../../src/papers/paper.js';
import type { RankingData } from './ranking-data.js';

/** How time was split between what is learned from and what is measured. */
export interface Split {
  readonly rule: 'later' | 'earlier' | 'tail of the same days';
  /** Nothing of this day or later is learned from; null = all of the training folder is. */
  readonly learnedBefore: PlainDate | null;
  /** Nothing of before this day is measured; null = all of the data folder is. */
  readonly measuredFrom: PlainDate | null;
}

/** The share of the list days that is measured when both folders hold the same days. */
const TAIL = 0.25;

/**
 * Keeps what is learned apart from what is measured. Data that goes on after the training's last list day is measured
 * from there on; data that ends before the training's first day is measured whole; otherwise the last quarter of
 * the data's list days is measured, and learned from is what was known before it.
 */
export function splitTime(train: RankingData, data: RankingData): Split {
  const [trained, measured] = [listDays(train), listDays(data)];
  const [first, last] = [trained[0], trained.at(-1)];
  const [begin, end] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined || begin === undefined || end === undefined)
    return { rule: 'later', learnedBefore: null, measuredFrom: null };
  if (end < first) return { rule: 'earlier', learnedBefore: null, measuredFrom: null };
  if (end > last)
    return { rule: 'later', learnedBefore: null, measuredFrom: begin > last ? begin : dayAfter(last) };
  const cut = measured[Math.floor(measured.length * (1 - TAIL))] ?? end;
  return { rule: 'tail of the same days', learnedBefore: cut, measuredFrom: cut };
}

/** What was known when `day` began: papers listed by then, with the readings of before. */
export function before(data: RankingData, day: PlainDate): RankingData {
  const daily = data.daily.filter(({ list_date: listed }) => listed !== null && listed < day);
  return {
    daily,
    readings: data.readings.filter(({ observed_at: at }) => at < day),
    evenings: data.evenings.filter(({ final_at: at }) => at < day),
    listed: data.listed.filter(({ first_listed: listed }) => listed < day),
    featured: data.featured.filter(({ hf_list_date: listed }) => listed < day),
  };
}

/** What began on `day` or later. Papers on the lists of an evening stay with all of it. */
export function from(data: RankingData, day: PlainDate): RankingData {
  const evenings = data.evenings.filter(({ candidates }) =>
    candidates.every(({ list_date: listed }) => listed >= day),
  );
  return {
    daily: data.daily.filter(({ list_date: listed }) => listed !== null && listed >= day),
    readings: data.readings,
    evenings,
    listed: data.listed.filter(({ first_listed: listed }) => listed >= day),
    featured: data.featured,
  };
}

/** The days that have a daily list, in order. */
export function listDays(data: RankingData): readonly PlainDate[] {
  return [...new Set(data.daily.flatMap(({ list_date: day }) => (day === null ? [] : [day])))].sort();
}

function dayAfter(day: PlainDate): PlainDate {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
