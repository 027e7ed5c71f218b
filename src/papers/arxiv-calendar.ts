import { Temporal } from 'temporal-polyfill';
import holidays from './arxiv-holidays.json' with { type: 'json' };
import type { PlainDate } from './paper.js';

/** arXiv keeps US Eastern time. */
export const ARXIV_ZONE = 'America/New_York';
const SUNDAY = 7;
const SATURDAY = 6;
/** The longest row of days without an announcement is a holiday beside a week-end; a year is far past it. */
const LONGEST_SEARCH_DAYS = 366;

/** One nightly announcement. */
export interface Announcement {
  /** The day its listing and feed carry: the morning after, Monday to Friday. */
  readonly listedOn: PlainDate;
  /** The evening before at 20:00 Eastern, when the new ids become public. */
  readonly announcedAt: Date;
  /** Midnight Eastern, when feed and API show it. */
  readonly feedAt: Date;
  /** Submissions received from (inclusive) to (exclusive); papers held by moderation come later than that. */
  readonly submitted: { readonly from: Date; readonly to: Date };
}

export interface ArxivCalendar {
  /** True when a listing carries this day. */
  isMailingDay(day: PlainDate): boolean;
  /** Why no listing carries this day: `weekend`, `arXiv holiday`, or null when one does. */
  noMailingReason(day: PlainDate): string | null;
  /** The newest announcement that feed and API show. */
  lastAnnouncement(now: Date): Announcement;
  /** The first one that they do not show yet. */
  nextAnnouncement(now: Date): Announcement;
  /** Announcements with `after` < feedAt ≤ `upTo`, oldest first. */
  announcementsBetween(after: Date, upTo: Date): readonly Announcement[];
  /** The announcement that carries this day; null when none does. */
  announcementOf(day: PlainDate): Announcement | null;
}

/**
 * When arXiv announces, from its published schedule (info.arxiv.org/help/availability): at 20:00 Eastern from Sunday
 * to Thursday, never on Friday and Saturday. Pure.
 * A deferred day takes away the announcement of the submissions that close on it at 14:00: a Thursday's is the one of
 * that evening, a Friday's the one of Sunday evening.
 * @param deferred days without mailing, as arXiv lists them
 */
export function createArxivCalendar(deferred: readonly PlainDate[]): ArxivCalendar {
  const off = new Set(deferred);
  const noMailingReason = (day: PlainDate): string | null => {
    const date = Temporal.PlainDate.from(day);
    if (date.dayOfWeek >= SATURDAY) return 'weekend';
    const evening = date.subtract({ days: 1 });
    return off.has(evening.toString()) || off.has(closingDay(date).toString()) ? 'arXiv holiday' : null;
  };
  const mails = (date: Temporal.PlainDate): boolean => noMailingReason(date.toString()) === null;
  const announcement = (date: Temporal.PlainDate): Announcement => ({
    listedOn: date.toString(),
    announcedAt: instant(date.subtract({ days: 1 }), 20),
    feedAt: instant(date, 0),
    submitted: {
      from: instant(closingDay(search(date.subtract({ days: 1 }), -1, mails)), 14),
      to: instant(closingDay(date), 14),
    },
  });
  return {
    noMailingReason,
    isMailingDay: (day) => noMailingReason(day) === null,
    lastAnnouncement: (now) => announcement(search(easternDay(now), -1, mails)),
    nextAnnouncement: (now) => announcement(search(easternDay(now).add({ days: 1 }), 1, mails)),
    announcementOf: (day) =>
      noMailingReason(day) === null ? announcement(Temporal.PlainDate.from(day)) : null,
    announcementsBetween: (after, upTo) => {
      const found: Announcement[] = [];
      const last = easternDay(upTo);
      for (
        let day = easternDay(after).add({ days: 1 });
        Temporal.PlainDate.compare(day, last) <= 0;
        day = day.add({ days: 1 })
      )
        if (mails(day)) found.push(announcement(day));
      return found;
    },
  };
}

/** The calendar with the deferred days of `arxiv-holidays.json`. */
export const arxivCalendar: ArxivCalendar = createArxivCalendar(Object.values(holidays.deferred).flat());

/** The calendar day in New York at this instant. */
export function arxivDay(now: Date): PlainDate {
  return easternDay(now).toString();
}

// --- Internal helpers ---

/** The day at whose 14:00 the submissions of this listing closed: the evening's own, on a Monday the Friday's. */
function closingDay(listed: Temporal.PlainDate): Temporal.PlainDate {
  const evening = listed.subtract({ days: 1 });
  return evening.dayOfWeek === SUNDAY ? evening.subtract({ days: 2 }) : evening;
}

function search(
  from: Temporal.PlainDate,
  step: 1 | -1,
  accept: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate {
  for (let days = 0; days < LONGEST_SEARCH_DAYS; days++) {
    const day = from.add({ days: step * days });
    if (accept(day)) return day;
  }
  return from;
}

function easternDay(now: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(ARXIV_ZONE).toPlainDate();
}

function instant(day: Temporal.PlainDate, hour: number): Date {
  const zoned = day.toZonedDateTime({ timeZone: ARXIV_ZONE, plainTime: { hour } });
  return new Date(zoned.epochMilliseconds);
}
