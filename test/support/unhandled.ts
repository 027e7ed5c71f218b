import { afterEach, beforeEach, expect } from 'vitest';

/**
 * Every test of the file fails when it leaves a rejection behind that nobody handled: outside of a test that ends the
 * process.
 */
export function expectNothingUnhandled(): void {
  const unhandled: unknown[] = [];
  const keep = (reason: unknown) => void unhandled.push(reason);
  beforeEach(() => void process.on('unhandledRejection', keep));
  afterEach(() => {
    process.off('unhandledRejection', keep);
    expect(unhandled.splice(0)).toEqual([]);
  });
}
