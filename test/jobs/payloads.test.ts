import { describe, expect, it } from 'vitest';
import { decodeJob, encodeJob } from '../../jobs/payloads.js';
import { queueOf } from '../../jobs/queues.js';
import type { Job } from '../../src/ports/job-queue.js';

const jobs: Job[] = [
  { kind: 'collect', source: 'huggingface' },
  { kind: 'compose', digestId: 7 },
  { kind: 'deliver', platform: 'slack', digestId: 7 },
];

describe('job payloads', () => {
  it.each(jobs)('come back as they went in and carry a version: $kind', (job) => {
    const written: unknown = JSON.parse(JSON.stringify(encodeJob(job)));
    expect(written).toMatchObject({ v: 1 });
    expect(decodeJob(written)).toEqual(job);
  });

  it.each([
    ['another version', { v: 2, kind: 'compose', digestId: 7 }],
    ['no version', { kind: 'compose', digestId: 7 }],
    ['an unknown kind', { v: 1, kind: 'explode' }],
    ['an unknown source', { v: 1, kind: 'collect', source: 'reddit' }],
    ['a surplus field', { v: 1, kind: 'compose', digestId: 7, token: 'x' }],
    ['an id that is no whole number', { v: 1, kind: 'compose', digestId: 1.5 }],
    ['a negative id', { v: 1, kind: 'compose', digestId: -1 }],
    ['text', 'compose'],
    ['nothing', null],
  ])('are refused with a sentence: %s', (_name, data) => {
    expect(() => decodeJob(data)).toThrow(/payload is not one of version 1: .+/);
  });

  it('cannot be written with an impossible id', () => {
    expect(() => encodeJob({ kind: 'compose', digestId: Number.NaN })).toThrow(
      expect.objectContaining({ code: 'invalid-payload', retryable: false }) as Error,
    );
  });
});

describe('the queue of a job', () => {
  it.each([
    [{ kind: 'collect', source: 'arxiv' }, 'collect'],
    [{ kind: 'compose', digestId: 1 }, 'compose'],
    [{ kind: 'deliver', platform: 'discord', digestId: 1 }, 'deliver-discord'],
    [{ kind: 'deliver', platform: 'slack', digestId: 1 }, 'deliver-slack'],
    [{ kind: 'deliver', platform: 'terminal', digestId: 1 }, 'compose'],
  ] as const)('%j goes to %s', (job, queue) => {
    expect(queueOf(job)).toBe(queue);
  });
});
