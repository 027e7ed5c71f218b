import { z } from 'zod';

/** One entry of the list. Whatever else is in it is ignored. */
export const entry = z.object({
  id: z.string(),
  title: z.string().min(1),
  abstract: z.string().default(''),
  authors: z.array(z.string()).default([]),
  added: z.iso.date(),
  votes: z.int().nonnegative().optional(),
});

/** The whole answer. Entries are looked at one by one: a bad one must not lose the others. */
export const listAnswer = z.object({ papers: z.array(z.unknown()) });
