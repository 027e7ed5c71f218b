import { z } from 'zod';

const card = z.object({
  position: z.number(),
  title: z.string(),
  authors: z.string(),
  gist: z.string(),
  gistLabel: z.string(),
  why: z.string(),
  numbers: z.string(),
  topics: z.string(),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
});

/** A part as it is frozen: clean text without width or colour, which only the terminal it is shown in knows. */
export const terminalPayload = z.discriminatedUnion('part', [
  z.object({
    part: z.literal('head'),
    title: z.string(),
    about: z.string(),
    remarks: z.array(z.string()),
    list: z.array(z.object({ title: z.string(), why: z.string() })),
  }),
  z.object({ part: z.literal('card'), card }),
]);

export type TerminalPayload = z.output<typeof terminalPayload>;
export type TerminalCard = z.output<typeof card>;
