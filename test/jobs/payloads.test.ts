import { describe, expect, it } from 'vitest';
import { decodeJob, encodeJob } from '../../jobs/payloads.js';
import { queueOf } from '../../jobs/queues.js';
import type { AnswerJob, Job } from '../../src/ports/job-queue.js';
import { FORM_NAMES, type CommandRequest } from '../../src/commands/request.js';
import { actions, answerJob, request } from '../support/requests.js';

const jobs: Job[] = [
  { kind: 'collect', source: 'huggingface' },
  { kind: 'compose', digestId: 7 },
  { kind: 'deliver', platform: 'slack', digestId: 7 },
  answerJob(),
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

describe('the payload of an answer', () => {
  it.each(actions)('comes back as it went in: %j', (action) => {
    const job = answerJob({ request: request({ action }) });
    const written: unknown = JSON.parse(JSON.stringify(encodeJob(job)));
    expect(decodeJob(written)).toEqual(job);
  });

  it.each(FORM_NAMES)('takes the form %s', (form) => {
    const job = answerJob({ request: request({ action: { kind: 'form', form, values: {} } }) });
    expect(decodeJob(JSON.parse(JSON.stringify(encodeJob(job))))).toEqual(job);
  });

  it.each([
    { id: '1', manages: true, mayPost: true },
    { id: '1', manages: 'unknown', mayPost: false },
    { id: 'U1', manages: 'unknown' },
  ] satisfies CommandRequest['person'][])('says who asks and what they may do: %j', (person) => {
    const written: unknown = JSON.parse(
      JSON.stringify(encodeJob(answerJob({ request: request({ person }) }))),
    );
    expect(decodeJob(written)).toMatchObject({ request: { person } });
  });

  it('loses what a database cannot store, and nothing else', () => {
    const job = answerJob({
      request: request({ action: { kind: 'text', text: 'a\0b\ud800 \ud83d\ude42\n' } }),
    });
    const { action } = (decodeJob(encodeJob(job)) as AnswerJob).request;
    expect(action).toEqual({ kind: 'text', text: 'ab \ud83d\ude42\n' });
  });

  const { address, person } = request();
  const many = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`x${index}`, '']));
  it.each([
    ['a text over 4,000', request({ action: { kind: 'text', text: 'x'.repeat(4_001) } })],
    ['too many links', request({ action: { kind: 'unfurl', links: Array<string>(21).fill('x') } })],
    ['too many options', request({ action: { kind: 'command', name: 'search', options: many } })],
    ['an odd option', request({ action: { kind: 'command', name: 'search', options: { 'Q!': '' } } })],
    ['an unknown command', request({ action: { kind: 'command', name: 'x' as 'help', options: {} } })],
    [
      'an impossible page',
      request({ action: { kind: 'button', action: { do: 'page', view: 'a', page: -1 } } }),
    ],
    ['a long id', request({ id: 'x'.repeat(201) })],
    ['an id with a space', request({ id: 'a b' })],
    ['an unknown platform', request({ address: { ...address, platform: 'irc' as 'slack' } })],
    ['a surplus field', request({ person: { ...person, name: 'Ada' } as CommandRequest['person'] })],
  ])('is refused with %s', (_name, asked) => {
    expect(() => encodeJob(answerJob({ request: asked, platform: 'discord' }))).toThrow(
      /payload is not one of/,
    );
  });

  it('is refused without a target, and with one too large', () => {
    for (const target of ['', 'x'.repeat(8_001)])
      expect(() => encodeJob(answerJob({ target }))).toThrow(/target/);
  });
});

describe('the queue of a job', () => {
  it.each([
    [{ kind: 'collect', source: 'arxiv' }, 'collect'],
    [{ kind: 'signals', source: 'github' }, 'signals'],
    [{ kind: 'embed' }, 'embed'],
    [{ kind: 'compose', digestId: 1 }, 'compose'],
    [{ kind: 'deliver', platform: 'discord', digestId: 1 }, 'deliver-discord'],
    [{ kind: 'deliver', platform: 'slack', digestId: 1 }, 'deliver-slack'],
    [{ kind: 'deliver', platform: 'terminal', digestId: 1 }, 'compose'],
    [answerJob(), 'answer'],
  ] as const)('%j goes to %s', (job, queue) => {
    expect(queueOf(job)).toBe(queue);
  });
});
