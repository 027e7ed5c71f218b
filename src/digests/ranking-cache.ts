import type { PlainDate } from '../papers/paper.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import { createTermSpace, type TermSpace } from '../ranking/term-space.js';
import { mapInSlices } from '../slices.js';
import { parseQuery } from '../topics/query.js';
import { createRelevance } from '../topics/relevance.js';

/** Rankings are shared this long, milliseconds: the 09:00 herd shares one, and news waits a minute at most. */
export const SHARED_FOR_MS = 60_000;
/** Whoever looks around in a chat may be told of the last five minutes: a new ranking takes a second of everybody's time. */
export const LOOKED_AT_FOR_MS = 5 * 60_000;
/** Windows kept at once: the usual week, and one longer one. A window of a week is tens of megabytes. */
const MOST_WINDOWS = 2;
/** Queries remembered for a window: fifty topics of many channels, and what people look for besides. */
const MOST_QUERIES = 500;

export type Matches = ReadonlyMap<string, number>;

/** The ranked papers of one window, with what each query matches; worked out once per query, not per channel. */
export interface RankedWindow {
  /** Best first. */
  readonly ranked: readonly RankedPaper[];
  /**
   * Ids of the papers a query matches, each with how much of it the query is about (more than 0, at most 1); null when
   * the query cannot be read. Asked for twice, it is worked out once.
   */
  matching(query: string): Promise<Matches | null>;
  /** The papers' words with their weights, for channels that have a taste; worked out at the first question. */
  terms(): Promise<TermSpace>;
}

export interface RankingCache {
  /**
   * The ranking of the papers listed since `since`. Callers within a minute share one, also while it is being made;
   * one that failed is forgotten.
   * @param oldestMs how old a shared one may be, at most five minutes; default one minute. One without papers is never
   *   older than a minute
   */
  window(
    since: PlainDate,
    now: Date,
    load: () => Promise<readonly RankedPaper[]>,
    oldestMs?: number,
  ): Promise<RankedWindow>;
  /** Lets go of rankings made before `instant`, so that the next one is made of what is stored by now. */
  forget(instant: Date): void;
  /** Lets go of rankings that are too old to share. */
  prune(now: Date): void;
}

interface Entry {
  readonly at: Date;
  readonly window: Promise<RankedWindow>;
  /** Nothing is in it: the sources may be read at this moment. */
  empty: boolean;
}

export function createRankingCache(): RankingCache {
  const entries = new Map<PlainDate, Entry>();

  const prune = (now: Date): void => {
    for (const [since, { at }] of entries) {
      if (Math.abs(now.getTime() - at.getTime()) >= LOOKED_AT_FOR_MS) entries.delete(since);
    }
  };

  return {
    forget(instant) {
      for (const [since, { at }] of entries) if (at < instant) entries.delete(since);
    },
    prune,
    window(since, now, load, oldestMs = SHARED_FOR_MS) {
      prune(now);
      const known = entries.get(since);
      if (known !== undefined && isFresh(known, now, oldestMs)) return known.window;
      entries.delete(since);
      const made = load().then((ranked) => {
        entry.empty = ranked.length === 0;
        return createWindow(ranked, now);
      });
      const entry: Entry = { at: now, window: made, empty: false };
      for (const oldest of [...entries.keys()].slice(0, 1 + entries.size - MOST_WINDOWS)) {
        entries.delete(oldest);
      }
      entries.set(since, entry);
      entry.window.catch(() => {
        if (entries.get(since) === entry) entries.delete(since);
      });
      return entry.window;
    },
  };
}

/** @param now what `since:7d` in a query counts from */
export function createWindow(ranked: readonly RankedPaper[], now: Date): RankedWindow {
  const known = new Map<string, Promise<Matches | null>>();
  let terms: Promise<TermSpace> | null = null;
  return {
    ranked,
    terms() {
      terms ??= createTermSpace(ranked.map(({ paper }) => paper)).catch((error: unknown) => {
        terms = null;
        throw error;
      });
      return terms;
    },
    matching(query) {
      const before = known.get(query);
      if (before !== undefined) return before;
      const ids = matchAll(ranked, query, now);
      const [oldest] = known.size < MOST_QUERIES ? [] : known.keys();
      if (oldest !== undefined) known.delete(oldest);
      known.set(query, ids);
      return ids;
    },
  };
}

function isFresh({ at, empty }: Entry, now: Date, oldestMs: number): boolean {
  return Math.abs(now.getTime() - at.getTime()) < (empty ? SHARED_FOR_MS : oldestMs);
}

/** What `RankedWindow.matching` tells of a query, worked out anew each time. */
export async function matchAll(
  ranked: readonly RankedPaper[],
  text: string,
  now: Date,
): Promise<Matches | null> {
  const parsed = parseQuery(text);
  if (!parsed.ok) return null;
  const relevanceTo = createRelevance(parsed.query, { now });
  const rated = await mapInSlices(ranked, (item) => [item.paper.id, relevanceTo(item)] as const);
  return new Map(rated.filter(([, relevance]) => relevance > 0));
}
