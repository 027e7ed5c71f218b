export type Weight = 'medium' | 'bold';

/** The family that is drawn with; others stand in for letters it lacks. */
export const MAIN_FAMILY = 'Fira Sans Condensed';

/** What must be known of the letters to lay out text: the fonts that come with Broadsheet, measured. */
export interface Face {
  /** Pixels that `text` takes in one line. @param size pixels of an em */
  width(text: string, size: number, weight: Weight): number;
  /** The family that has a letter for a code point; null when none has. */
  family(codePoint: number): string | null;
}
