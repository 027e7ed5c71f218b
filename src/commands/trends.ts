import { describeError } from '../errors.js';
import type { CommandDeps } from './deps.js';
import { trendingWords } from './trending-words.js';
import { weekWindow } from '../digests/windows.js';

export interface Trend {
  readonly words: readonly string[];
  /** The week's best papers. */
  readonly papers: readonly { readonly id: string; readonly title: string }[];
}

export interface Trends {
  /** What trends as of the last ten minutes; what was known before, or nothing, while that is being worked out. */
  now(): Promise<Trend>;
}

/** Remembered this long, milliseconds. */
const KEPT_MS = 10 * 60_000;
const PAPERS = 25;
const NOTHING: Trend = { words: [], papers: [] };

/** What trends, worked out beside whoever asks: nobody who types waits for it. */
export function createTrends(
  deps: Pick<CommandDeps, 'papers' | 'rankings' | 'rank' | 'clock' | 'logger'>,
): Trends {
  let known = NOTHING;
  let madeAt: Date | null = null;
  let making = false;

  const make = async (now: Date): Promise<void> => {
    making = true;
    try {
      const { ranked } = await weekWindow(now, deps);
      const papers = ranked.slice(0, PAPERS).map(({ paper: { id, title } }) => ({ id, title }));
      known = { words: trendingWords(ranked), papers };
      madeAt = now;
    } catch (error) {
      deps.logger.warn({ error: describeError(error) }, 'what trends could not be worked out');
    } finally {
      making = false;
    }
  };

  return {
    now: async () => {
      const now = await deps.clock.now();
      const old = madeAt === null || Math.abs(now.getTime() - madeAt.getTime()) >= KEPT_MS;
      if (old && !making) void make(now);
      return known;
    },
  };
}
