import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { closeBenches, compose, noting, openBench, SOON_OVER } from './harness.js';
import { places, type OpenPlace } from './places.js';
import { pause, until } from './recorder.js';

describe.each(places)('jobs in $name', (kind) => {
  let place: OpenPlace;

  beforeAll(async () => {
    place = await kind.open();
  });
  afterAll(() => place.close());
  afterEach(closeBenches);

  const start = () => openBench(place);

  it('run once each, on the queue of their kind', async () => {
    const { queue, work, empty } = await start();
    const [collected, composed, delivered] = [noting(), noting(), noting()];
    await queue.enqueue({ kind: 'collect', source: 'arxiv' }, { id: 'collect-arxiv' });
    await queue.enqueue(compose(1), { id: '1' });
    await queue.enqueue({ kind: 'deliver', platform: 'discord', digestId: 2 }, { id: 'discord:g:c' });
    await queue.enqueue({ kind: 'deliver', platform: 'slack', digestId: 3 }, { id: 'deliver-3' });
    await queue.enqueue({ kind: 'deliver', platform: 'terminal', digestId: 4 }, { id: 'deliver-4' });
    work({ collect: collected.handler, compose: composed.handler, deliver: delivered.handler });
    await empty();
    expect(collected.seen).toEqual([{ kind: 'collect', source: 'arxiv' }]);
    expect(composed.seen).toEqual([compose(1)]);
    expect(delivered.seen.map((job) => 'digestId' in job && job.digestId).sort()).toEqual([2, 3, 4]);
  });

  it('that wait for later do not run before, and say so in the counts', async () => {
    const { queue, work } = await start();
    const { handler, seen } = noting();
    work({ compose: handler });
    await queue.enqueue(compose(2), { id: 'far', at: new Date(Date.now() + 3_600_000) });
    expect(await queue.counts()).toMatchObject({ compose: { delayed: 1, waiting: 0, active: 0 } });
    const at = new Date(Date.now() + 1200);
    await queue.enqueue(compose(1), { id: 'later', at });
    await until(() => seen.length > 0, 'the delayed job');
    const ranAt = Date.now();
    // BullMQ counts in whole milliseconds of the process's clock.
    expect(ranAt).toBeGreaterThanOrEqual(at.getTime() - 2);
    expect(seen).toEqual([compose(1)]);
  });

  it('that wait are told with their age: from when they were due, not from when they were enqueued', async () => {
    const { queue } = await start();
    const none = { compose: 0, 'deliver-slack': 0, answer: 0 };
    expect(await queue.ages()).toMatchObject(none);
    await queue.enqueue(compose(1), { id: 'now' });
    await queue.enqueue(compose(2), { id: 'far', at: new Date(Date.now() + 3_600_000) });
    await queue.enqueue({ kind: 'deliver', platform: 'slack', digestId: 3 }, { id: 'deliver-3' });
    await pause(60);
    const { compose: waiting, 'deliver-slack': behind, answer } = await queue.ages();
    for (const seconds of [waiting, behind]) {
      expect(seconds).toBeGreaterThanOrEqual(0.05);
      expect(seconds).toBeLessThan(600);
    }
    expect(answer).toBe(0);
  });

  it('of one id that wait at the same time are one; afterwards the id is free again', async () => {
    const { queue, work, empty } = await start();
    const { handler, seen } = noting();
    for (let i = 0; i < 5; i += 1) await queue.enqueue(compose(1), { id: 'same' });
    const workers = work({ compose: handler });
    await empty();
    expect(seen).toHaveLength(1);
    await queue.enqueue(compose(1), { id: 'same' });
    await empty();
    expect(seen).toHaveLength(2);
    expect(workers.running).toBe(0);
  });

  it('are looked at again when their handler answers with a date', async () => {
    const { queue, work, empty } = await start();
    const { handler, seen } = noting((nth) => (nth < 4 ? new Date(Date.now() + nth * 100 - 150) : null));
    work({ compose: handler });
    await queue.enqueue(compose(9), { id: 'again' });
    await until(() => seen.length === 4, 'four runs');
    await empty();
    expect(seen).toEqual([compose(9), compose(9), compose(9), compose(9)]);
  });

  it('of a handler that throws a bug are dropped with an error, and the next job runs', async () => {
    const { queue, work, empty, lines } = await start();
    const { handler, seen } = noting((nth) => {
      if (nth === 1) throw new TypeError('x is undefined');
      return null;
    });
    const errors: unknown[] = [];
    work({ compose: handler }, { onError: (error) => errors.push(error) });
    await queue.enqueue(compose(1), { id: 'bug' });
    await empty();
    await queue.enqueue(compose(2), { id: 'fine' });
    await empty();
    expect(seen).toEqual([compose(1), compose(2)]);
    expect(errors).toHaveLength(1);
    expect(lines.filter((line) => line.level === 'error')).toMatchObject([
      { message: 'job failed', fields: { error: 'x is undefined', attempt: 1 } },
    ]);
  });

  it('of a handler that fails for now wait for their next attempt', async () => {
    const { queue, work, messages } = await start();
    const { handler, seen } = noting(() => {
      throw new AppError('The database is busy.', { code: 'database', retryable: true });
    });
    work({ compose: handler });
    await queue.enqueue(compose(1), { id: 'busy' });
    await until(() => messages('warn').includes('job failed; it will be tried again'), 'the warning');
    // Three pauses follow each other, seven seconds at the least: one of them is seen.
    let delayed = 0;
    for (let look = 0; delayed === 0 && look < 500; look += 1) {
      delayed = (await queue.counts()).compose.delayed;
      await pause(20);
    }
    expect(delayed).toBe(1);
    expect(seen.length).toBeLessThan(4);
  });

  it('with a payload of somebody else are dropped with a clear line, once', async () => {
    const { backend, queue, work, lines, empty } = await start();
    const raw = backend.openQueue('compose');
    await raw.waitUntilReady();
    await raw.add('compose', { v: 2, kind: 'compose', digestId: 1 } as never, { jobId: 'x', attempts: 5 });
    await raw.add('boom', 'junk' as never, { jobId: 'y', attempts: 5 });
    await raw.close();
    const { handler, seen } = noting();
    work({ compose: handler });
    await until(() => lines.filter((line) => line.level === 'error').length === 2, 'two error lines');
    await queue.enqueue(compose(3), { id: 'fine' });
    await until(() => seen.length === 1, 'the job behind them');
    await empty();
    expect(seen).toEqual([compose(3)]);
    expect(lines.filter((line) => line.level === 'error')).toHaveLength(2);
  });

  it('of a digest that has begun go before those that have not', async () => {
    const { queue, work, empty } = await start();
    const ids = [1, 2, 3, 4];
    for (const digestId of ids)
      await queue.enqueue({ kind: 'deliver', platform: 'slack', digestId }, { id: `deliver-${digestId}` });
    expect((await queue.counts())['deliver-slack']).toEqual({ waiting: 4, active: 0, delayed: 0 });
    const { handler, seen } = noting((nth) => (nth % 2 === 1 ? new Date() : null));
    work({ deliver: handler }, { concurrency: { 'deliver-slack': 1 } });
    await empty();
    expect(seen.map((job) => 'digestId' in job && job.digestId)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('of one slow channel do not hold up the others', async () => {
    const { queue, work } = await start();
    const { handler, seen } = noting((nth) => (nth === 1 ? new Date(Date.now() + 3_600_000) : null));
    work({ deliver: handler }, { concurrency: { 'deliver-discord': 1 } });
    for (const digestId of [1, 2, 3])
      await queue.enqueue({ kind: 'deliver', platform: 'discord', digestId }, { id: `deliver-${digestId}` });
    await until(() => seen.length === 3, 'all three channels');
    expect((await queue.counts())['deliver-discord'].delayed).toBe(1);
  });

  it('are told when the bot stops, and are waited for', async () => {
    const { queue, work, empty } = await start();
    let aborted = false;
    const { handler, seen } = noting(async (_nth, signal) => {
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve());
      });
      await pause(50);
      aborted = true;
      return null;
    });
    const workers = work({ compose: handler });
    await queue.enqueue(compose(1), { id: 'long' });
    await until(() => seen.length === 1, 'the job to start');
    await workers.stop();
    expect(aborted).toBe(true);
    await workers.stop();
    await empty();
  });

  it('that do not end hold up the stop only so long, and run again elsewhere', async () => {
    const { queue, work, messages, empty, prefix } = await start();
    let release: () => void = () => undefined;
    const { handler, seen } = noting(() => new Promise((resolve) => (release = () => resolve(null))));
    const workers = work({ compose: handler }, { tuning: SOON_OVER });
    await queue.enqueue(compose(1), { id: 'stuck' });
    await until(() => seen.length === 1, 'the job to start');
    await workers.stop(200);
    expect(messages('warn')).toContain('jobs did not end in time; they will run again later');
    const other = await openBench(place, prefix);
    const again = noting();
    other.work({ compose: again.handler });
    await until(() => again.seen.length === 1, 'the job on the other worker');
    const told = 'job was left behind by another worker; it runs again';
    await until(() => other.messages('info').includes(told), 'the line about it');
    release();
    await empty();
  });

  it('are shared by two workers, each run once', async () => {
    const first = await start();
    const second = await openBench(place, first.prefix);
    // Neither ends a job before the other has one, so the first cannot have done all before the second is there.
    const shared = async (): Promise<null> => {
      await until(() => one.seen.length > 0 && two.seen.length > 0, 'both workers to have a job');
      return null;
    };
    const [one, two] = [noting(shared), noting(shared)];
    first.work({ compose: one.handler });
    second.work({ compose: two.handler });
    for (let digestId = 1; digestId <= 60; digestId += 1)
      await first.queue.enqueue(compose(digestId), { id: `compose-${digestId}` });
    await first.empty();
    const ran = [...one.seen, ...two.seen].map((job) => 'digestId' in job && job.digestId);
    expect(ran).toHaveLength(60);
    expect(new Set(ran).size).toBe(60);
    expect(one.seen.length).toBeGreaterThan(0);
    expect(two.seen.length).toBeGreaterThan(0);
  });

  it('cannot be enqueued once the queue is closed; closing twice is fine', async () => {
    const { queue, backend, work } = await start();
    work({});
    expect(await queue.ping()).toBeGreaterThanOrEqual(0);
    await queue.close();
    await queue.close();
    await expect(queue.enqueue(compose(1), { id: 'x' })).rejects.toMatchObject({
      code: 'queue',
      retryable: true,
    });
    await closeBenches();
    await backend.close();
  });
});
