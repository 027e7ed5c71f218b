import type { PlainDate } from '../papers/paper.js';
import type { When } from './query-types.js';

const DAY = 86_400_000;
const DAYS_IN: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };
const LONGEST_DAYS = 36_500;

/** Reads `2026-10-01`, or a span back from now: `7d`, `2w`, `3m` (30 days each), `1y`; also `today`. Null when it is neither. */
export function parseWhen(text: string): When | null {
  const wanted = text.trim().toLowerCase();
  if (/^\d{4}-\d{2}-\d{2}$/.test(wanted)) return isDate(wanted) ? { date: wanted } : null;
  if (wanted === 'today') return { daysAgo: 0 };
  const span = /^(\d{1,5})([dwmy])$/.exec(wanted);
  if (span === null) return null;
  const daysAgo = Number(span[1]) * (DAYS_IN[span[2] ?? ''] ?? 1);
  return daysAgo <= LONGEST_DAYS ? { daysAgo } : null;
}

function isDate(text: PlainDate): boolean {
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** The day meant, in UTC. */
export function resolveWhen(when: When, now: Date): PlainDate {
  return 'date' in when ? when.date : new Date(now.getTime() - when.daysAgo * DAY).toISOString().slice(0, 10);
}

/** The shortest form that `parseWhen` reads as the same; days where several are as short. */
export function printWhen(when: When): string {
  if ('date' in when) return when.date;
  const forms = Object.entries(DAYS_IN)
    .filter(([, days]) => when.daysAgo % days === 0)
    .map(([unit, days]) => `${when.daysAgo / days}${unit}`);
  return forms.reduce((best, form) => (form.length < best.length ? form : best));
}
