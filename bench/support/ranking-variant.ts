import { createForecaster, type Expectation } from '../../src/ranking/expect/expect.js';
import { learn } from '../../src/ranking/expect/learn.js';
import type { Lesson } from '../../src/ranking/expect/lessons.js';
import type { AttentionModel } from '../../src/ranking/expect/model.js';
import { ours } from './ranking-orders.js';
import type { Catalogue } from './ranking-papers.js';
import { coldStart, futureGain, weekEnd, type Orders } from './ranking-tasks.js';
import type { Variant } from './ranking-variants.js';

/** The figures that a constant may move; null = it has nothing to do with it. */
export interface VariantFigures {
  /** In the order of a digest, which mixes everything. */
  readonly digestGain: number | null;
  readonly digestRecall10: number | null;
  /** By G, and by F without votes. */
  readonly gain: number | null;
  readonly coldStart: number | null;
}

export interface VariantInput {
  readonly catalogue: Catalogue;
  readonly lessons: readonly Lesson[];
  readonly until: string;
  /** What was learned with the constants in use. */
  readonly model: AttentionModel;
  readonly learns: Variant['learns'];
}

/** Measures the ranking with whatever constants this module was loaded with. */
export function measureVariant({ catalogue, lessons, until, model, learns }: VariantInput): VariantFigures {
  const learned = learns ? learnAnew(lessons, until) : model;
  if (learned === null) throw new Error('With these constants nothing could be learned.');
  const forecast = createForecaster(learned);
  const by = (read: (expectation: Expectation) => number): Orders => ({
    it: ours(forecast, ({ expectation, score }) => (expectation === undefined ? score : read(expectation))),
  });
  const digest: Orders = { it: ours(forecast, ({ score }) => score) };
  const final = by((expectation) => expectation.final);
  const gain = by((expectation) => expectation.gain);
  return {
    digestGain: futureGain(catalogue, digest).ndcg5['it'] ?? null,
    digestRecall10: weekEnd(catalogue, digest).recall10['it'] ?? null,
    gain: futureGain(catalogue, gain).ndcg5['it'] ?? null,
    coldStart: learns ? (coldStart(catalogue, final).spearman['it'] ?? null) : null,
  };
}

/** What daily lists teach is learned without the announcements, which take most of the time. */
function learnAnew(lessons: readonly Lesson[], until: string) {
  const used = lessons.filter(({ listedOn }) => listedOn !== null);
  return learn(used, until, new Date(`${until}T00:00:00Z`));
}
