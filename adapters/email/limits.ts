/** What a mail is kept within, and how long the server may take. */
export const LIMITS = {
  /** UTF-16 units of a subject: clients show about 60 on a desktop, half of that on a phone; the start says it all. */
  subject: 110,
  /** Of the line that clients show beside the subject. */
  preheader: 140,
  title: 300,
  line: 300,
  gist: 600,
  label: 40,
  url: 2000,
} as const;

/**
 * Milliseconds for each step. All of them together, with the caller's own bound of 20 s, end before a lease of 30 s does.
 * RFC 5321 §4.5.3.2 would wait minutes; here a slow server is asked again later instead.
 */
export const TIMEOUTS = { dns: 5_000, connect: 5_000, greeting: 5_000, silence: 12_000 } as const;

/** After a server's "not now" (4xx): greylisting takes a minute at least. Milliseconds. */
export const NOT_NOW_MS = 60_000;

/** A look whether the server serves is good for so long, however many subscribers it is asked for. Milliseconds. */
export const LOOK_GOOD_FOR_MS = 30_000;
