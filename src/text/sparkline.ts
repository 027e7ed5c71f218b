const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const LEVEL = '▄';

/**
 * A series as block characters, oldest first. The height is the share of the largest value, counted from zero,
 * so that 80 → 84 does not look like a leap; a flat series is a line of half height, all zeros the lowest line.
 * @returns empty for fewer than two values
 */
export function sparkline(values: readonly number[]): string {
  const series = values.filter((value) => Number.isFinite(value)).map((value) => Math.max(0, value));
  if (series.length < 2) return '';
  const max = series.reduce((a, b) => Math.max(a, b));
  if (max === 0) return BARS[0].repeat(series.length);
  if (series.every((value) => value === max)) return LEVEL.repeat(series.length);
  return series.map((value) => BARS[Math.round((value / max) * (BARS.length - 1))]).join('');
}
