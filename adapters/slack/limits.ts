/**
 * What Slack accepts, in one place. Source: Slack's Block Kit reference and `chat.postMessage`, unless noted.
 * Characters are counted after escaping, in UTF-16 units, which is never fewer than code points.
 */
export const LIMITS = {
  /** Blocks per message. */
  blocks: 50,
  headerText: 150,
  sectionText: 3000,
  contextElements: 10,
  /** Per context element; documented for text objects in general. */
  contextText: 3000,
  altText: 2000,
  imageUrl: 3000,
  blockId: 255,
  /** Best length of `text`; it is cut at 40,000. */
  text: 4000,
  /** Undocumented: `msg_blocks_too_long` was seen from about 13,200 characters over all blocks (bolt-js issue 2509). */
  blocksTotal: 13_200,
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
  text: 400,
  /** UTF-8 bytes of all blocks as JSON. */
  blocksJson: 12_000,
} as const;

/** Slack's pace for posts: one per second and channel. Milliseconds. */
export const POST_PACE_MS = 1000;
