import { AppError } from '../errors.js';

export interface Gate {
  /** Runs `work` when it is its turn. @throws AppError `busy` at once when too many wait; and what `work` throws */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Lets so many works go on at once, the others wait in line: whoever leafs through years of lists does not take the
 * database from the digests.
 */
export function createGate({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Gate {
  const line: (() => void)[] = [];
  let under = 0;
  return {
    run: async (work) => {
      if (under >= atOnce) {
        if (line.length >= waiting)
          throw new AppError('Too much is being asked at this moment.', {
            code: 'busy',
            retryable: true,
            hint: 'Please try again in some seconds.',
          });
        // Whoever leaves hands the place on, so it is counted already.
        await new Promise<void>((resolve) => line.push(resolve));
      } else under += 1;
      try {
        return await work();
      } finally {
        const next = line.shift();
        if (next === undefined) under -= 1;
        else next();
      }
    },
  };
}
