/** One answer to choose. */
export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

export interface TextQuestion {
  readonly message: string;
  /** Stands there already. */
  readonly initial?: string;
  /** Says what is wrong with an answer; null when nothing is. */
  readonly check?: (answer: string) => string | null;
}

/** Talks with the person at the terminal. Every question throws `Left` when they go away (Ctrl-C). */
export interface Asker {
  /** What comes now, or what the person has to do elsewhere. */
  say(text: string): void;
  /** Something went well. */
  good(text: string): void;
  /** Something did not; with its repair. */
  bad(text: string): void;
  /** Text to copy: nothing is drawn around it. */
  plain(text: string): void;
  text(question: TextQuestion): Promise<string>;
  /** What is typed is not shown; '' when nothing was. */
  secret(question: TextQuestion): Promise<string>;
  yes(message: string, initial?: boolean): Promise<boolean>;
  one<T>(message: string, choices: readonly Choice<T>[]): Promise<T>;
  several<T>(message: string, choices: readonly Choice<T>[], initial: readonly T[]): Promise<readonly T[]>;
}

/** The person has gone away from a question. */
export class Left extends Error {
  override readonly name = 'Left';
}
