import { describe, expect, it } from 'vitest';
import { createUpkeep } from '../../src/wiring/upkeep.js';

describe('the upkeep of the database', () => {
  it('comes once an hour, also after one that failed', async () => {
    const start = new Date('2026-11-23T08:00:00Z');
    const minute = (count: number): Date => new Date(start.getTime() + count * 60_000);
    const done: number[] = [];
    let now = 0;
    const after: number[] = [];
    const failed: unknown[] = [];
    const step = () => {
      done.push(now);
      return done.length === 1 ? Promise.reject(new Error('busy')) : Promise.resolve();
    };
    const upkeep = createUpkeep([step, () => Promise.resolve(after.push(now))], start);

    for (; now <= 185; now++) await upkeep(minute(now)).catch((error: unknown) => failed.push(error));
    expect(done).toEqual([60, 120, 180]);
    expect(after, 'a step after one that failed').toEqual([60, 120, 180]);
    expect(failed).toEqual([new Error('busy')]);
  });
});
