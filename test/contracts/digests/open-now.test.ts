import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeDigest } from '../../../src/digests/compose.js';
import { openByHand } from '../../../src/digests/open-now.js';
import { previewDigest } from '../../../src/digests/preview.js';
import { testDatabases } from '../../support/databases.js';
import { MONDAY, openNewsroom, type Newsroom } from '../../support/newsroom.js';

describe.each(testDatabases)('a digest asked for by hand, on the $name database', (kind) => {
  let room: Newsroom;
  beforeAll(async () => {
    room = await openNewsroom(kind);
  });
  afterAll(() => room.close());
  beforeEach(() => room.reset());

  it('is one, asked for twice or again after an interruption, until it has ended', async () => {
    await room.list('2611.00001');
    const channel = await room.addChannel();
    const first = await openByHand(channel.id, room.stores.digests);
    const second = await openByHand(channel.id, room.stores.digests);
    expect([first.joined, second.joined]).toEqual([false, true]);
    expect(second.digest.id).toBe(first.digest.id);

    await composeDigest(first.digest.id, room.deps, new AbortController().signal);
    expect((await openByHand(channel.id, room.stores.digests)).digest.id).toBe(first.digest.id);
    await room.post(first.digest.id);
    expect((await openByHand(channel.id, room.stores.digests)).joined).toBe(false);
  });

  it('says of a topic that is only tried that nothing matched it, whatever the channel had last', async () => {
    await room.list('2611.00001');
    const channel = await room.addChannel();
    const { digest } = await openByHand(channel.id, room.stores.digests);
    await composeDigest(digest.id, room.deps, new AbortController().signal);
    await room.post(digest.id);
    await room.list('2611.00002', { at: new Date(MONDAY.getTime() - 3_600_000) });

    const settings = { ...channel, topics: [{ name: 'nosuchword', query: 'nosuchword' }] };
    const preview = await previewDigest({ channel, settings, now: MONDAY }, room.deps);
    expect(preview).toMatchObject({ kind: 'empty', empty: { outcome: 'nothing-matched' } });
  });
});
