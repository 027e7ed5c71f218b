/**
 * What Discord accepts, in one place. Source: Discord's API documentation (resources/message, resources/channel,
 * components/reference). Whether it counts UTF-16 units or code points is not documented: everything here is
 * counted in UTF-16 units, which is never fewer.
 */
export const LIMITS = {
  content: 2000,
  embeds: 10,
  /** Summed over all embeds of a message: titles, descriptions, fields, footers, authors. */
  embedTotal: 6000,
  embedTitle: 256,
  embedDescription: 4096,
  embedFooter: 2048,
  nonce: 25,
  actionRows: 5,
  buttonsPerRow: 5,
  buttonLabel: 80,
  buttonUrl: 512,
  customId: 100,
  threadName: 100,
  /** Messages per page of history. */
  historyPage: 100,
} as const;

/** What we fill at most: a margin below Discord's own numbers, for differences in counting. */
export const BUDGET = {
  content: 1900,
  embedTotal: 5700,
  embedTitle: 250,
  embedDescription: 4000,
  embedFooter: 400,
  threadName: 95,
} as const;
