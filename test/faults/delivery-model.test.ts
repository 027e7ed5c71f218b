import { describe, expect, it } from 'vitest';
import { createChance, isLong, SEED_OF_MISTAKES, seedOfRun } from './chance.js';
import { brokenBy } from './model-check.js';
import { DISCORD, FORUM, SLACK, type Rules } from './model-platform.js';
import { DOCUMENTED, storm, type Rates } from './model-rates.js';
import { runHistory, type Mistakes } from './model-world.js';

/** Over all platforms and rates: 5,000 in CI, 100,000 in the long run. */
const HISTORIES = isLong ? 100_000 : 5_000;
const PLATFORMS = [DISCORD, FORUM, SLACK];
const WEATHERS: readonly (readonly [string, Rates])[] = [
  ['at the documented rates', DOCUMENTED],
  ['in a storm', storm(DOCUMENTED, 6)],
];
const seed = seedOfRun();

interface Search {
  readonly histories: number;
  readonly faults: number;
  /** Seeds of histories that broke something. */
  readonly broken: readonly number[];
}

function search(rules: Rules, rates: Rates, histories: number, seed: number): Search {
  const broken: number[] = [];
  let faults = 0;
  for (let nth = 0; nth < histories; nth++) {
    const ended = runHistory(rules, rates, createChance(seed + nth));
    faults += ended.faults;
    if (brokenBy(ended).length > 0) broken.push(seed + nth);
  }
  return { histories, faults, broken };
}

/** The shortest beginning of a failing history that fails by itself, told line by line. */
function shortest(rules: Rules, rates: Rates, failing: number): string {
  for (let limit = 0; limit < 5_000; limit++) {
    const ended = runHistory(rules, rates, createChance(failing, limit));
    const broken = brokenBy(ended);
    if (broken.length > 0)
      return [`Seed ${failing}, ${rules.name}:`, ...broken.map((line) => `  ${line}`), ...ended.story].join(
        '\n',
      );
  }
  return `Seed ${failing} fails only as a whole.`;
}

describe.each(PLATFORMS)('any history of faults, $name', (rules) => {
  it.each(WEATHERS)(
    'loses nothing, doubles nothing, keeps the order and ends, %s',
    (name, rates) => {
      const { histories, faults, broken } = search(
        rules,
        rates,
        Math.ceil(HISTORIES / PLATFORMS.length / WEATHERS.length),
        seed,
      );
      console.log(`model, ${rules.name}, ${name}: ${histories} histories, ${faults} faults, seed ${seed}`);

      expect(broken.slice(0, 3).map((failing) => shortest(rules, rates, failing))).toEqual([]);
    },
    600_000,
  );
});

describe('the model can fail', () => {
  it.each<[string, Rules, Mistakes]>([
    ['a look is believed at once, Slack', SLACK, { noSettling: true }],
    ['a look is believed at once, Discord', DISCORD, { noSettling: true }],
    ['an outcome is written by whoever held the row once, Slack', SLACK, { noFencing: true }],
    ['an outcome is written by whoever held the row once, Discord', DISCORD, { noFencing: true }],
    ['a worker acts on an old claim, Slack', SLACK, { noLookAtTheWatch: true }],
    ['a worker acts on an old claim, Discord', DISCORD, { noLookAtTheWatch: true }],
  ])('when %s', (_name, rules, mistakes) => {
    const breaks = (nth: number): boolean =>
      brokenBy(runHistory(rules, storm(DOCUMENTED, 6), createChance(SEED_OF_MISTAKES + nth), mistakes))
        .length > 0;

    expect(Array.from({ length: 3_000 }, (_, nth) => nth).some(breaks)).toBe(true);
  });
});
