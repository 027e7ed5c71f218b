import { describe, expect, it } from 'vitest';
import { createUpkeep } from '../../src/wiring/upkeep.js';

describe('the upkeep of the database', () => {
  it('comes once an hour, also after one that failed', async () => {
    const start = new Date('2026-11-23T08:00:00Z');
    const minute = (count: number): Date => new Date(start.getTime() + count * 60_000);
    const done: number[] = [];
    let now = 0;
    const upkeep = createUpkeep(() => {
      done.push(now);
      return done.length === 1 ? Promise.reject(new Error('busy')) : Promise.resolve();
    }, start);

    for (; now <= 185; now++) await upkeep(minute(now)).catch(() => undefined);
    expect(done).toEqual([60, 120, 180]);
  });
});
