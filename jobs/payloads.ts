import { z } from 'zod';
import type { Platform } from '../src/channels/channel.js';
import { AppError } from '../src/errors.js';
import type { SignalSourceName, SourceName } from '../src/papers/paper.js';
import type { Job } from '../src/ports/job-queue.js';
import { answerFields } from './answer-payload.js';

/** Raised when a payload changes so that an older release could not read it. */
const VERSION = 1;

/** A new source or platform fails to compile here until the payloads know it. */
const sources = { huggingface: 'huggingface', arxiv: 'arxiv' } satisfies { [K in SourceName]: K };
const signalSources = {
  github: 'github',
  hackernews: 'hackernews',
  semanticscholar: 'semanticscholar',
  paperswithcode: 'paperswithcode',
} satisfies { [K in SignalSourceName]: K };
const platforms = {
  discord: 'discord',
  slack: 'slack',
  email: 'email',
  terminal: 'terminal',
} satisfies { [K in Platform]: K };

const v = z.literal(VERSION);
const digestId = z.int().positive();

const payload = z.discriminatedUnion('kind', [
  z.strictObject({ v, kind: z.literal('collect'), source: z.enum(sources) }),
  z.strictObject({ v, kind: z.literal('signals'), source: z.enum(signalSources) }),
  z.strictObject({ v, kind: z.literal('embed') }),
  z.strictObject({ v, kind: z.literal('letters') }),
  z.strictObject({ v, kind: z.literal('compose'), digestId }),
  z.strictObject({ v, kind: z.literal('deliver'), platform: z.enum(platforms), digestId }),
  z.strictObject({ v, ...answerFields }),
]);

export type JobPayload = z.infer<typeof payload>;

/**
 * A job as it is written into the queue.
 * @throws AppError `invalid-payload` when a field is out of range
 */
export function encodeJob(job: Job): JobPayload {
  return parse({ ...job, v: VERSION });
}

/**
 * A job as it was read from the queue, which others may have written to.
 * @throws AppError `invalid-payload` for another version, an unknown kind, a missing or a surplus field
 */
export function decodeJob(data: unknown): Job {
  const { v: _version, ...job } = parse(data);
  return job;
}

// --- Internal helpers ---

function parse(data: unknown): JobPayload {
  const result = payload.safeParse(data);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`);
  throw new AppError(`The job's payload is not one of version ${VERSION}: ${faults.join('; ')}.`, {
    code: 'invalid-payload',
    hint: 'Another release or another program may be writing to this queue: give each its own database or Redis.',
  });
}
