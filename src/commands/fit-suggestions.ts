import { truncate } from '../text/truncate.js';
import type { Suggestion } from './front.js';

/** What platforms show at a time. */
export const MOST_SUGGESTIONS = 25;
/** Longest label and value, UTF-16 units. */
const LONGEST_SUGGESTION = 100;

/** As platforms take them: the first 25 whose value is not too long, with their labels cut. */
export function fitSuggestions(found: readonly Suggestion[]): readonly Suggestion[] {
  return found
    .filter(({ value }) => value !== '' && value.length <= LONGEST_SUGGESTION)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ label, value }) => ({ label: truncate(label, LONGEST_SUGGESTION), value }));
}
