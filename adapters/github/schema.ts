import { z } from 'zod';

const stars = z.number().int().nonnegative().max(1_000_000_000);

/** `GET /repos/{owner}/{repo}`, reduced to what is used. */
export const restRepository = z.object({
  full_name: z.string(),
  stargazers_count: stars,
  private: z.boolean().nullish(),
});

/** One aliased `repository` of the GraphQL answer. */
export const graphRepository = z.object({
  nameWithOwner: z.string(),
  stargazerCount: stars,
  isPrivate: z.boolean().nullish(),
});

const graphError = z.object({
  type: z.string().nullish().catch(null),
  path: z
    .array(z.union([z.string(), z.number()]))
    .nullish()
    .catch(null),
});

/** The whole GraphQL answer; its repositories are looked at one by one. */
export const graphAnswer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.unknown())
    .nullish()
    .transform((all) =>
      (all ?? []).slice(0, 1_000).flatMap((one) => {
        const parsed = graphError.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      }),
    ),
});

/** What we note of a repository between two questions. */
export const repositoryNote = z.object({
  /** False while there is none to be seen under its name: deleted, private, or never there. */
  there: z.boolean(),
  /** `owner/name` it is known by now; another one than was asked for when it was renamed. */
  name: z.string().nullish(),
  stars: stars.nullish(),
});

export type RepositoryNote = z.output<typeof repositoryNote>;
