import type { Paper } from '../../papers/paper.js';
import { expectedFinal } from '../growth.js';
import type { PaperSignals } from '../signals.js';
import { growthFigures, plainGain, weigh, type VoteReading } from './growth-head.js';
import type { AttentionModel } from './model.js';
import { predictText, reasonsOf, type Reason } from './text-head.js';
import { traitsOf } from './traits.js';

/** What a paper will probably gather. */
export interface Expectation {
  /** F: upvotes at the end of its list's week. */
  readonly final: number;
  /** G: upvotes still to come. */
  readonly gain: number;
  /** Probability that it comes to a daily list; 1 when it is on one. */
  readonly selected: number;
  /** What its text says: of its attention among the papers of a list, or of coming to one at all. Most telling first. */
  readonly reasons: () => readonly Reason[];
  /** Sum of the reasons: on log(1 + upvotes), or on the probability. */
  readonly text: number;
}

/** Tells what papers will gather; remembers what their texts say, which takes most of the time. */
export type Forecaster = (paper: Paper, signals: PaperSignals) => Expectation;

interface TextFigures {
  readonly attention: number;
  readonly selection: number;
  readonly lasting: number;
}

/** Probabilities stay away from certainty: the model is linear and knows nothing of it. */
const LEAST_SELECTED = 0.005;
const MOST_SELECTED = 0.95;
/** A week has some thousand papers; three numbers each. */
const MOST_REMEMBERED = 30_000;

/** The same paper and signals give the same numbers, whatever was asked before. */
export function createForecaster(model: AttentionModel): Forecaster {
  const known = new Map<string, TextFigures>();
  return (paper, signals) => {
    const key = `${paper.id} ${paper.title.length} ${paper.abstract.length} ${paper.authors.length} ${paper.categories.length}`;
    const before = known.get(key);
    const figures = before ?? textFigures(model, paper);
    if (before === undefined) {
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(key, figures);
    }
    return expectationOf(model, paper, signals, figures);
  };
}

// --- Internal helpers ---

function textFigures(model: AttentionModel, paper: Paper): TextFigures {
  const traits = traitsOf(paper);
  return {
    attention: predictText(model.attention, traits),
    selection: model.selection === null ? 0 : predictText(model.selection, traits),
    lasting: predictText(model.lasting, traits),
  };
}

function expectationOf(
  model: AttentionModel,
  paper: Paper,
  signals: PaperSignals,
  figures: TextFigures,
): Expectation {
  const typical = Math.expm1(Math.max(0, model.level + figures.attention));
  const attention = {
    text: figures.attention,
    reasons: () => telling(reasonsOf(model.attention, traitsOf(paper))),
  };
  const reading = readingOf(signals);
  if (reading !== null) {
    const final = finalOf(model, reading, typical);
    const gain = plainGain(reading) + weigh(model.growth.gain, growthFigures(reading)) + figures.lasting;
    return { final, gain: Math.max(0, Math.expm1(gain)), selected: 1, ...attention };
  }
  const { selection } = model;
  if (signals.listedOn !== undefined || selection === null)
    return { final: typical, gain: typical, selected: 1, ...attention };
  const selected = Math.min(MOST_SELECTED, Math.max(LEAST_SELECTED, model.selected + figures.selection));
  return {
    final: selected * typical,
    gain: selected * typical,
    selected,
    text: figures.selection,
    reasons: () => telling(reasonsOf(selection, traitsOf(paper))),
  };
}

function telling(reasons: readonly Reason[]): readonly Reason[] {
  return [...reasons].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

/** Votes decide; what the text promised counts as long as the list is young. */
function finalOf(model: AttentionModel, reading: VoteReading, typical: number): number {
  const plain = Math.log1p(expectedFinal(reading.upvotes, reading.ageMs, typical));
  const final = Math.expm1(plain + weigh(model.growth.final, growthFigures(reading)));
  return Math.max(reading.upvotes, final);
}

function readingOf({ upvotes, upvotesAt, listedOn }: PaperSignals): VoteReading | null {
  if (upvotes === undefined || upvotesAt === undefined || listedOn === undefined) return null;
  const opened = Date.parse(`${listedOn}T00:00:00Z`);
  const ageMs = Math.max(0, upvotesAt.getTime() - opened);
  return { upvotes, ageMs, weekday: new Date(opened).getUTCDay() };
}
