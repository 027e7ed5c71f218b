/** A line that is written over and over; nothing where nobody would see it move. */
export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away. */
  clear(): void;
}

/** How often the line changes. */
const EVERY_MS = 200;
const ERASE = '\r\u001b[K';

export interface ProgressDeps {
  /** Writes to the terminal; stderr in production. */
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Milliseconds, any beginning. */
  readonly now: () => number;
}

export function createProgress({ write, isTerminal, now }: ProgressDeps): ProgressLine {
  let shownAt = -Infinity;
  return {
    show: (text) => {
      if (!isTerminal || now() - shownAt < EVERY_MS) return;
      shownAt = now();
      write(`${ERASE}${text}`);
    },
    clear: () => {
      if (isTerminal && shownAt > -Infinity) write(ERASE);
      shownAt = -Infinity;
    },
  };
}
