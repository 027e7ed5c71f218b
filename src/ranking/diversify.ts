import { kinOf, type Kin } from './kinship.js';
import { scaleOf } from './channel-score.js';
import type { RankedPaper } from './ranked-paper.js';

/** How far papers that belong together are moved apart. */
interface Distance {
  /** Others that stand between the two. */
  readonly gap: number;
  /** Places the lower one goes down for it at most. */
  readonly places: number;
  /** It lets by no paper whose score is lower than its own by more attention. 1 is full marks. */
  readonly slack: number;
}

/** Each reason moves a paper as far as it is strong; docs/ranking.md tells why these. */
const DISTANCES: Readonly<Record<Kin, Distance>> = {
  /** Who has read the one has read the other: further apart than most digests are long. */
  twin: { gap: 10, places: Infinity, slack: Infinity },
  /** The wave of one laboratory. A slack of 0.2 is a third of the upvotes. */
  group: { gap: 3, places: 5, slack: 0.2 },
  /** One house is many laboratories: its papers only do not stand side by side. */
  organization: { gap: 1, places: 2, slack: 0.1 },
};
const LONGEST_GAP = 10;
/** Most papers held back at once; keeps the cost linear when thousands belong together. */
const HELD_BACK = 50;

interface Entry {
  readonly paper: RankedPaper;
  /** 0-based place it came with. */
  readonly rank: number;
  /** It stands here at the earliest, whatever comes else. */
  twinUntil: number;
  /** The same for a weaker reason, with what it does not let by. */
  kinUntil: number;
  floor: number;
}

/**
 * The same papers, with those that belong together spread out: the lower one moves down until others stand between it
 * and its like, as far as the reason is strong (`DISTANCES`), or nothing else is left. The order is kept otherwise,
 * and nothing is dropped. The cost grows with the number of papers, about sixty comparisons each.
 * @param kin how two papers belong together
 */
export function diversify(ranked: readonly RankedPaper[], kin: typeof kinOf = kinOf): readonly RankedPaper[] {
  const held: Entry[] = [];
  const placed: Entry[] = [];
  let next = 0;
  const place = (entry: Entry): void => {
    for (const other of held) holdApart(other, entry, placed.length, kin);
    placed.push(entry);
  };
  while (placed.length < ranked.length) {
    const at = placed.length;
    const released = held.findIndex((entry) => isFree(entry, at, ranked[next]));
    const paper = ranked[next];
    if (released !== -1 || paper === undefined || held.length >= HELD_BACK) {
      const [entry] = held.splice(released === -1 ? leastBound(held) : released, 1);
      if (entry === undefined) break;
      place(entry);
      continue;
    }
    const entry: Entry = { paper, rank: next, twinUntil: 0, kinUntil: 0, floor: -Infinity };
    next += 1;
    const first = Math.max(0, at - LONGEST_GAP);
    placed.slice(first).forEach((other, index) => holdApart(entry, other, first + index, kin));
    if (isFree(entry, at, ranked[next])) place(entry);
    else held.push(entry);
  }
  return placed.map(({ paper }) => paper);
}

// --- Internal helpers ---

/** Notes how long `entry` must wait for `other`, which stands at `at`. */
function holdApart(entry: Entry, other: Entry, at: number, kin: typeof kinOf): void {
  const reason = kin(entry.paper.paper, other.paper.paper);
  if (reason === null) return;
  const { gap, places, slack } = DISTANCES[reason];
  const until = at + gap + 1;
  if (reason === 'twin') {
    entry.twinUntil = Math.max(entry.twinUntil, until);
    return;
  }
  entry.kinUntil = Math.max(entry.kinUntil, Math.min(until, entry.rank + places));
  entry.floor = Math.max(entry.floor, entry.paper.score - slack * scaleOf(entry.paper));
}

/** When all must wait, the one that would wait the shortest goes. @returns its index */
function leastBound(held: readonly Entry[]): number {
  let least = 0;
  held.forEach((entry, index) => {
    if (waitOf(entry) < waitOf(held[least] ?? entry)) least = index;
  });
  return least;
}

function waitOf({ twinUntil, kinUntil }: Entry): number {
  return Math.max(twinUntil, kinUntil);
}

/** @param next who would stand there instead */
function isFree({ twinUntil, kinUntil, floor }: Entry, at: number, next: RankedPaper | undefined): boolean {
  if (twinUntil > at) return false;
  return kinUntil <= at || (next !== undefined && next.score < floor);
}
