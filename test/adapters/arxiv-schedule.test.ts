import { describe, expect, it } from 'vitest';
import { feedIsDue, nextArxivRead } from '../../adapters/arxiv/schedule.js';
import { arxivCalendar } from '../../src/papers/arxiv-calendar.js';

const at = (iso: string): Date => new Date(iso);
/** Readings of the feed from one instant to another, when each reading takes ten seconds. */
function feedReadings(from: string, to: string, show: (now: Date) => string | null): string[] {
  let lastOkAt: Date | null = null;
  let seen: string | null = null;
  const readings: string[] = [];
  for (let now = at(from); now <= at(to);) {
    if (feedIsDue(arxivCalendar, { lastOkAt, seen }, now)) {
      readings.push(now.toISOString().slice(5, 16));
      seen = show(now) ?? seen;
    }
    lastOkAt = new Date(now.getTime() + 10_000);
    now = new Date(
      Math.max(now.getTime() + 60_000, nextArxivRead(arxivCalendar, { lastOkAt, seen }, now).getTime()),
    );
  }
  return readings;
}

describe('when arXiv is read', () => {
  it('is at once when it was never read', () => {
    const now = at('2026-11-21T12:00:00Z');
    expect(nextArxivRead(arxivCalendar, { lastOkAt: null, seen: null }, now)).toEqual(now);
    expect(feedIsDue(arxivCalendar, { lastOkAt: null, seen: null }, now)).toBe(true);
  });

  it('is once after each announcement, ten minutes past midnight Eastern, when the feed is there', () => {
    const readings = feedReadings(
      '2026-11-19T12:00:00Z',
      '2026-11-24T12:00:00Z',
      (now) => arxivCalendar.lastAnnouncement(now).listedOn,
    );
    expect(readings).toEqual(['11-19T12:00', '11-20T05:10', '11-23T05:10', '11-24T05:10']);
  });

  it('is every half hour while an expected announcement is late, until it shows', () => {
    const readings = feedReadings('2026-11-19T12:00:00Z', '2026-11-20T20:00:00Z', (now) =>
      now < at('2026-11-20T07:00:00Z') ? '2026-11-19' : '2026-11-20',
    );
    expect(readings).toHaveLength(6);
    expect(readings[1]).toBe('11-20T05:10');
    expect(readings.at(-1)).toBe('11-20T07:10');
  });

  it('gives up after six hours when the announcement never shows', () => {
    const readings = feedReadings('2026-11-19T12:00:00Z', '2026-11-21T20:00:00Z', () => '2026-11-19');
    expect(readings.at(-1)).toBe('11-20T11:10');
  });

  it('looks for details of papers every hour between announcements', () => {
    const readings = { lastOkAt: at('2026-11-20T12:00:00Z'), seen: '2026-11-20' };
    expect(nextArxivRead(arxivCalendar, readings, at('2026-11-20T12:01:00Z'))).toEqual(
      at('2026-11-20T13:00:00Z'),
    );
    expect(feedIsDue(arxivCalendar, readings, at('2026-11-20T13:00:00Z'))).toBe(false);
  });
});
