/** What a terminal can reasonably show, in graphemes or columns. */
export const LIMITS = {
  title: 300,
  line: 300,
  gist: 600,
  /** Text is wrapped at most this wide: longer lines are hard to read. */
  widest: 100,
  /** Narrower terminals are treated as this wide. */
  narrowest: 48,
} as const;
