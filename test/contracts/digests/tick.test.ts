import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeDigest } from '../../../src/digests/compose.js';
import { previewDigest } from '../../../src/digests/preview.js';
import { createPutOff } from '../../../src/digests/herd.js';
import { tick } from '../../../src/digests/tick.js';
import type { SignalSource } from '../../../src/ports/signal-source.js';
import { testDatabases } from '../../support/databases.js';
import { later, openNewsroom, type Newsroom } from '../../support/newsroom.js';

const NEVER = new AbortController().signal;

describe.each(testDatabases)('the tick on the $name database', (kind) => {
  let room: Newsroom;
  beforeAll(async () => (room = await openNewsroom(kind)));
  afterAll(() => room.close());
  beforeEach(() => room.reset());

  const jobsOf = (kindOfJob: string) => room.traces.jobs.filter(({ job }) => job.kind === kindOfJob);

  it('opens a slot five minutes early and wakes who composes it', async () => {
    const channel = await room.addChannel();
    await room.setClock(later(-1));
    expect(await tick(room.tickDeps)).toEqual({ opened: 0, woken: 0, failed: 0, waits: false });

    await room.setClock(later(0));
    expect(await tick(room.tickDeps)).toEqual({ opened: 1, woken: 1, failed: 0, waits: false });
    const [digest] = await room.stores.digests.history(channel.id, 5);
    expect(digest).toMatchObject({ slot: '2026-11-23', status: 'open', slotAt: later(5) });
    expect(jobsOf('compose')).toMatchObject([{ job: { digestId: digest?.id } }]);
  });

  it('opens a slot once, however often it comes', async () => {
    const channel = await room.addChannel();
    const opened = await Promise.all([tick(room.tickDeps), tick(room.tickDeps)]);
    await tick(room.tickDeps);

    expect(opened.reduce((sum, report) => sum + report.opened, 0)).toBe(1);
    expect(await room.stores.digests.history(channel.id, 5)).toHaveLength(1);
    expect(new Set(jobsOf('compose').map(({ id }) => id)).size).toBe(1);
  });

  it('wakes the delivery of a composed digest at its slot, and again under a new id while it is not done', async () => {
    await room.list('2611.00001');
    const digest = await room.tickFor(await room.addChannel());
    await composeDigest(digest.id, room.deps, NEVER);
    await tick(room.tickDeps);
    const before = jobsOf('deliver');
    await room.setClock(later(6));
    await tick(room.tickDeps);
    const after = jobsOf('deliver').at(-1);

    expect(before.map(({ at }) => at)).toEqual([later(5), later(5)]);
    expect(new Set(before.map(({ id }) => id)).size).toBe(1);
    expect(after).toMatchObject({ at: later(6) });
    expect(after?.id).not.toBe(before[0]?.id);
  });

  it('catches up one digest after three days of downtime and says why the others are missing', async () => {
    const channel = await room.addChannel();
    await room.setClock(later(3 * 1440 + 65));
    await tick(room.tickDeps);

    const history = await room.stores.digests.history(channel.id, 10);
    expect(history.map(({ slot, status, outcome }) => [slot, status, outcome])).toEqual([
      ['2026-11-26', 'open', null],
      ['2026-11-25', 'closed', 'skipped'],
      ['2026-11-24', 'closed', 'skipped'],
      ['2026-11-23', 'closed', 'skipped'],
    ]);
    for (const { reason } of history.slice(1)) expect(reason).toMatch(/Broadsheet was not running/);
    expect((await room.stores.channels.get(channel.key))?.nextSlot).toBe('2026-11-27');
  });

  it('leaves paused channels alone', async () => {
    const channel = await room.addChannel();
    await room.stores.channels.pause(channel.id, { reason: 'Asked to.', by: 'person' });

    expect(await tick(room.tickDeps)).toMatchObject({ opened: 0, woken: 0 });
  });

  it('wakes the sources that are due', async () => {
    await room.setClock(later(10));
    await room.stores.sources.recordOk('arxiv', later(0));
    await tick(room.tickDeps);

    expect(jobsOf('collect')).toMatchObject([{ job: { source: 'huggingface' } }]);
  });

  it('has the morning’s digests ready before their slot and reads no source while they go out', async () => {
    const channels = await Promise.all(Array.from({ length: 5 }, () => room.addChannel({ count: 1 })));
    await room.list('2611.00001');
    const putOff = createPutOff();
    const everyMinute = async (minute: number) => {
      const before = jobsOf('collect').length;
      await room.setClock(later(minute));
      const { waits } = await tick({ ...room.tickDeps, putOff });
      return { read: jobsOf('collect').length - before, waits };
    };
    expect(await everyMinute(0)).toEqual({ read: 0, waits: false });
    for (const { job } of jobsOf('compose'))
      if (job.kind === 'compose') await composeDigest(job.digestId, room.deps, NEVER);
    const digests = await Promise.all(channels.map(({ id }) => room.stores.digests.history(id, 1)));
    expect(digests.flat().map(({ status }) => status)).toEqual(Array(5).fill('composed'));
    expect(jobsOf('deliver').map(({ at }) => at)).toEqual(Array(5).fill(later(5)));
    await room.forgetSources();
    for (const name of ['huggingface', 'arxiv'] as const)
      await room.stores.sources.recordOk(name, later(-30));

    expect(await everyMinute(3), 'not yet').toEqual({ read: 2, waits: false });
    for (const minute of [4, 5, 6]) expect(await everyMinute(minute)).toEqual({ read: 0, waits: true });
    expect(await everyMinute(7), 'made up for').toEqual({ read: 2, waits: false });
  });

  it('reads sources for a digest that is still to be chosen, and when every minute has its digests', async () => {
    await room.addChannel();
    const putOff = createPutOff();
    await room.setClock(later(0));
    await tick({ ...room.tickDeps, putOff });
    await room.forgetSources();
    for (const name of ['huggingface', 'arxiv'] as const)
      await room.stores.sources.recordOk(name, later(-30));
    await room.setClock(later(5));
    expect(await tick({ ...room.tickDeps, putOff })).toMatchObject({ waits: false });
    expect(Array.from({ length: 12 }, () => putOff(true))).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect([putOff(false), putOff(true)]).toEqual([false, true]);
  });

  describe('with a source of signals', () => {
    const source: SignalSource = {
      name: 'github',
      title: 'GitHub',
      reachDays: 7,
      nextReadAt: (lastOkAt, now) => (lastOkAt === null ? now : later(20, lastOkAt)),
      read: () => {
        throw new Error('Nothing is read here.');
      },
    };
    const tickAt = async (minutes: number, startedAt = later(-1)): Promise<number> => {
      await room.setClock(later(minutes));
      await tick({ ...room.tickDeps, signalSources: [source], startedAt });
      return jobsOf('signals').length;
    };

    it('does not wake it before any source of papers was read: there is nothing to ask about', async () => {
      const sources = room.tickDeps.sources.slice(0, 1);
      await room.setClock(later(0));
      await room.forgetSources();
      await tick({ ...room.tickDeps, sources, signalSources: [source], startedAt: later(-1) });
      expect(jobsOf('signals')).toEqual([]);
      await room.stores.sources.recordOk(sources[0]!.name, later(0));
      await tick({ ...room.tickDeps, sources, signalSources: [source], startedAt: later(-1) });
      expect(jobsOf('signals')).toHaveLength(1);
    });

    it('wakes it when it is due, and not while it has to wait', async () => {
      expect(await tickAt(0)).toBe(1);
      expect(jobsOf('signals')).toEqual([
        { job: { kind: 'signals', source: 'github' }, id: 'signals-github', at: undefined },
      ]);
      await room.stores.sources.recordOk('github', later(1));
      expect(await tickAt(20)).toBe(1);
      expect(await tickAt(21)).toBe(2);
      await room.stores.sources.recordFailure('github', 'it is down', later(40));
      expect(await tickAt(39)).toBe(2);
      expect(await tickAt(40)).toBe(3);
    });

    it('leaves the minutes of a digest to the digest', async () => {
      await room.list('2611.00001');
      await room.stores.sources.recordOk('github', later(-30));
      const digest = await room.tickFor(await room.addChannel());
      for (const minutes of [0, 4, 5, 6]) expect(await tickAt(minutes)).toBe(0);
      await room.post(digest.id);
      expect(await tickAt(7)).toBe(1);
    });

    it('does not wait for a digest that hangs', async () => {
      await room.list('2611.00001');
      await room.stores.sources.recordOk('github', later(-30));
      await room.tickFor(await room.addChannel());
      expect(await tickAt(15)).toBe(0);
      expect(await tickAt(16)).toBe(1);
    });

    it('does not wait for ever where digests follow each other all day', async () => {
      await room.list('2611.00001');
      await room.stores.sources.recordOk('github', later(-90));
      await room.tickFor(await room.addChannel());
      expect(await tickAt(5)).toBe(1);
    });

    it('lets one that was never read wait as long', async () => {
      await room.list('2611.00001');
      await room.tickFor(await room.addChannel());
      expect(await tickAt(5)).toBe(0);
      expect(await tickAt(5, later(-56))).toBe(1);
    });
  });

  it('goes on when one job cannot be enqueued', async () => {
    await room.addChannel();
    await room.addChannel();
    await room.setClock(later(30));
    let calls = 0;
    const queue: typeof room.tickDeps.queue = {
      enqueue: (job, options) => {
        calls += 1;
        if (calls === 1) return Promise.reject(new Error('queue away'));
        return room.tickDeps.queue.enqueue(job, options);
      },
    };

    expect(await tick({ ...room.tickDeps, queue })).toEqual({ opened: 2, woken: 3, failed: 1, waits: false });
  });

  it('still wakes what is there when nothing can be opened', async () => {
    await room.addChannel();
    await tick(room.tickDeps);
    const digests = {
      ...room.stores.digests,
      openDue: () => Promise.reject(new Error('one channel is broken')),
    };

    expect(await tick({ ...room.tickDeps, digests })).toEqual({
      opened: 0,
      woken: 1,
      failed: 1,
      waits: false,
    });
  });

  describe('a preview', () => {
    it('shows the very choice that composing freezes', async () => {
      for (const id of ['2611.00001', '2611.00002']) await room.list(id);
      const channel = await room.addChannel();
      const now = later(0);
      const before = await previewDigest({ channel, now }, room.deps);
      const digest = await room.tickFor(channel);
      await composeDigest(digest.id, room.deps, NEVER);
      await room.list('2611.00003', { upvotes: 99 });
      const after = await previewDigest({ channel, now }, room.deps);

      expect(before).toMatchObject({ kind: 'now' });
      expect(after).toEqual({ ...before, kind: 'frozen' });
    });

    it('tries other settings beside a frozen digest', async () => {
      for (const id of ['2611.00001', '2611.00002']) await room.list(id);
      const channel = await room.addChannel({ count: 1 });
      const digest = await room.tickFor(channel);
      await composeDigest(digest.id, room.deps, NEVER);
      const settings = { ...channel, count: 5 };
      const preview = await previewDigest({ channel, settings, now: later(0) }, room.deps);

      expect(preview).toMatchObject({ kind: 'now', content: { cards: [{}] } });
    });

    it('needs no channel, and writes nothing', async () => {
      await room.list('2611.00001');
      const preview = await previewDigest({ channel: null, now: later(0) }, room.deps);

      expect(preview).toMatchObject({ kind: 'now', content: { topics: ['everything'], zone: 'UTC' } });
      expect(await room.stores.digests.work(86_400_000)).toEqual([]);
    });

    it('says what an empty day would say', async () => {
      const channel = await room.addChannel();
      const preview = await previewDigest({ channel, now: later(0) }, room.deps);

      expect(preview).toMatchObject({ kind: 'empty', day: '2026-11-23', empty: { outcome: 'no-mailing' } });
    });
  });
});
