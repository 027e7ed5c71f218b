import { z } from 'zod';

/** One paper of the batch's answer, reduced to what is used. */
export const scholarPaper = z.object({
  citationCount: z.number().int().nonnegative().max(10_000_000),
  externalIds: z
    .object({ ArXiv: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** The whole answer: in the order of the ids, null for one that is not known. */
export const batchAnswer = z.array(z.unknown());
