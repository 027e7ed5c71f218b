import { describe, expect, it } from 'vitest';
import { addDays, localClock, localDate, shortDay, spellDay } from '../../../src/digests/day.js';
import { deliveryKey } from '../../../src/digests/delivery-key.js';
import { windowStart } from '../../../src/digests/prepare.js';
import { createRankingCache, createWindow, LOOKED_AT_FOR_MS } from '../../../src/digests/ranking-cache.js';
import { rankPapers } from '../../../src/ranking/rank.js';
import { sighted } from '../../support/sighted-paper.js';

const now = new Date('2026-11-23T08:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

describe('days', () => {
  it('are spelled out', () => {
    expect(spellDay('2026-11-23')).toBe('Monday, 23 November 2026');
    expect(spellDay('2028-02-29')).toBe('Tuesday, 29 February 2028');
  });

  it('are written in short', () => {
    expect(shortDay('2026-11-03')).toBe('3 Nov 2026');
  });

  it('and hours are those of the zone', () => {
    const instant = new Date('2026-11-23T10:30:59Z');

    expect(localDate(instant, 'Pacific/Kiritimati')).toBe('2026-11-24');
    expect(localClock(instant, 'Pacific/Kiritimati')).toBe('00:30');
    expect(localDate(instant, 'Pacific/Pago_Pago')).toBe('2026-11-22');
  });

  it('are counted on the calendar', () => {
    expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });
});

describe('a delivery key', () => {
  const address = { platform: 'slack', workspace: 'T1', place: 'C1' } as const;
  const part = { address, channelId: 7, slot: '2026-11-23', position: 0 };

  it('is the same for the same part, for ever', () => {
    expect(deliveryKey(part)).toBe('55af3a7a9a013c1bf059678122a1cc231fb7b82afeca808fced7ace6c4d92c03');
  });

  it('differs with channel, its row, slot and position', () => {
    const keys = [
      part,
      { ...part, position: 1 },
      { ...part, channelId: 8 },
      { ...part, slot: '2026-11-24' },
      { ...part, slot: 'now:2026-11-23' },
      { ...part, address: { ...address, place: 'C2' } },
      { ...part, address: { ...address, platform: 'discord' as const } },
    ].map(deliveryKey);

    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the window of candidates', () => {
  it.each([
    ['a week without a digest before', null, '2026-11-16'],
    ['a week after yesterday’s digest', '2026-11-22', '2026-11-16'],
    ['back to the last digest when that is longer', '2026-11-02', '2026-11-02'],
    ['a month at most', '2025-01-01', '2026-10-23'],
  ])('is %s', (_what, lastPosted, start) => {
    expect(windowStart(now, lastPosted)).toBe(start);
  });
});

describe('the shared ranking', () => {
  const ranked = rankPapers([sighted({ id: '2611.00001', title: 'Speech for all' })], now);
  const count = () => {
    const calls = { loads: 0 };
    const load = () => {
      calls.loads += 1;
      return Promise.resolve(ranked);
    };
    return { calls, load };
  };

  it('is made once for callers within a minute, also at the same time', async () => {
    const cache = createRankingCache();
    const { calls, load } = count();

    await Promise.all([cache.window('2026-11-16', now, load), cache.window('2026-11-16', now, load)]);
    await cache.window('2026-11-16', later(59_000), load);
    expect(calls.loads).toBe(1);

    await cache.window('2026-11-16', later(60_000), load);
    expect(calls.loads).toBe(2);
  });

  it('may be five minutes old for those who only look around, unless nothing is in it', async () => {
    const cache = createRankingCache();
    const { calls, load } = count();
    const none = () => Promise.resolve([]);

    await cache.window('2026-11-16', now, load);
    await cache.window('2026-11-16', later(299_000), load, LOOKED_AT_FOR_MS);
    expect(calls.loads).toBe(1);
    await cache.window('2026-11-16', later(300_000), load, LOOKED_AT_FOR_MS);
    expect(calls.loads).toBe(2);

    await cache.window('2026-11-01', now, none);
    await cache.window('2026-11-01', later(60_000), load, LOOKED_AT_FOR_MS);
    expect(calls.loads).toBe(3);
  });

  it('is made again after a failure', async () => {
    const cache = createRankingCache();
    const { load } = count();

    await expect(
      cache.window('2026-11-16', now, () => Promise.reject(new Error('database away'))),
    ).rejects.toThrow('database away');
    await expect(cache.window('2026-11-16', now, load)).resolves.toMatchObject({ ranked });
  });

  it('keeps two windows at most, and none once pruned', async () => {
    const cache = createRankingCache();
    const { calls, load } = count();

    for (const since of ['2026-11-16', '2026-11-01', '2026-10-23', '2026-11-16'])
      await cache.window(since, now, load);
    expect(calls.loads).toBe(4);

    cache.prune(later(300_000));
    await cache.window('2026-11-16', now, load);
    expect(calls.loads).toBe(5);
  });

  it('knows what a query matches, and when it cannot be read', async () => {
    const window = createWindow(ranked, now);

    const about = (await window.matching('speech'))?.get('2611.00001');
    expect(about).toBeGreaterThan(0);
    expect(about).toBeLessThan(1);
    expect(window.matching('speech')).toBe(window.matching('speech'));
    await expect(window.matching('')).resolves.toEqual(new Map([['2611.00001', 1]]));
    await expect(window.matching('"speech')).resolves.toBeNull();
  });
});
