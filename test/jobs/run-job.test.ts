import { UnrecoverableError } from 'bullmq';
import { describe, expect, it } from 'vitest';
import { encodeJob } from '../../jobs/payloads.js';
import { createProcessor, type Within } from '../../jobs/run-job.js';
import { AppError } from '../../src/errors.js';
import type { Job, JobHandler } from '../../src/ports/job-queue.js';
import { answerJob } from '../support/requests.js';
import { createRecorder } from './recorder.js';

const later = new Date('2026-11-23T09:05:00Z');
const taken = {
  id: 'id-x',
  name: 'compose',
  data: { v: 1, kind: 'compose', digestId: 7 },
  attemptsMade: 0,
  opts: { attempts: 4 },
};

function setUp(
  handler: JobHandler,
  options: { aborted?: boolean; againFails?: boolean; within?: Within } = {},
) {
  const { logger, lines } = createRecorder();
  const again: [Job, string, Date][] = [];
  const errors: unknown[] = [];
  const ends: string[] = [];
  const run = createProcessor({
    queueName: 'compose',
    handlers: {
      collect: handler,
      signals: handler,
      embed: handler,
      letters: handler,
      compose: handler,
      deliver: handler,
      answer: handler,
    },
    queue: {
      again: (...args) => {
        again.push(args);
        const error = new AppError('Redis does not answer.', { code: 'queue', retryable: true });
        return options.againFails === true ? Promise.reject(error) : Promise.resolve();
      },
    },
    signal: options.aborted === true ? AbortSignal.abort() : new AbortController().signal,
    newId: () => 'ab12cd34',
    logger,
    onError: (error) => errors.push(error),
    onEnd: (queue, outcome) => ends.push(`${queue} ${outcome}`),
    ...(options.within === undefined ? {} : { within: options.within }),
  });
  return { run, lines, again, errors, ends };
}

const broken: JobHandler = () => Promise.reject(new TypeError('x is undefined'));
const busy: JobHandler = () =>
  Promise.reject(new AppError('The database is busy.', { code: 'database', retryable: true }));

describe('running a job', () => {
  it('is all done within what ties its lines together, the telling of a failure too', async () => {
    let depth = 0;
    const seen: number[] = [];
    const within: Within = async (job, act) => {
      expect(job).toEqual({ kind: 'compose', digestId: 7 });
      depth += 1;
      return act().finally(() => {
        depth -= 1;
      });
    };
    const { run, lines } = setUp(
      () => {
        seen.push(depth);
        return busy({ kind: 'embed' }, new AbortController().signal);
      },
      { within },
    );
    await expect(run(taken)).rejects.not.toBeInstanceOf(UnrecoverableError);
    expect(seen).toEqual([1]);
    expect(lines).toHaveLength(1);
    expect(depth).toBe(0);
  });

  it('is counted by how it ended', async () => {
    const well = setUp(() => Promise.resolve(null));
    await well.run(taken);
    expect(well.ends).toEqual(['compose done']);
    const late = setUp(busy);
    await expect(late.run(taken)).rejects.toThrow();
    await expect(late.run({ ...taken, attemptsMade: 3 })).rejects.toThrow();
    expect(late.ends).toEqual(['compose again', 'compose failed']);
  });

  it('hands the job to its handler and asks for nothing more when it answers null', async () => {
    const { run, again, lines } = setUp(() => Promise.resolve(null));
    await run(taken);
    expect(again).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('enqueues the same work anew for the date it answers', async () => {
    const { run, again } = setUp(() => Promise.resolve(later));
    await run(taken);
    expect(again).toEqual([[{ kind: 'compose', digestId: 7 }, 'id-x', later]]);
  });

  it('tries the whole job again when it could not be enqueued anew', async () => {
    const { run, lines } = setUp(() => Promise.resolve(later), { againFails: true });
    await expect(run(taken)).rejects.not.toBeInstanceOf(UnrecoverableError);
    expect(lines.map((line) => line.level)).toEqual(['warn']);
  });

  it('drops a job whose payload is junk, with one clear line', async () => {
    const { run, lines, errors } = setUp(() => Promise.resolve(null));
    await expect(run({ ...taken, data: { v: 9, kind: 'compose' } })).rejects.toBeInstanceOf(
      UnrecoverableError,
    );
    expect(lines).toMatchObject([
      { level: 'error', message: 'job dropped: its payload is not valid', fields: { job: 'id-x' } },
    ]);
    expect(errors).toEqual([]);
  });

  it('tries again after an error that may pass, and says so under one id', async () => {
    const { run, lines, errors } = setUp(busy);
    const error = await run(taken).catch((e: unknown) => e as Error);
    expect(error).not.toBeInstanceOf(UnrecoverableError);
    expect(error?.message).toContain('ab12cd34');
    expect(lines).toMatchObject([{ level: 'warn', fields: { id: 'ab12cd34', attempt: 1 } }]);
    expect(errors).toHaveLength(1);
  });

  it('gives up after the last attempt', async () => {
    const { run, lines } = setUp(busy);
    await expect(run({ ...taken, attemptsMade: 3 })).rejects.toBeInstanceOf(UnrecoverableError);
    expect(lines).toMatchObject([{ level: 'error', message: 'job failed' }]);
  });

  it('does not try again after a bug', async () => {
    const { run, lines } = setUp(broken);
    await expect(run(taken)).rejects.toBeInstanceOf(UnrecoverableError);
    expect(lines).toMatchObject([{ level: 'error', fields: { error: 'x is undefined' } }]);
  });

  it('reports a handler that answers with an impossible date', async () => {
    const { run } = setUp(() => Promise.resolve(new Date(Number.NaN)));
    await expect(run(taken)).rejects.toThrow(/invalid date/);
  });

  it('still answers people once the bot is stopping', async () => {
    let calls = 0;
    const { run } = setUp(() => Promise.resolve(((calls += 1), null)), { aborted: true });
    await run({ ...taken, data: encodeJob(answerJob()), opts: { attempts: 1 } });
    expect(calls).toBe(1);
  });

  it('starts nothing else once the bot is stopping, and keeps the job', async () => {
    let calls = 0;
    const { run, lines, errors } = setUp(() => Promise.resolve(((calls += 1), null)), { aborted: true });
    await expect(run(taken)).rejects.not.toBeInstanceOf(UnrecoverableError);
    expect(calls).toBe(0);
    expect(lines.map((line) => line.level)).toEqual(['debug']);
    expect(errors).toEqual([]);
  });
});
