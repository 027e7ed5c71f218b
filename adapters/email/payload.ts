import { z } from 'zod';

/** A digest as it is frozen: without whom it goes to and without the links that only they have. */
export const mailPayload = z.object({
  subject: z.string(),
  preheader: z.string(),
  /** HTML between masthead and footer. */
  content: z.string(),
  text: z.string(),
});

export type MailPayload = z.output<typeof mailPayload>;
