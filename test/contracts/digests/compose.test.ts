import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../../src/channels/channel.js';
import { composeDigest } from '../../../src/digests/compose.js';
import { deliveryKey } from '../../../src/digests/delivery-key.js';
import type { Digest } from '../../../src/digests/digest.js';
import { testDatabases } from '../../support/databases.js';
import { later, openNewsroom, type Newsroom } from '../../support/newsroom.js';

const NEVER = new AbortController().signal;

describe.each(testDatabases)('composing a digest on the $name database', (kind) => {
  let room: Newsroom;
  beforeAll(async () => (room = await openNewsroom(kind)));
  afterAll(() => room.close());
  beforeEach(() => room.reset());

  const compose = (digest: Digest, deps = room.deps) => composeDigest(digest.id, deps, NEVER);
  const shown = async (digest: Digest): Promise<readonly string[]> =>
    (await room.stores.digests.get(digest.id))?.content?.cards.map(({ paperId }) => paperId) ?? [];
  const composed = async (channel: Channel): Promise<readonly string[]> => {
    const digest = await room.tickFor(channel);
    await compose(digest);
    return shown(digest);
  };
  const ended = async (digest: Digest) => {
    const { status, outcome, reason } = (await room.stores.digests.get(digest.id)) ?? {};
    return { status, outcome, reason };
  };

  it('does not end a digest as empty that somebody else composed meanwhile, of the only papers there were', async () => {
    await room.list('2611.00001');
    const digest = await room.tickFor(await room.addChannel());
    await room.setClock(later(6));
    let raced = false;
    const had = async (channelId: number): Promise<ReadonlySet<string>> => {
      if (!raced) {
        raced = true;
        await compose(digest);
      }
      return room.deps.channels.had(channelId);
    };
    await compose(digest, { ...room.deps, channels: { ...room.deps.channels, had } });

    expect(await ended(digest)).toMatchObject({ status: 'composed', outcome: null });
    expect(await shown(digest)).toEqual(['2611.00001']);
  });

  it('freezes the best papers with their parts, and wakes the delivery for the slot', async () => {
    for (const [id, upvotes] of [
      ['2611.00001', 3],
      ['2611.00002', 90],
      ['2611.00003', 20],
      ['2611.00004', 1],
    ] as const)
      await room.list(id, { upvotes });
    const channel = await room.addChannel();
    const digest = await room.tickFor(channel);
    await compose(digest);

    expect(await shown(digest)).toEqual(['2611.00002', '2611.00003', '2611.00001']);
    const rows = await room.stores.deliveries.list({ channelKey: channel.key, limit: 10 });
    const key = (position: number) =>
      deliveryKey({ address: channel.address, channelId: channel.id, slot: '2026-11-23', position });
    expect(new Set(rows.map((row) => row.key))).toEqual(new Set([0, 1, 2, 3].map(key)));
    expect(room.traces.jobs.at(-1)).toMatchObject({
      job: { kind: 'deliver', platform: 'discord', digestId: digest.id },
      at: later(5),
    });
    expect(await room.stores.digests.get(digest.id)).toMatchObject({
      status: 'composed',
      content: {
        day: 'Monday, 23 November 2026',
        late: false,
        considered: 4,
        notices: [],
        topics: ['everything'],
      },
    });
  });

  it('freezes one choice when two compose at once, and never renders a frozen one again', async () => {
    await room.list('2611.00001');
    const channel = await room.addChannel();
    const digest = await room.tickFor(channel);
    await Promise.all([compose(digest), compose(digest)]);
    const renders = room.traces.rendered.length;
    const rows = await room.stores.deliveries.list({ channelKey: channel.key, limit: 10 });
    await room.list('2611.00002', { upvotes: 99 });
    await compose(digest);

    expect(rows).toHaveLength(2);
    expect(room.traces.rendered).toHaveLength(renders);
    expect(await shown(digest)).toEqual(['2611.00001']);
  });

  it.each(['thread', 'compact'] as const)(
    'never chooses what the channel has had, laid out as %s',
    async (layout) => {
      for (const id of ['2611.00001', '2611.00002', '2611.00003']) await room.list(id);
      const channel = await room.addChannel({ layout, count: 2 });
      const first = await composed(channel);
      await room.setClock(later(1440));
      const second = await composed(channel);

      expect(first).toHaveLength(2);
      expect(second).toHaveLength(1);
      expect(first).not.toContain(second[0]);
    },
  );

  it('looks back to the last digest after a long pause, but not past a month', async () => {
    await room.list('2611.00001', { on: '2026-11-23' });
    const channel = await room.addChannel();
    const digest = await room.tickFor(channel);
    await compose(digest);
    await room.post(digest.id);
    await room.list('2611.00002', { on: '2026-11-26', at: later(3 * 1440) });
    await room.setClock(later(18 * 1440));
    const fresh = await room.addChannel();

    expect(await composed(channel)).toEqual(['2611.00002']);
    expect(await composed(fresh)).toEqual([]);
  });

  it('gives every topic its best match before any topic’s second', async () => {
    for (const [index, title] of [
      'speech one',
      'speech of birds',
      'speech for robots',
      'proof of ships',
    ].entries())
      await room.list(`2611.0000${index + 1}`, { title, upvotes: 90 - 20 * index });
    const topics = [
      { name: 'speech', query: 'speech' },
      { name: 'maths', query: 'proof' },
    ];
    const digest = await room.tickFor(await room.addChannel({ topics }));
    await compose(digest);

    expect(room.traces.rendered[0]?.cards.map(({ paperId, topics: names }) => [paperId, names])).toEqual([
      ['2611.00001', ['speech']],
      ['2611.00002', ['speech']],
      ['2611.00004', ['maths']],
    ]);
  });

  it('leaves a channel’s single topic to the head, and names several on the cards', async () => {
    await room.list('2611.00001', { title: 'Speech one' });
    const speech = { name: 'speech', query: 'speech' };
    for (const topics of [[speech], [speech, { name: 'vision', query: 'vision' }]]) {
      const digest = await room.tickFor(await room.addChannel({ topics }));
      await composeDigest(digest.id, room.deps, NEVER);
    }

    const [single, several] = room.traces.rendered;
    expect(single?.topics).toEqual(['speech']);
    expect(single?.cards[0]).toMatchObject({
      why: expect.not.stringContaining('matches') as string,
      topics: [],
    });
    expect(several?.cards[0]).toMatchObject({
      why: expect.stringContaining('matches: speech') as string,
      topics: ['speech'],
    });
  });

  it('says that it is late when composed more than half an hour after the slot', async () => {
    await room.list('2611.00001');
    const digests = [
      await room.tickFor(await room.addChannel()),
      await room.tickFor(await room.addChannel()),
    ];
    await room.setClock(later(35));
    await compose(digests[0]!);
    await room.setClock(later(36));
    await compose(digests[1]!);

    expect(room.traces.rendered.map(({ late }) => late)).toEqual([false, true]);
  });

  it('names a source that is missing in the head', async () => {
    await room.list('2611.00001');
    await room.stores.sources.recordFailure('arxiv', 'HTTP 500', later(0));
    const channel = await room.addChannel();
    await room.setClock(later(-4, later(1440)));
    await room.stores.sources.recordOk('huggingface', later(1435));
    const digest = await room.stores.digests.openNow(channel.id);
    await compose(digest);

    expect(room.traces.rendered[0]?.notices).toEqual([
      'arXiv has not answered since 08:55 on Monday, 23 November 2026; this list is without its latest papers.',
    ]);
  });

  it('gives its sources a minute to be read after a long sleep, so that the list is today’s', async () => {
    await room.list('2611.00001');
    const channel = await room.addChannel();
    const woken = later(1440 + 60);
    await room.setClock(woken);
    const digest = await room.tickFor(channel);
    const deps = { ...room.deps, startedAt: woken };

    expect(await compose(digest, deps)).toEqual(later(1500.05));
    expect((await ended(digest)).status).toBe('open');
    for (const name of ['huggingface', 'arxiv'] as const)
      await room.stores.sources.recordOk(name, later(1500));
    await compose(digest, deps);
    expect(room.traces.rendered[0]?.notices).toEqual([]);
  });

  it('gives sources that were never read their minute after a late first start, too', async () => {
    await room.forgetSources();
    const digest = await room.tickFor(await room.addChannel());
    await room.setClock(later(20));
    await compose(digest, { ...room.deps, startedAt: later(20) });
    expect((await ended(digest)).status).toBe('open');

    await room.setClock(later(21));
    await compose(digest, { ...room.deps, startedAt: later(20) });
    expect(await ended(digest)).toMatchObject({ outcome: 'source-down' });
  });

  it('does not wait longer for its sources, nor for one that fails', async () => {
    await room.list('2611.00001');
    const [first, second] = [await room.addChannel(), await room.addChannel()];
    const woken = later(1440 + 60);
    await room.setClock(later(1, woken));
    await compose(await room.tickFor(first), { ...room.deps, startedAt: woken });

    expect(room.traces.rendered[0]?.notices).toContain(
      'arXiv was last read at 08:45 on Monday, 23 November 2026; this list is without its latest papers.',
    );
    for (const name of ['huggingface', 'arxiv'] as const)
      await room.stores.sources.recordFailure(name, 'HTTP 500', later(1502));
    await compose(await room.tickFor(second), { ...room.deps, startedAt: later(1, woken) });
    expect(room.traces.rendered).toHaveLength(2);
  });

  it('shares one ranking between fifty channels', async () => {
    await room.list('2611.00001');
    const channels = await Promise.all(Array.from({ length: 50 }, () => room.addChannel({ count: 1 })));
    await room.tickFor(channels[0]!);
    const work = await room.stores.digests.work(300_000);
    await Promise.all(work.map(({ digestId }) => composeDigest(digestId, room.deps, NEVER)));

    expect(room.traces.rendered).toHaveLength(50);
    expect(room.traces.ranked).toBe(1);
  });

  it('composes a digest asked for by hand under its own key', async () => {
    await room.list('2611.00001');
    await room.list('2611.00002');
    const channel = await room.addChannel({ count: 1 });
    const byHand = await room.stores.digests.openNow(channel.id);
    await compose(byHand);
    const daily = await composed(channel);

    expect(await shown(byHand)).toHaveLength(1);
    expect(room.traces.rendered[0]).toMatchObject({ slot: '2026-11-23', late: false });
    expect(daily).toHaveLength(1);
    expect(daily).not.toEqual(await shown(byHand));
  });

  it('ends a digest whose platform is off, and names the variable', async () => {
    await room.list('2611.00001');
    const digest = await room.tickFor(await room.addChannel());
    await compose(digest, { ...room.deps, publisherFor: () => null });

    expect(await ended(digest)).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('DISCORD_TOKEN') as string,
    });
  });

  it('ends a digest that came too late', async () => {
    await room.list('2611.00001');
    const digest = await room.tickFor(await room.addChannel());
    await room.setClock(later(6 * 60 + 6));
    await compose(digest);

    expect(await ended(digest)).toMatchObject({ outcome: 'skipped' });
  });

  it('leaves the digest of a paused channel alone', async () => {
    await room.list('2611.00001');
    const channel = await room.addChannel();
    const digest = await room.tickFor(channel);
    await room.stores.channels.pause(channel.id, { reason: 'Asked to.', by: 'person' });
    await compose(digest);

    expect(await ended(digest)).toMatchObject({ status: 'open' });
    expect(room.traces.rendered).toEqual([]);
  });

  it('is nothing for a digest that does not exist', async () => {
    expect(await composeDigest(999_999, room.deps, NEVER)).toBeNull();
  });
});
