/** Keeps short secrets unreadable where others can look: job data, table rows. */
export interface Sealer {
  /** @param purpose must be given again to open it, e.g. `answer:discord:123` */
  seal(plain: string, purpose: string): string;
  /** @throws AppError `config` when it was sealed with another key or for another purpose, or was changed */
  open(sealed: string, purpose: string): string;
  /** Whether it was sealed with the key that seals now; false for what is sealed with one of before, or not at all. */
  isCurrent(sealed: string): boolean;
}
