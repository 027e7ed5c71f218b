/** A source of chance that can be had again from its seed. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** True this often. @param rate 0 to 1 */
  happens(rate: number): boolean;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  /** One of the keys by their rates, or `otherwise` for what the rates leave over. */
  among<K extends string>(rates: Readonly<Record<K, number>>, otherwise: NoInfer<K>): K;
  /** Draws so far. */
  readonly drawn: number;
}

/**
 * @param seed a whole number
 * @param limit after so many draws nothing happens any more (every draw is just below 1); default never. For finding
 * the shortest history that still fails
 */
export function createChance(seed: number, limit = Infinity): Chance {
  let state = seed >>> 0;
  let drawn = 0;
  // mulberry32
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const next = () => {
    drawn += 1;
    return drawn > limit ? 1 - 2 ** -32 : random();
  };
  return {
    next,
    happens: (rate) => next() < rate,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('There is nothing to pick from.');
      return item;
    },
    among: (rates, otherwise) => {
      let left = next();
      for (const [key, rate] of Object.entries<number>(rates)) {
        left -= rate;
        if (left < 0) return key as keyof typeof rates;
      }
      return otherwise;
    },
    get drawn() {
      return drawn;
    },
  };
}

/** The seed to run with: `FAULTS_SEED`, else one of today's instant, so that every run looks somewhere else. */
export function seedOfRun(): number {
  const { FAULTS_SEED: given = '' } = process.env;
  return given === '' ? Date.now() % 1_000_000_007 : Number(given);
}

/** Mistakes made on purpose are looked for where they are known to show. */
export const SEED_OF_MISTAKES = 20_261_125;

/** True for `npm run test:faults -- --long`. */
export const isLong = process.env['FAULTS_LONG'] === '1';
