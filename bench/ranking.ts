import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createForecaster, type Expectation } from '../src/ranking/expect/expect.js';
import type { AttentionModel } from '../src/ranking/expect/model.js';
import type { Skill } from '../src/ranking/expect/skill.js';
import { rankInSlices } from '../src/ranking/rank.js';
import { thisMachine, type Machine } from './support/machine.js';
import { before, from, listDays, splitTime, type Split } from './support/ranking-split.js';
import { readRankingData, type RankingData } from './support/ranking-data.js';
import { ablate, type AblationReport } from './support/ranking-ablation.js';
import { learnFrom, lessonsFrom } from './support/ranking-model.js';
import { baselines, ours } from './support/ranking-orders.js';
import { announcedPaper, catalogueOf } from './support/ranking-papers.js';
import { measureSpeed, type SpeedReport } from './support/ranking-speed.js';
import {
  coldStart,
  futureGain,
  selection,
  weekEnd,
  type ColdStartReport,
  type Orders,
  type SelectionReport,
  type WeekEndReport,
} from './support/ranking-tasks.js';

/** What a folder holds of what was used. */
interface Used {
  readonly folder: string;
  readonly dailyPapers: number;
  readonly listedPapers: number;
  readonly evenings: number;
  readonly firstListDay: string | null;
  readonly lastListDay: string | null;
}

export interface RankingReport {
  readonly date: string;
  readonly machine: Machine;
  readonly load: number;
  readonly seconds: number;
  readonly split: Split;
  readonly train: Used;
  readonly data: Used;
  /** What was learned from, and what it told of the training's own last lists. Null: too little history. */
  readonly model: (Pick<AttentionModel, 'listed' | 'announced'> & { readonly skill: Skill }) | null;
  readonly weekEnd: WeekEndReport;
  readonly futureGain: ReturnType<typeof futureGain>;
  readonly coldStart: ColdStartReport;
  readonly selection: SelectionReport;
  readonly speed: SpeedReport;
  /** With `--ablate`, what each constant does. */
  readonly ablation?: AblationReport;
}

const OPTIONS = {
  train: { type: 'string' },
  data: { type: 'string' },
  ablate: { type: 'boolean', default: false },
} as const;

/**
 * Measures the ranking of digests on real data: `--train DIR` is learned from, `--data DIR` is measured. Both have the
 * layout of the evaluation data. Everything but date, machine, load and seconds is the same on every run. `--ablate` also
 * measures what each constant and part does, which takes some minutes.
 */
export async function main(args: readonly string[]): Promise<RankingReport> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const { train: trainFolder, data: dataFolder } = values;
  if (trainFolder === undefined || dataFolder === undefined)
    throw new Error('Give what is learned from and what is measured: --train DIR --data DIR');
  const started = Date.now();
  const [allTrain, allData] = [readRankingData(trainFolder), readRankingData(dataFolder)];
  const split = splitTime(allTrain, allData);
  const train = split.learnedBefore === null ? allTrain : before(allTrain, split.learnedBefore);
  const data = split.measuredFrom === null ? allData : from(allData, split.measuredFrom);
  const catalogue = catalogueOf(data);
  const taught = lessonsFrom(train);
  const learned = taught === null ? null : learnFrom(taught);
  const forecast = learned === null ? null : createForecaster(learned.model);
  const by = (read: (expectation: Expectation) => number): Orders => ({
    ours: ours(forecast, ({ expectation, score }) => (expectation === undefined ? score : read(expectation))),
    /** The order of a digest, which mixes both numbers with what else is seen of a paper. */
    digest: ours(forecast, ({ score }) => score),
    withoutModel: ours(null, ({ score }) => score),
    ...baselines(),
  });
  const byFinal = by(({ final }) => final);
  return {
    date: new Date().toISOString(),
    machine: thisMachine(),
    split,
    train: usedOf(trainFolder, train),
    data: usedOf(dataFolder, data),
    model:
      learned === null
        ? null
        : { listed: learned.model.listed, announced: learned.model.announced, skill: learned.skill },
    weekEnd: weekEnd(catalogue, byFinal),
    futureGain: futureGain(
      catalogue,
      by(({ gain }) => gain),
    ),
    coldStart: coldStart(catalogue, byFinal),
    selection: selection(catalogue, byFinal),
    speed: await measureSpeed(
      allData.listed.slice(0, 5_000).map((row) => announcedPaper(row)),
      (papers, now) => rankInSlices(papers, now, forecast),
    ),
    ...(values.ablate && taught !== null && learned !== null
      ? { ablation: await ablate({ catalogue, ...taught, model: learned.model }) }
      : {}),
    load: loadavg()[0] ?? 0,
    seconds: (Date.now() - started) / 1_000,
  };
}

function usedOf(folder: string, data: RankingData): Used {
  const days = listDays(data);
  return {
    folder,
    dailyPapers: data.daily.length,
    listedPapers: data.listed.length,
    evenings: data.evenings.length,
    firstListDay: days[0] ?? null,
    lastListDay: days.at(-1) ?? null,
  };
}
