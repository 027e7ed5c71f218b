const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A count in few characters: `950`, `1.2k`, `12k`, `3.4M`. Not finite becomes `0`. */
export function compactNumber(value: number): string {
  if (!Number.isFinite(value)) return '0';
  const sign = value < 0 ? '-' : '';
  const size = Math.abs(Math.round(value));
  if (size < 1_000) return `${sign}${size}`;
  if (size < 999_500) return `${sign}${short(size / 1_000)}k`;
  return `${sign}${short(size / 1_000_000)}M`;
}

function short(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
}

/** A count with its noun: `1 upvote`, `1.2k upvotes`. */
export function countOf(value: number, one: string, many: string): string {
  return `${compactNumber(value)} ${value === 1 ? one : many}`;
}

/** A span of time in one unit: `40 min`, `20 h` (below two days), `3 days`. @param ms milliseconds; below a minute is `1 min` */
export function spanText(ms: number): string {
  const span = Math.max(0, ms);
  if (span < 0.95 * HOUR) return `${Math.max(1, Math.round(span / 60_000))} min`;
  if (span < 2 * DAY) return `${Math.max(1, Math.round(span / HOUR))} h`;
  return `${Math.round(span / DAY)} days`;
}
