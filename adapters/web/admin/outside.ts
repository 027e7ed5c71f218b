import { cleanText } from '../../../src/text/clean.js';
import { fit } from '../fit.js';

/** Bytes of a text from outside that a page shows. */
const LONGEST = 600;

/** A text that a platform, a source or a person wrote, fit to be shown: without control and bidi characters, and cut. */
export function outside(text: string): string {
  return fit(cleanText(text), LONGEST);
}
