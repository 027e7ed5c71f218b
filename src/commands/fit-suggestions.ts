import { truncate } from '../text/truncate.js';
import type { Suggestion } from './front.js';
import type { ChatPlatform } from './request.js';

/** What platforms show at a time. */
export const MOST_SUGGESTIONS = 25;
/** Longest label, UTF-16 units. */
const LONGEST_LABEL = 100;
/** Longest value, UTF-16 units: of a choice on Discord, of an option of a select in Slack. */
const LONGEST_VALUE: Readonly<Record<ChatPlatform, number>> = { discord: 100, slack: 150 };

/** As a platform takes them: the first 25 whose value is not too long, with their labels cut. */
export function fitSuggestions(found: readonly Suggestion[], platform: ChatPlatform): readonly Suggestion[] {
  return found
    .filter(({ value }) => value !== '' && value.length <= LONGEST_VALUE[platform])
    .slice(0, MOST_SUGGESTIONS)
    .map(({ label, value }) => ({ label: truncate(label, LONGEST_LABEL), value }));
}
