export interface SlidingWindow {
  /** Milliseconds until one more of `key` keeps within `most` in any window; 0 = now. */
  waitMs(key: string, most: number, now: number): number;
  count(key: string, now: number): void;
}

/**
 * Remembers when things happened, by key, for one window.
 * @param mostKeys beyond it the key that was least recently counted is forgotten, so that memory is bounded
 */
export function createSlidingWindow(options: { windowMs: number; mostKeys: number }): SlidingWindow {
  const { windowMs, mostKeys } = options;
  /** Least recently counted first. */
  const happened = new Map<string, readonly number[]>();

  /** A clock that was set back leaves instants in the future; they count no more. */
  const recent = (key: string, now: number): readonly number[] =>
    (happened.get(key) ?? []).filter((at) => at > now - windowMs && at <= now);

  const forgetOld = (now: number): void => {
    for (const [key, times] of happened) {
      if (happened.size <= mostKeys && (times.at(-1) ?? 0) > now - windowMs) return;
      happened.delete(key);
    }
  };

  return {
    waitMs: (key, most, now) => {
      const times = recent(key, now);
      const oldest = times[times.length - most];
      return oldest === undefined ? 0 : oldest + windowMs - now;
    },
    count: (key, now) => {
      const times = [...recent(key, now), now];
      happened.delete(key);
      happened.set(key, times);
      forgetOld(now);
    },
  };
}
