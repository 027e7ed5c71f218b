import type { Paper } from '../papers/paper.js';
import type { Expectation } from './expect/expect.js';
import { expectedDailyGain, expectedFinal } from './growth.js';
import type { ScorePart } from './ranked-paper.js';
import type { Gain, PaperSignals } from './signals.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Weights of the parts; docs/ranking.md has the reason and the measured effect of each. */
export const WEIGHTS = {
  level: 1,
  promise: 1,
  rise: 0.2,
  momentum: 0.08,
  stars: 0.05,
  hackerNews: 0.04,
  trending: 0.05,
  velocity: 0.03,
  citations: 0.02,
  comments: 0.02,
  hackerNewsComments: 0.01,
  freshness: 0.02,
} as const;

/** What counts as full marks inside each source, so that upvotes (median 6) and stars (up to 10⁵) compare. */
export const FULL = {
  /** The 99th percentile of Hugging Face upvotes after a day, 118, over the 0.68 reached by then. */
  upvotes: 173,
  starsPerWeek: 1_000,
  comments: 20,
  citationsPerWeek: 10,
  /** A story that many see has some hundreds. */
  hackerNewsPoints: 500,
  hackerNewsComments: 200,
} as const;
/** A growth over less time is too short to be made a day's. */
const LEAST_GAIN_SPAN = 12 * HOUR;
/** Days after which an announcement is half as fresh. */
const FRESH_DAYS = 2;

/**
 * The parts of a paper's score, each from stored numbers. A signal that is absent has no part.
 * @param expectation what was learned; without it the plain growth curve tells, and nobody's votes promise nothing
 */
export function scoreParts(
  paper: Paper,
  signals: PaperSignals,
  now: Date,
  expectation?: Expectation,
): readonly ScorePart[] {
  const { upvotes, starGain, comments, hackerNewsPoints: points, trendingRank } = signals;
  const parts: ScorePart[] = [];
  const add = (name: keyof typeof WEIGHTS, value: number): void => {
    const weight = WEIGHTS[name];
    parts.push({ name, value, weight, contribution: weight * value });
  };
  if (upvotes === undefined && expectation !== undefined)
    add('promise', logShare(expectation.final, FULL.upvotes));
  if (upvotes !== undefined) {
    const age = listAge(signals);
    add('level', logShare(expectation?.final ?? expectedFinal(upvotes, age), FULL.upvotes));
    add('momentum', logShare(dailyGain(upvotes, signals.upvoteGain, age), FULL.upvotes));
    if (comments !== undefined) add('comments', logShare(Math.min(comments, upvotes), FULL.comments));
  }
  if (expectation !== undefined) add('rise', logShare(expectation.gain, FULL.upvotes));
  if (starGain !== undefined) add('stars', logShare(perSpan(starGain, 7 * DAY), FULL.starsPerWeek));
  if (points !== undefined) {
    add('hackerNews', logShare(points, FULL.hackerNewsPoints));
    const said = signals.hackerNewsComments;
    if (said !== undefined)
      add('hackerNewsComments', logShare(Math.min(said, points), FULL.hackerNewsComments));
  }
  if (signals.codeRank !== undefined) add('velocity', 1 / Math.sqrt(Math.max(1, signals.codeRank)));
  const cited = weeklyCitations(paper, signals, now);
  if (cited !== undefined) add('citations', logShare(cited, FULL.citationsPerWeek));
  if (trendingRank !== undefined) add('trending', 1 / Math.sqrt(Math.max(1, trendingRank)));
  add('freshness', freshness(paper, signals, now));
  return parts;
}

/**
 * Time from the opening of the list the paper is on (midnight UTC of its day) to our last reading of its upvotes,
 * milliseconds; null when it is on no list or has no upvotes.
 */
export function listAge({ listedOn, upvotesAt }: PaperSignals): number | null {
  if (listedOn === undefined || upvotesAt === undefined) return null;
  return Math.max(0, upvotesAt.getTime() - Date.parse(`${listedOn}T00:00:00Z`));
}

/** Citations of a week: measured where our history reaches back half of one, else those of an average week of its life. */
function weeklyCitations(
  { publishedOn, firstListedOn }: Paper,
  { citations, citationGain: gain }: PaperSignals,
  now: Date,
): number | undefined {
  if (citations === undefined) return undefined;
  if (gain !== undefined && gain.overMs >= (7 * DAY) / 2) return perSpan(gain, 7 * DAY);
  const lifeMs = now.getTime() - Date.parse(`${publishedOn ?? firstListedOn}T00:00:00Z`);
  return Number.isFinite(lifeMs) ? citations / Math.max(1, lifeMs / (7 * DAY)) : undefined;
}

/** Upvotes of the last 24 h: measured where our history reaches back, else as the growth curve expects. */
function dailyGain(upvotes: number, gain: Gain | undefined, age: number | null): number {
  if (age !== null && age <= DAY) return upvotes;
  return gain !== undefined && gain.overMs >= LEAST_GAIN_SPAN
    ? perSpan(gain, DAY)
    : expectedDailyGain(upvotes, age);
}

/** A growth as of `span`; one measured over less than half of it is not stretched. */
function perSpan(gain: Gain, span: number): number {
  return gain.overMs >= span / 2 ? (gain.gained * span) / gain.overMs : gain.gained;
}

/** 0 for none, 1 for `full`, by logarithm; more than 1 beyond. */
function logShare(value: number, full: number): number {
  return Math.log1p(Math.max(0, value)) / Math.log1p(full);
}

function freshness(paper: Paper, signals: PaperSignals, now: Date): number {
  const day = signals.announcedOn ?? paper.publishedOn ?? paper.firstListedOn;
  const age = (now.getTime() - Date.parse(`${day}T00:00:00Z`)) / DAY;
  return Number.isFinite(age) ? 2 ** (-Math.max(0, age) / FRESH_DAYS) : 0;
}
