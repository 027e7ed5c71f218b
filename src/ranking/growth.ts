const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Time constant of the growth of upvotes on a daily list. Measured on Hugging Face's lists: the value after 24 h is
 * 0.68 of that after 7 days in the median, that after 48 h 0.92 of that after 72 h; `1 − exp(−h/21)` gives 0.68 and 0.93.
 */
const GROWTH_HOURS = 21;
/** Upvotes a listed paper ends with in the median: 6 after a day, over 0.68. */
const TYPICAL_FINAL = 9;
/** How much of the growth curve that expectation is worth; keeps a list's first hours from deciding everything. */
const TRUST = 0.1;

/** The share of its later upvotes a paper has `ageMs` after its list opened; 0 at the opening, towards 1. */
export function grownShare(ageMs: number): number {
  return ageMs <= 0 ? 0 : 1 - Math.exp(-ageMs / (GROWTH_HOURS * HOUR));
}

/**
 * Upvotes a paper is expected to end with.
 * @param ageMs time from the list's opening to the reading; null when it was on no list, which counts as grown
 * @param typical what papers like it end with; counts as long as the list is young
 */
export function expectedFinal(upvotes: number, ageMs: number | null, typical = TYPICAL_FINAL): number {
  const share = ageMs === null ? 1 : grownShare(ageMs);
  return (upvotes + TRUST * typical) / (share + TRUST);
}

/** Upvotes of the last 24 h as the growth curve has them, for want of two sightings; all of them on the first day. */
export function expectedDailyGain(upvotes: number, ageMs: number | null): number {
  if (ageMs === null) return 0;
  const share = grownShare(ageMs);
  return share === 0 ? upvotes : upvotes * (1 - grownShare(ageMs - DAY) / share);
}
