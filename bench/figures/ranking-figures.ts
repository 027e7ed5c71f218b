import type { RankingReport } from '../ranking.js';
import { barPicture } from './bars.js';
import { differencePicture, type DifferenceRow } from './differences.js';
import { figure, ranOn, signed, table } from './pages.js';

type Figures = Readonly<Record<string, number>>;

const ORDERS = [
  ['ours', 'F or G'],
  ['digest', 'a digest’s order'],
  ['withoutModel', 'without learning'],
  ['rawUpvotes', 'raw upvotes'],
  ['hackerNews', 'Hacker News decay'],
  ['random', 'random'],
] as const;
const SERIES = ['ours', 'rawUpvotes', 'hackerNews', 'random'] as const;
const SERIES_NAMES = ['Broadsheet', 'raw upvotes', 'Hacker News decay', 'random'] as const;
/** What was aimed at: so much more than raw upvotes in future gain, so often the base rate of selection. */
const MORE_GAIN = 1.1;
const TIMES_BASE = 3;
const LEAST_COLD_START = 0.4;

/** Ours beside the three baselines in the four tasks. */
export function tasksPicture({ weekEnd, futureGain, coldStart, selection }: RankingReport): string {
  const values = (figures: Figures): readonly (number | null)[] =>
    SERIES.map((name) => figures[name] ?? null);
  const group = (name: string, measure: string, figures: Figures, target: number) => ({
    name,
    measure,
    values: values(figures),
    target,
  });
  const { recall10 } = weekEnd;
  return barPicture({
    title: 'Ranking against the obvious orders',
    description: TASKS_ALT,
    axis: 'the figure named on the left, 0 to 1 (more is better)',
    series: SERIES_NAMES,
    groups: [
      group('Week’s end', 'recall@10', recall10, recall10['rawUpvotes'] ?? 0),
      group('Future gain', 'NDCG@5', futureGain.ndcg5, MORE_GAIN * (futureGain.ndcg5['rawUpvotes'] ?? 0)),
      group('Cold start', 'Spearman’s correlation', coldStart.spearman, LEAST_COLD_START),
      group('Selection', 'precision@20', selection.precision20, TIMES_BASE * selection.baseRate),
    ],
  });
}

export const TASKS_ALT =
  'Bars of four tasks: week’s end, future gain, cold start and selection, each for Broadsheet, raw upvotes, Hacker News decay and chance, with the target marked';

export function tasksBlock(report: RankingReport): string {
  const { weekEnd, futureGain, coldStart, selection, split, data } = report;
  const rows = ORDERS.map(([key, name]) => [
    name,
    figure(coldStart.spearman[key]),
    figure(coldStart.ndcg10[key]),
    figure(selection.precision20[key]),
    figure(futureGain.ndcg5[key]),
    figure(weekEnd.ndcg10[key]),
    figure(weekEnd.recall10[key]),
  ]);
  const base = figure(selection.baseRate);
  const head = [
    'order',
    'cold start Spearman',
    'NDCG@10',
    `selection precision@20 (base rate ${base})`,
    'future gain NDCG@5',
    'week’s end NDCG@10',
    'recall@10',
  ];
  const times = (a: number, b: number): number => (b === 0 ? 0 : a / b);
  const gain = times(futureGain.ndcg5['ours'] ?? 0, futureGain.ndcg5['rawUpvotes'] ?? 0) - 1;
  const chosen = times(selection.precision20['ours'] ?? 0, selection.baseRate);
  return [
    `![${TASKS_ALT}](pictures/ranking-tasks.svg)`,
    table([head, ...rows]),
    `Lists from ${split.measuredFrom ?? data.firstListDay ?? '–'} to ${data.lastListDay ?? '–'}: ${weekEnd.evenings} evenings, ${coldStart.days} lists, ${selection.days} days of arXiv; learned from what was known before. Future gain is ${(100 * gain).toFixed(1)} % above raw upvotes, selection ${chosen.toFixed(1)} times the base rate. ${ranOn(report)}`,
  ].join('\n\n');
}

export function speedBlock(report: RankingReport): string {
  const { speed } = report;
  const channels = speed.channels.map(
    ({ channels: count, seconds }) =>
      `choosing for ${count === 1 ? 'one channel' : `${count} channels`} ${figure(seconds)} s`,
  );
  return `${speed.candidates} candidates are ranked and matched with ${speed.topics} distinct topics in ${figure(speed.seconds, 2)} s, once a minute for all channels; ${channels.join(', ')}. ${ranOn(report)} These are seconds of the clock, other work of the machine included.`;
}

type Ablation = NonNullable<RankingReport['ablation']>;
type Measured = Ablation['inUse'];
const MEASURES: readonly (readonly [keyof Measured, string])[] = [
  ['digestGain', 'digest: gain'],
  ['digestRecall10', 'digest: recall'],
  ['gain', 'G: gain'],
  ['coldStart', 'F: cold start'],
];

export const CONSTANTS_ALT =
  'Bars to the left and right of zero: how much each constant with another value moves future gain, recall at the week’s end and cold start';

/** How each constant moves the figures, in hundredths. */
export function constantsPicture({ inUse, variants }: Ablation): string {
  const rows: readonly DifferenceRow[] = variants.map(({ part, inUse: from, tried, figures }) => ({
    name: `${part}: ${from} → ${tried}`,
    values: MEASURES.map(([key]) => difference(figures[key], inUse[key])),
  }));
  return differencePicture({
    title: 'What each constant does',
    description: CONSTANTS_ALT,
    columns: MEASURES.map(([, name]) => name),
    axis: 'change of the figure in hundredths (left: the value tried is worse than the one in use)',
    rows,
  });
}

export function constantsBlock({ inUse, variants }: Ablation): string {
  const head = ['constant', 'in use', 'tried', ...MEASURES.map(([, name]) => name)];
  const rows = variants.map(({ part, inUse: from, tried, figures }) => [
    part,
    from,
    tried,
    ...MEASURES.map(([key]) => changeOf(figures[key], inUse[key])),
  ]);
  const base = ['all as in use', '', '', ...MEASURES.map(([key]) => figure(inUse[key]))];
  return [`![${CONSTANTS_ALT}](pictures/ranking-constants.svg)`, table([head, base, ...rows])].join('\n\n');
}

// --- Internal helpers ---

function difference(value: number | null, inUse: number | null): number | null {
  return value === null || inUse === null ? null : 100 * (value - inUse);
}

function changeOf(value: number | null, inUse: number | null): string {
  const change = difference(value, inUse);
  return change === null ? '–' : signed(change);
}
