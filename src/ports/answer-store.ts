/** Makes sure that one interaction is answered once, and one page shared once, whoever runs its job. */
export interface AnswerStore {
  /** Takes an id for oneself. @returns false when it was taken before, within the last day */
  claim(id: string): Promise<boolean>;
  /** Gives a claim back: what it was for has certainly not happened, and may be tried again. */
  release(id: string): Promise<void>;
  /** Drops what is older than a day, and lists older than thirty. */
  prune(): Promise<void>;
}

/** A list somebody pages through, kept for thirty days. */
export interface ListView {
  readonly title: string;
  /** Shown above every page. */
  readonly notes: readonly string[];
  readonly papers: readonly {
    readonly paperId: string;
    /** The small line as it was when the list was made. */
    readonly note: string;
  }[];
}

export interface ViewStore {
  /** @returns its id: 1 to 32 lower-case letters and digits, not to be guessed */
  keep(view: ListView): Promise<string>;
  /** Null when it was never there or is over. */
  get(id: string): Promise<ListView | null>;
}
