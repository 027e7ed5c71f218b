import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arxivCalendar, arxivDay, createArxivCalendar } from '../../../src/papers/arxiv-calendar.js';

const at = (iso: string): Date => new Date(iso);

describe("arXiv's calendar", () => {
  it.each([
    ['2026-11-20', null],
    ['2026-11-21', 'weekend'],
    ['2026-11-22', 'weekend'],
    ['2026-11-23', null],
    // Thanksgiving is a Thursday: its own listing was announced on Wednesday evening.
    ['2026-11-26', null],
    ['2026-11-27', 'arXiv holiday'],
    ['2026-11-30', null],
    // A deferred Friday takes away Sunday evening's announcement.
    ['2026-06-19', null],
    ['2026-06-22', 'arXiv holiday'],
    ['2026-12-28', 'arXiv holiday'],
    ['2026-12-30', 'arXiv holiday'],
    ['2026-01-02', 'arXiv holiday'],
    ['2026-01-20', 'arXiv holiday'],
  ])('has for %s the reason %j', (day, reason) => {
    expect(arxivCalendar.noMailingReason(day)).toBe(reason);
    expect(arxivCalendar.isMailingDay(day)).toBe(reason === null);
  });

  it.each([
    // Before and after midnight Eastern, in winter (05:00 UTC) and in summer (04:00 UTC).
    ['2026-11-20T04:59:59Z', '2026-11-19', '2026-11-20'],
    ['2026-11-20T05:00:00Z', '2026-11-20', '2026-11-23'],
    ['2026-07-15T03:59:59Z', '2026-07-14', '2026-07-15'],
    ['2026-07-15T04:00:00Z', '2026-07-15', '2026-07-16'],
    // Over a week-end, and over Thanksgiving.
    ['2026-11-22T12:00:00Z', '2026-11-20', '2026-11-23'],
    ['2026-11-28T12:00:00Z', '2026-11-26', '2026-11-30'],
  ])('knows at %s the announcement of %s, and the next of %s', (now, last, next) => {
    expect(arxivCalendar.lastAnnouncement(at(now)).listedOn).toBe(last);
    expect(arxivCalendar.nextAnnouncement(at(now)).listedOn).toBe(next);
  });

  it('gives evening, feed and window of submissions of a Monday listing', () => {
    expect(arxivCalendar.announcementOf('2026-11-23')).toEqual({
      listedOn: '2026-11-23',
      announcedAt: at('2026-11-23T01:00:00Z'),
      feedAt: at('2026-11-23T05:00:00Z'),
      submitted: { from: at('2026-11-19T19:00:00Z'), to: at('2026-11-20T19:00:00Z') },
    });
  });

  it('lets the listing after a holiday carry the submissions of both days', () => {
    expect(arxivCalendar.announcementOf('2026-11-30')?.submitted).toEqual({
      from: at('2026-11-25T19:00:00Z'),
      to: at('2026-11-27T19:00:00Z'),
    });
  });

  it('gives no announcement for a day without one', () => {
    expect(arxivCalendar.announcementOf('2026-11-21')).toBeNull();
  });

  it('lists the announcements of an absence, oldest first', () => {
    const missed = arxivCalendar.announcementsBetween(at('2026-11-24T06:00:00Z'), at('2026-12-01T06:00:00Z'));
    expect(missed.map(({ listedOn }) => listedOn)).toEqual([
      '2026-11-25',
      '2026-11-26',
      '2026-11-30',
      '2026-12-01',
    ]);
  });

  it('leaves no submission out and takes none twice, whatever is deferred', () => {
    const days = fc
      .integer({ min: 0, max: 364 })
      .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.array(days, { maxLength: 40 }), (deferred) => {
        const calendar = createArxivCalendar(deferred);
        let one = calendar.nextAnnouncement(at('2026-01-10T00:00:00Z'));
        for (let step = 0; step < 30; step++) {
          const next = calendar.nextAnnouncement(one.feedAt);
          expect(next.submitted.from).toEqual(one.submitted.to);
          expect(next.submitted.to.getTime()).toBeGreaterThan(next.submitted.from.getTime());
          expect(calendar.lastAnnouncement(next.feedAt)).toEqual(next);
          one = next;
        }
      }),
      { numRuns: 15 },
    );
  });

  it('tells the day in New York', () => {
    expect(arxivDay(at('2026-11-20T04:59:00Z'))).toBe('2026-11-19');
  });
});
