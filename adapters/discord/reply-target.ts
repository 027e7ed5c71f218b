import { z } from 'zod';
import type { Visibility } from '../../src/commands/definition.js';
import type { ReplyTarget } from '../../src/ports/replier.js';
import { LIMITS } from './limits.js';

/** Off the fifteen minutes: our clock, the way to Discord, and follow-ups that come after the first answer. */
const MARGIN_MS = 60_000;

const secretSchema = z.object({
  v: z.literal(1),
  app: z.string().regex(/^\d{1,20}$/),
  token: z.string().min(1),
  /** True when the answer takes the place of the message whose button was pressed. */
  inPlace: z.boolean(),
});

/** What is needed to answer one interaction; the token works for fifteen minutes. */
export type TargetSecret = z.infer<typeof secretSchema>;

/** @param now Unix milliseconds of the acknowledgement */
export function replyTarget(
  secret: Omit<TargetSecret, 'v'>,
  visibility: Visibility,
  now: number,
): ReplyTarget {
  return {
    secret: JSON.stringify({ v: 1, ...secret } satisfies TargetSecret),
    visibility,
    expiresAt: new Date(now + LIMITS.interactionMs - MARGIN_MS).toISOString(),
  };
}

/** Null for what this adapter did not make. */
export function readSecret({ secret }: ReplyTarget): TargetSecret | null {
  try {
    return secretSchema.safeParse(JSON.parse(secret)).data ?? null;
  } catch {
    return null;
  }
}
