import { z } from 'zod';

const text = z.string().nullish().catch(null);

/** One row of `papers/trending`, reduced to what is used. */
export const trendingRow = z.object({
  arxiv_id: text,
  source_url: text,
  repository: z.object({ url: text }).nullish().catch(null),
});

/** The whole answer: a bare list, or one in an envelope as its other lists are. */
export const trendingAnswer = z.union([
  z.array(z.unknown()),
  z.object({ results: z.array(z.unknown()) }).transform(({ results }) => results),
]);
