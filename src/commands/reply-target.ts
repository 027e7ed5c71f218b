import { z } from 'zod';
import type { ReplyTarget } from '../ports/replier.js';
import type { Sealer } from '../ports/sealer.js';

const replyTarget = z.strictObject({
  secret: z.string(),
  visibility: z.enum(['private', 'public']),
  expiresAt: z.iso.datetime(),
}) satisfies z.ZodType<ReplyTarget>;

/** A target as it waits in a queue: it opens only for the request it was sealed for. */
export function sealTarget(sealer: Pick<Sealer, 'seal'>, requestId: string, target: ReplyTarget): string {
  return sealer.seal(JSON.stringify(target), purposeOf(requestId));
}

/** @throws AppError `config` when it was sealed with another key or for another request, ZodError when it is none */
export function openTarget(sealer: Pick<Sealer, 'open'>, requestId: string, sealed: string): ReplyTarget {
  return replyTarget.parse(JSON.parse(sealer.open(sealed, purposeOf(requestId))));
}

// --- Internal helpers ---

function purposeOf(requestId: string): string {
  return `answer:${requestId}`;
}
