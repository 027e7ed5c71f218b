import { describe, expect, it } from 'vitest';
import { mapInSlices } from '../../src/slices.js';

describe('mapInSlices', () => {
  it('keeps the order, whatever the length', async () => {
    for (const length of [0, 1, 49, 50, 51, 1_000]) {
      const items = Array.from({ length }, (_, index) => index);
      expect(await mapInSlices(items, (item) => item * 2)).toEqual(items.map((item) => item * 2));
    }
  });

  it('lets other work go ahead in between', async () => {
    const seen: string[] = [];
    const other = new Promise<void>((resolve) =>
      setImmediate(() => {
        seen.push('other work');
        resolve();
      }),
    );
    const all = Array.from({ length: 120 }, (_, index) => index);
    await Promise.all([mapInSlices(all, (item) => seen.push(`item ${item}`)), other]);
    expect(seen.indexOf('other work')).toBeGreaterThan(seen.indexOf('item 0'));
    expect(seen.indexOf('other work')).toBeLessThan(seen.indexOf('item 119'));
  });

  it('ends with the first error', async () => {
    const broken = mapInSlices([1, 2], (item) => {
      if (item === 2) throw new Error('two');
      return item;
    });
    await expect(broken).rejects.toThrow('two');
  });
});
