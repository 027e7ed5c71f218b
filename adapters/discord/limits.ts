/**
 * What Discord accepts, in one place. Source: Discord's API documentation (resources/message, resources/channel,
 * components/reference, interactions/application-commands, interactions/receiving-and-responding). Whether it counts
 * UTF-16 units or code points is not documented: everything here is counted in UTF-16 units, which is never fewer.
 */
export const LIMITS = {
  content: 2000,
  embeds: 10,
  /** Summed over all embeds of a message: titles, descriptions, fields, footers, authors. */
  embedTotal: 6000,
  embedTitle: 256,
  embedDescription: 4096,
  embedFooter: 2048,
  embedFields: 25,
  embedFieldName: 256,
  embedFieldValue: 1024,
  nonce: 25,
  actionRows: 5,
  buttonsPerRow: 5,
  buttonLabel: 80,
  buttonUrl: 512,
  customId: 100,
  threadName: 100,
  /** Alt text of an attachment. */
  attachmentDescription: 1024,
  /** Messages per page of history. */
  historyPage: 100,
  /** Milliseconds an interaction's token may be answered with. */
  interactionMs: 900_000,
  /** After the first answer; enforced for apps that a person installed (40094), kept everywhere. */
  followUps: 5,
  choices: 25,
  choiceText: 100,
  modalTitle: 45,
  modalFields: 5,
  modalLabel: 45,
  modalHint: 100,
  selectOptions: 25,
  optionText: 100,
  textInput: 4000,
} as const;

/** What we fill at most: a margin below Discord's own numbers, for differences in counting. */
export const BUDGET = {
  content: 1900,
  embedTotal: 5700,
  embedTitle: 250,
  embedDescription: 4000,
  embedFooter: 400,
  fieldName: 250,
  fieldValue: 1000,
  threadName: 95,
  attachmentDescription: 1000,
} as const;
