import { describe, expect, it } from 'vitest';
import { createAnswerer, type AnswererDeps } from '../../../src/commands/answer.js';
import { sealTarget } from '../../../src/commands/reply-target.js';
import { sentence, type CommandReply } from '../../../src/commands/reply.js';
import { AppError } from '../../../src/errors.js';
import type { AnswerJob } from '../../../src/ports/job-queue.js';
import type { AnswerOutcome, Replier, ReplyTarget } from '../../../src/ports/replier.js';
import { createSealer } from '../../../adapters/shared/sealer.js';
import { createRecorder } from '../../jobs/recorder.js';
import { claimsInMemory, countingMetrics, sealer, wordsOf } from '../../support/command-desk.js';
import { createFakeTimer } from '../../support/fake-timer.js';
import { answerJob, request, target } from '../../support/requests.js';

const hello = sentence('Three papers.');
const databaseAway = new AppError('The database is away.', { code: 'database', retryable: true });
const running = new AbortController().signal;
const never = () => new Promise<never>(() => undefined);

function setUp(overrides: Partial<AnswererDeps> & { outcome?: AnswerOutcome } = {}) {
  const timer = createFakeTimer();
  const { logger, lines } = createRecorder();
  const { metrics, counted, seconds } = countingMetrics();
  const claims = claimsInMemory();
  const given: { target: ReplyTarget; reply: CommandReply }[] = [];
  const replier: Replier = {
    platform: 'discord',
    answer: (there, reply) => {
      given.push({ target: there, reply });
      return Promise.resolve(overrides.outcome ?? { kind: 'answered' });
    },
  };
  const answer = createAnswerer({
    answers: claims,
    sealer,
    handle: () => Promise.resolve(hello),
    replierFor: () => replier,
    now: timer.now,
    startTimer: timer.startTimer,
    newId: () => 'ab12cd34',
    metrics,
    logger,
    ...overrides,
  });
  const there = target({ expiresAt: '2026-11-23T12:15:00.000Z' });
  const job = (more: Partial<AnswerJob> = {}): AnswerJob => {
    const asked = more.request ?? request();
    return answerJob({
      request: asked,
      target: sealTarget(sealer, asked.id, there),
      acceptedAt: timer.now().toISOString(),
      ...more,
    });
  };
  const words = () => given.map(({ reply }) => wordsOf(reply));
  return { answer, job, timer, given, words, counted, seconds, claims, lines, there };
}

describe('an answer', () => {
  it('is handled and given once, to the target as it was', async () => {
    const { answer, job, given, counted, seconds, timer, there } = setUp();
    const waiting = job();
    await timer.advance(250);
    expect(await answer(waiting, running)).toBeNull();
    expect(given).toEqual([{ target: there, reply: hello }]);
    expect([counted, seconds]).toEqual([['answered discord answered'], [0.25]]);
    expect(timer.running()).toBe(0);
  });

  it('is given once when its job runs twice, at once or later', async () => {
    const { answer, job, given } = setUp();
    const same = job();
    await Promise.all([answer(same, running), answer(same, running)]);
    await answer(same, running);
    expect(given).toHaveLength(1);
  });

  describe('that is shown once', () => {
    const shared: CommandReply = { ...hello, claim: 'share:1' };
    const answered = async (outcome: AnswerOutcome, more: Partial<AnswererDeps> = {}) => {
      const bench = setUp({ outcome, handle: () => Promise.resolve(shared), ...more });
      await bench.claims.claim('share:1');
      await bench.answer(bench.job(), running);
      return bench;
    };

    it.each<[string, AnswerOutcome, free: boolean]>([
      ['is there', { kind: 'answered' }, false],
      ['was refused', { kind: 'refused', error: 'Slack answered is_archived' }, true],
      ['came too late', { kind: 'too-late' }, true],
      ['may be there', { kind: 'unknown', error: 'the connection broke' }, false],
      ['began, and was then refused', { kind: 'refused', error: 'message 2', begun: true }, false],
    ])('and %s', async (_what, outcome, free) => {
      const { claims } = await answered(outcome);
      expect(await claims.claim('share:1')).toBe(free);
    });

    it('stays claimed when nobody can give it back', async () => {
      const fault = new AppError('The database is away.', { code: 'database', retryable: true });
      const { claims, lines } = await answered(
        { kind: 'too-late' },
        {
          answers: { claim: () => Promise.resolve(true), release: () => Promise.reject(fault) },
        },
      );
      expect(await claims.claim('share:1')).toBe(false);
      expect(lines.at(-1)?.message).toBe('what was not shown cannot be shown again today');
    });
  });

  it('is dropped when its time is over, without being handled', async () => {
    const { answer, job, given, counted, timer, claims, lines } = setUp({ handle: never });
    const waiting = job();
    await timer.advance(15 * 60_000);
    expect(await answer(waiting, running)).toBeNull();
    expect([given, counted, claims.taken.size]).toEqual([[], ['dropped discord expired'], 0]);
    expect(lines).toMatchObject([{ level: 'warn', fields: { why: 'expired' } }]);
  });

  it.each([
    ['sealed with another key', sealTarget(createSealer('another key, long enough'), request().id, target())],
    ['sealed for another request', sealTarget(sealer, 'discord:9', target())],
    ['no target', sealer.seal('{"secret":1}', `answer:${request().id}`)],
    ['no JSON', sealer.seal('token', `answer:${request().id}`)],
    ['nothing sealed', 'x'],
  ])('is dropped when its target is %s', async (_name, sealed) => {
    const { answer, job, given, counted } = setUp();
    await answer(job({ target: sealed }), running);
    expect([given, counted]).toEqual([[], ['dropped discord unreadable']]);
  });

  it('is dropped when the platform is off here, or the person was told to ask again', async () => {
    const off = setUp({ replierFor: () => null });
    await off.answer(off.job(), running);
    expect(off.counted).toEqual(['dropped discord platform-off']);
    const told = setUp({ take: () => false });
    await told.answer(told.job(), running);
    expect([told.counted, told.given, told.claims.taken.size]).toEqual([['dropped discord given-up'], [], 0]);
  });

  it.each(['fails', 'hangs'] as const)('is a private sentence when the database %s', async (how) => {
    let handled = false;
    const { answer, job, given, words, claims, timer } = setUp({
      handle: () => {
        handled = true;
        return Promise.resolve(hello);
      },
    });
    claims.fault = how === 'hangs' ? 'hangs' : databaseAway;
    const done = answer(job(), running);
    await timer.advance(2_000);
    await done;
    expect(words()).toEqual(['I cannot reach my own records right now. Please try again in a moment.']);
    expect([given[0]?.reply.failed, handled]).toEqual([true, false]);
  });
});

