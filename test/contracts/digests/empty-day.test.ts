import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeDigest } from '../../../src/digests/compose.js';
import type { Digest } from '../../../src/digests/digest.js';
import { testDatabases } from '../../support/databases.js';
import { later, openNewsroom, type Newsroom } from '../../support/newsroom.js';

describe.each(testDatabases)('an empty digest on the $name database', (kind) => {
  let room: Newsroom;
  beforeAll(async () => (room = await openNewsroom(kind)));
  afterAll(() => room.close());
  beforeEach(() => room.reset());

  const compose = (digest: Digest) => composeDigest(digest.id, room.deps, new AbortController().signal);
  const ended = async (digest: Digest) => {
    const { status, outcome, reason } = (await room.stores.digests.get(digest.id)) ?? {};
    return { status, outcome, reason };
  };
  const shown = async (digest: Digest): Promise<readonly string[]> =>
    (await room.stores.digests.get(digest.id))?.content?.cards.map(({ paperId }) => paperId) ?? [];
  const topics = [{ name: 'maths', query: 'proof' }];

  it('looks again at the slot, because papers may still come', async () => {
    await room.list('2611.00001');
    const digest = await room.tickFor(await room.addChannel({ topics }));

    expect(await compose(digest)).toEqual(later(5));
    expect(await ended(digest)).toMatchObject({ status: 'open' });

    await room.list('2611.00002', { title: 'A late proof', at: later(3) });
    await room.setClock(later(5));
    await compose(digest);
    expect(await shown(digest)).toEqual(['2611.00002']);
  });

  it('says that nothing matched', async () => {
    await room.list('2611.00001');
    const digest = await room.tickFor(await room.addChannel({ topics }));
    await room.setClock(later(5));
    await compose(digest);

    expect(await ended(digest)).toEqual({
      status: 'closed',
      outcome: 'nothing-matched',
      reason: '1 paper seen, none matched.',
    });
    expect(room.traces.said).toEqual([]);
  });

  it('says a line once where the channel wants one', async () => {
    await room.list('2611.00001');
    const channel = await room.addChannel({ topics, empty: 'line' });
    const digest = await room.tickFor(channel);
    await room.setClock(later(5));
    await Promise.all([compose(digest), compose(digest)]);

    expect(room.traces.said).toEqual([
      `${channel.address.place}: No papers today. 1 paper seen, none matched.`,
    ]);
  });

  it.each([
    [
      'the week-end',
      new Date('2026-11-28T08:00:00Z'),
      'Nothing new was listed since the last digest (weekend), and none of the papers left over matches.',
    ],
    [
      'a holiday of arXiv',
      new Date('2026-11-27T08:00:00Z'),
      'Nothing new was listed since the last digest (arXiv holiday), and none of the papers left over matches.',
    ],
    [
      'a quiet working day',
      new Date('2026-11-24T08:00:00Z'),
      'Nothing new was listed since the last digest, and none of the papers left over matches.',
    ],
  ])('tells %s from a day on which nothing matched', async (_what, slot, reason) => {
    await room.list('2611.00001', {
      at: later(-1440, slot),
      on: later(-1440, slot).toISOString().slice(0, 10),
    });
    await room.setClock(later(-24 * 60 + 1, slot));
    const channel = await room.addChannel({ topics });
    await room.setClock(later(-5, slot));
    await room.stores.digests.close(
      (await room.stores.digests.openNow(channel.id)).id,
      'nothing-matched',
      '',
    );
    const digest = await room.tickFor(channel);
    await room.setClock(slot);
    for (const name of ['huggingface', 'arxiv'] as const) await room.stores.sources.recordOk(name, slot);
    await compose(digest);

    expect(await ended(digest)).toMatchObject({ outcome: 'no-mailing', reason });
  });

  it('counts a paper that is known for long and came to a daily list since', async () => {
    await room.list('2611.00001', { on: '2026-11-09', at: later(-14 * 1440) });
    const channel = await room.addChannel({ topics });
    const before = await room.stores.digests.openNow(channel.id);
    await room.stores.digests.close(before.id, 'nothing-matched', '');
    await room.list('2611.00001', { on: '2026-11-23', at: later(2) });
    await room.setClock(later(5));
    const digest = await room.tickFor(channel);
    await compose(digest);

    expect(await ended(digest)).toMatchObject({ outcome: 'nothing-matched' });
  });

  it('says that every source is down', async () => {
    const digest = await room.tickFor(await room.addChannel());
    await room.setClock(later(120));
    for (const name of ['huggingface', 'arxiv'] as const)
      await room.stores.sources.recordFailure(name, 'HTTP 500', later(121));
    await compose(digest);

    expect(await ended(digest)).toMatchObject({
      outcome: 'source-down',
      reason: 'No source has answered: Hugging Face not since 10:55, arXiv not since 10:55.',
    });
  });
});
