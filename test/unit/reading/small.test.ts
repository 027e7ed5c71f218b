import { describe, expect, it } from 'vitest';
import { createGate } from '../../../src/reading/gate.js';
import { monthOf, monthSpan, readDay, weekOf, weekSpan } from '../../../src/reading/spans.js';
import { upvotePoints } from '../../../src/reading/upvote-points.js';
import { sightingOf } from '../../support/sighted-paper.js';

describe('days, weeks and months by name', () => {
  it('are read when the calendar has them', () => {
    expect(readDay('2026-11-27')).toBe('2026-11-27');
    expect(readDay('2028-02-29')).toBe('2028-02-29');
    expect(weekSpan('2026-W48')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    // The first week of 2026 begins in 2025; 2026 has 53 weeks.
    expect(weekSpan('2026-W01')).toEqual({ from: '2025-12-29', to: '2026-01-04' });
    expect(weekSpan('2026-W53')).toEqual({ from: '2026-12-28', to: '2027-01-03' });
    expect(monthSpan('2026-02')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(monthSpan('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  });

  it.each(['2026-02-29', '2026-13-01', '26-11-27', '2026-11-27T00:00', '0000-00-00', '', 'today'])(
    'no day is %j',
    (text) => expect(readDay(text)).toBeNull(),
  );

  it.each(['2025-W53', '2026-W00', '2026-W54', '2026-48', '0000-W01', '2026-W9', ''])(
    'no week is %j',
    (text) => expect(weekSpan(text)).toBeNull(),
  );

  it.each(['2026-13', '2026-00', '2026-1', '2026-11-27', ''])('no month is %j', (text) =>
    expect(monthSpan(text)).toBeNull(),
  );

  it('are named after their days', () => {
    expect(weekOf('2026-11-27')).toBe('2026-W48');
    expect(weekOf('2027-01-01')).toBe('2026-W53');
    expect(monthOf('2026-11-27')).toBe('2026-11');
  });
});

describe('the readings of upvotes', () => {
  const readings = (count: number) =>
    Array.from({ length: count }, (_, hour) =>
      sightingOf('a', {
        at: new Date(Date.parse('2026-11-23T00:00:00Z') + hour * 3_600_000).toISOString(),
        signals: { upvotes: hour },
      }),
    );

  it('come in order of time, without sightings that have none', () => {
    const [late, early] = [...readings(2)].reverse();
    const stars = sightingOf('a', { at: '2026-11-23T00:30:00Z', signals: { githubStars: 3 } });
    expect(upvotePoints([late!, stars, early!], 10)).toEqual([
      { at: '2026-11-23T00:00:00.000Z', upvotes: 0 },
      { at: '2026-11-23T01:00:00.000Z', upvotes: 1 },
    ]);
  });

  it('are thinned evenly, the first and the last kept', () => {
    const points = upvotePoints(readings(1_000), 24);
    expect(points).toHaveLength(24);
    expect(points[0]?.upvotes).toBe(0);
    expect(points.at(-1)?.upvotes).toBe(999);
  });

  it('may be one or none', () => {
    expect(upvotePoints([], 24)).toEqual([]);
    expect(upvotePoints(readings(1), 24)).toHaveLength(1);
  });
});

describe('the gate', () => {
  it('lets so many through at once, the others in order, and refuses who is too many', async () => {
    const gate = createGate({ atOnce: 2, waiting: 1 });
    const log: string[] = [];
    const ends: (() => void)[] = [];
    const work = (name: string) => () => {
      log.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    const [a, b, c] = ['a', 'b', 'c'].map((name) => gate.run(work(name)));
    expect(log).toEqual(['a', 'b']);
    await expect(gate.run(work('d'))).rejects.toMatchObject({ code: 'busy', retryable: true });
    ends[0]!();
    await a;
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['a', 'b', 'c']);
    for (const end of ends) end();
    await Promise.all([b, c]);
    const again = gate.run(() => Promise.resolve('through'));
    await expect(again).resolves.toBe('through');
  });

  it('goes on after a failure', async () => {
    const gate = createGate({ atOnce: 1, waiting: 1 });
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.run(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