describe('an answer that cannot be made', () => {
  const failing = (error: Error) => setUp({ handle: () => Promise.reject(error) });

  it('says what is wrong and the repair', async () => {
    const { answer, job, words, given } = failing(
      new AppError('"Mars" is no zone.', { code: 'usage', hint: 'Did you mean Mayotte?' }),
    );
    await answer(job(), running);
    expect(words()).toEqual(['"Mars" is no zone. Did you mean Mayotte?']);
    expect(given[0]?.reply.failed).toBe(true);
  });

  it('is friendly about a database that is away', async () => {
    const { answer, job, words } = failing(databaseAway);
    await answer(job(), running);
    expect(words()[0]).toMatch(/Please try again in a moment\.$/);
    expect(words()[0]).not.toContain('database');
  });

  it.each([
    new TypeError('x is undefined'),
    new AppError('relation "papers" does not exist', { code: 'database' }),
    'a string' as unknown as Error,
  ])('gives a number that is in the log, and no detail: %s', async (error) => {
    const { answer, job, words, lines } = failing(error);
    await answer(job(), running);
    expect(words()[0]).toMatch(/Something went wrong here\..*ab12cd34/);
    expect(words()[0]).not.toMatch(/undefined|papers|a string/);
    expect(lines[0]).toMatchObject({ level: 'error', fields: { id: 'ab12cd34', action: 'search' } });
  });

  it('in ten seconds says so, and its work is told to end', async () => {
    let ended = false;
    const { answer, job, words, timer } = setUp({
      handle: (_request, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            ended = true;
            reject(new DOMException('aborted', 'AbortError'));
          });
        }),
    });
    const done = answer(job(), running);
    await timer.advance(9_999);
    expect(words()).toEqual([]);
    await timer.advance(1);
    await done;
    expect(words()).toEqual(['That took me too long. Please try again, or ask for something narrower.']);
    expect([ended, timer.running()]).toEqual([true, 0]);
  });

  it('before the bot stops says so after three seconds', async () => {
    const { answer, job, words, timer } = setUp({ handle: never });
    const stop = new AbortController();
    const done = answer(job(), stop.signal);
    await timer.advance(1_000);
    stop.abort();
    await timer.advance(3_000);
    await done;
    expect(words()).toEqual(['I am being restarted. Please try again in a moment.']);
  });

  it('stays away without a word where nobody waits', async () => {
    const { answer, job, given, counted } = failing(new TypeError('x is undefined'));
    await answer(job({ request: request({ action: { kind: 'unfurl', links: ['x'] } }) }), running);
    expect([given, counted]).toEqual([[], ['dropped discord no-cards']]);
  });
});

describe('an answer that may not have arrived', () => {
  it.each<AnswerOutcome>([
    { kind: 'too-late' },
    { kind: 'unknown', error: 'socket hang up' },
    { kind: 'refused', error: 'Invalid Form Body' },
  ])('is logged and counted, not tried again: %j', async (outcome) => {
    const { answer, job, given, counted, seconds, lines } = setUp({ outcome });
    await answer(job(), running);
    await answer(job(), running);
    expect(given).toHaveLength(1);
    expect([counted, seconds]).toEqual([[`answered discord ${outcome.kind}`], []]);
    expect(lines[0]).toMatchObject({
      level: 'warn',
      fields: { outcome: outcome.kind, ...('error' in outcome ? { error: outcome.error } : {}) },
    });
  });

  it('is unknown when the replier throws or hangs', async () => {
    const broken = { platform: 'discord', answer: () => Promise.reject(new Error('reset')) } as const;
    const throwing = setUp({ replierFor: () => broken });
    await throwing.answer(throwing.job(), running);
    expect(throwing.counted).toEqual(['answered discord unknown']);
    const hanging = setUp({ replierFor: () => ({ platform: 'discord', answer: never }) });
    const done = hanging.answer(hanging.job(), running);
    await hanging.timer.advance(15_000);
    await done;
    expect(hanging.counted).toEqual(['answered discord unknown']);
  });

  it('shows no token in any log line', async () => {
    const { answer, job, lines } = setUp({ outcome: { kind: 'refused', error: 'no' } });
    await answer(job(), running);
    await answer(job({ target: sealTarget(sealer, 'discord:9', target()) }), running);
    expect(lines).not.toHaveLength(0);
    expect(JSON.stringify(lines)).not.toMatch(/secret-interaction-token|1\.[a-f0-9]{12}\./);
  });
});
