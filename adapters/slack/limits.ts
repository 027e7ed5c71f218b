import type { PaceRule } from '../../src/ports/turn-store.js';

/**
 * What Slack accepts, in one place. Source: Slack's Block Kit reference and the pages of the methods, unless noted.
 * Characters are counted after escaping, in UTF-16 units, which is never fewer than code points.
 */
export const LIMITS = {
  /** Blocks per message; in a modal or the App Home. */
  blocks: 50,
  viewBlocks: 100,
  headerText: 150,
  sectionText: 3000,
  fields: 10,
  fieldText: 2000,
  contextElements: 10,
  /** Per context element; documented for text objects in general. */
  contextText: 3000,
  altText: 2000,
  imageUrl: 3000,
  blockId: 255,
  actionId: 255,
  buttons: 25,
  buttonText: 75,
  buttonValue: 2000,
  /** Title, submit and close of a modal. */
  viewTitle: 24,
  inputLabel: 2000,
  inputHint: 2000,
  /** Options of a select; their texts and values. */
  options: 100,
  optionText: 75,
  optionValue: 150,
  privateMetadata: 3000,
  /** Best length of `text`; it is cut at 40,000. */
  text: 4000,
  /** Undocumented: `msg_blocks_too_long` was seen from about 13,200 characters over all blocks (bolt-js issue 2509). */
  blocksTotal: 13_200,
  /** Answers through one response URL, and how long it lives. */
  responseUses: 5,
  responseMs: 30 * 60_000,
  /** Messages per page of history that every kind of app may ask for; apps sold outside the Marketplace get no more. */
  historyPage: 15,
  /** Largest page asked for once a first one was not enough; internal apps may have up to 999. */
  historyNextPage: 200,
  appName: 35,
} as const;

/** What we fill at most: a margin below Slack's own numbers. */
export const BUDGET = {
  headerText: 140,
  altText: 300,
  /** Alt text of a digest's picture, which tells five papers. */
  pictureAlt: 700,
  text: 400,
  fieldName: 100,
  fieldValue: 400,
  /** UTF-8 bytes of all blocks as JSON. */
  blocksJson: 12_000,
  /** The same in a modal or the App Home; Slack refuses views over 250,000 bytes (`view_too_large`). */
  viewJson: 100_000,
  /** One of the cards below the links of a message. */
  unfurlJson: 6_000,
  /** Messages one answer may take; one use of the response URL is left for a late sentence. */
  messages: 4,
  /** A response URL is not used in its last minutes: our clock started after Slack's. Milliseconds. */
  responseMs: 28 * 60_000,
  /** Longest text taken from a message or command; the core refuses far shorter ones in words. */
  incomingText: 8_000,
} as const;

/**
 * Slack takes one message a second in a channel, and "several hundred per minute" in a workspace
 * (apis/web-api/rate-limits): never more than 540 in any minute here. Half of them may go at once, so that the morning
 * of fifty channels takes as long as that of one; a workspace with more goes on at half the rate.
 */
export const POST_PACE: Readonly<Record<'channel' | 'workspace', PaceRule>> = {
  channel: { everyMs: 1_000, burst: 1 },
  workspace: { everyMs: 60_000 / 270, burst: 270 },
};
