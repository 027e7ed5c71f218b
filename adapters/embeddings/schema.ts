import { z } from 'zod';

/** The answer of `POST /embeddings`, reduced to what is used (OpenAI API reference, Create embeddings). */
export const embeddingsAnswer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()) })),
});
