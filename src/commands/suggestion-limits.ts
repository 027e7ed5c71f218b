import type { ChatPlatform } from './request.js';

/** What platforms show at a time. */
export const MOST_SUGGESTIONS = 25;
/** Longest label, UTF-16 units. */
export const LONGEST_LABEL = 100;
/** Longest value, UTF-16 units: of a choice on Discord, of an option of a select in Slack. */
export const LONGEST_VALUE: Readonly<Record<ChatPlatform, number>> = { discord: 100, slack: 150 };
