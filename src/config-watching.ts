import { z } from 'zod';

/** How the operator looks inside; `null` means switched off. */
export interface WatchingConfig {
  /** Opens the admin pages. */
  readonly adminToken: string | null;
}

/** Nobody guesses 24 random characters: 16 hexadecimal ones are 64 bits, and a short word is found in a day. */
const SHORTEST_TOKEN = 24;

const optional = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

/** The variables of this part of the environment. */
export const watchingVariables = {
  ADMIN_TOKEN: optional
    .refine((value) => value === undefined || !/\s/.test(value), {
      message: 'contains white space, so it is not a token. Make one with: openssl rand -hex 24',
    })
    .refine((value) => value === undefined || value.length >= SHORTEST_TOKEN, {
      message: `is too short to keep anybody out. Use at least ${SHORTEST_TOKEN} characters, for example from: openssl rand -hex 24`,
    }),
};

export function watchingOf(vars: { readonly ADMIN_TOKEN?: string | undefined }): WatchingConfig {
  return { adminToken: vars.ADMIN_TOKEN ?? null };
}
