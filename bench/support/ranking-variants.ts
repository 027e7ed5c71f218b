import type { SourceChange } from './changed-source.js';

/** One constant with another value, or one part switched off. */
export interface Variant extends SourceChange {
  readonly part: string;
  readonly inUse: string;
  readonly tried: string;
  /** Whether what daily lists teach must be learned anew for it. */
  readonly learns: boolean;
}

type Row = readonly [part: string, inUse: string, tried: string, from: string, to: string];

const SCORE: readonly Row[] = [
  ['weight of rise', '0.2', '0', 'rise: 0.2', 'rise: 0'],
  ['weight of rise', '0.2', '0.4', 'rise: 0.2', 'rise: 0.4'],
  ['weight of momentum', '0.08', '0', 'momentum: 0.08', 'momentum: 0'],
  ['weight of momentum', '0.08', '0.3', 'momentum: 0.08', 'momentum: 0.3'],
  ['weight of freshness', '0.02', '0', 'freshness: 0.02', 'freshness: 0'],
  ['weight of freshness', '0.02', '0.1', 'freshness: 0.02', 'freshness: 0.1'],
  ['full marks, upvotes', '173', '60', 'upvotes: 173', 'upvotes: 60'],
];

const GROWTH: readonly Row[] = [
  ['time constant of growth', '21 h', '14 h', 'GROWTH_HOURS = 21', 'GROWTH_HOURS = 14'],
  ['time constant of growth', '21 h', '30 h', 'GROWTH_HOURS = 21', 'GROWTH_HOURS = 30'],
  ['trust in the typical', '0.1', '0.5', 'TRUST = 0.1', 'TRUST = 0.5'],
];

const WITHOUT: readonly Row[] = [
  [
    'what the text says of lasting',
    'in use',
    'off',
    'lasting: predictText(model.lasting, traits)',
    'lasting: 0',
  ],
];

const GAIN: readonly Row[] = [
  [
    'weight of a reading, gain',
    'log',
    'log²',
    'return LEAST_WEIGHT + Math.log1p(upvotes);',
    'return LEAST_WEIGHT ** 2 + Math.log1p(upvotes) ** 2;',
  ],
];

const TEXT: readonly Row[] = [
  ['words', 'in use', 'off', 'words: { scale: 1,', 'words: { scale: 0,'],
  ['words of the title', 'half weight', 'off', 'title: { scale: 0.5,', 'title: { scale: 0,'],
  ['presentation', 'in use', 'off', 'marks: { scale: 0.5,', 'marks: { scale: 0,'],
  ['categories', 'in use', 'off', 'fields: { scale: 0.5,', 'fields: { scale: 0,'],
  ['authors’ records', 'in use', 'off', 'AUTHOR_SCALE = 2', 'AUTHOR_SCALE = 0'],
  ['doubt in an author', '3 papers', '10', 'DOUBT = 3', 'DOUBT = 10'],
  ['penalty', '4', '16', 'const PENALTY = 4', 'const PENALTY = 16'],
];

/** What `bench:ranking --ablate` tries, one at a time. docs/ranking.md shows what each does. */
export const variants: readonly Variant[] = [
  ...SCORE.map(inFile('src/ranking/score.ts', false)),
  ...GROWTH.map(inFile('src/ranking/growth.ts', true)),
  ...WITHOUT.map(inFile('src/ranking/expect/expect.ts', false)),
  ...GAIN.map(inFile('src/ranking/expect/learn.ts', true)),
  ...TEXT.map(inFile('src/ranking/expect/learn-text.ts', true)),
];

// --- Internal helpers ---

function inFile(file: string, learns: Variant['learns']): (row: Row) => Variant {
  return ([part, inUse, tried, from, to]) => ({ part, inUse, tried, file, from, to, learns });
}
