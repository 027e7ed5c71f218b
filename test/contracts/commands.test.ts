import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCommandHandler } from '../../src/commands/handle.js';
import type { Action } from '../../src/commands/request.js';
import type { CommandReply } from '../../src/commands/reply.js';
import { composeDigest } from '../../src/digests/compose.js';
import { createCommandWorld, ON_DISCORD, wordsOfReply } from '../support/command-world.js';
import { testDatabases } from '../support/databases.js';
import { later, openNewsroom, type Newsroom } from '../support/newsroom.js';

const [embedded] = testDatabases;

/** The settings of a channel by commands alone, on the real stores of channels, digests and papers. */
describe('a channel set up by commands, on a real database', () => {
  let room: Newsroom;
  let ask: (action: Action) => Promise<CommandReply>;

  beforeAll(async () => {
    room = await openNewsroom(embedded!);
    const { deps } = createCommandWorld();
    const handle = createCommandHandler({
      ...deps,
      ...room.deps,
      channels: room.stores.channels,
      digests: room.stores.digests,
      papers: room.stores.papers,
      people: room.stores.people,
      publisherFor: deps.publisherFor,
    });
    let asked = 0;
    ask = (action) => handle({ id: `test:${++asked}`, ...ON_DISCORD, action }, new AbortController().signal);
  });
  beforeEach(() => room.reset());
  afterAll(() => room.close());

  const type = (text: string): Promise<CommandReply> => ask({ kind: 'text', text });
  const stored = () => room.stores.channels.get('discord:11:22');

  it('gets its first topic, another time, a break, and a digest by hand', async () => {
    await room.list('2611.00001', { title: 'Speech recognition for everyone' });
    await room.list('2611.00002', { title: 'Robots at home' });

    expect(wordsOfReply(await type('subscribe speech'))).toContain(
      'The next digest comes on Monday, 23 November 2026 at 09:00 (UTC).',
    );
    expect(await stored()).toMatchObject({ setUpBy: '77', managers: 'admins', topics: [{ name: 'speech' }] });

    await type('schedule 9:00 Europe/Berlin daily managers:members');
    expect(await stored()).toMatchObject({
      schedule: { time: '09:00', zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6, 7] },
      managers: 'members',
      nextDueAt: later(5),
    });

    await type('pause');
    await room.setClock(later(60));
    await type('resume');
    expect(await stored()).toMatchObject({ pause: null, nextSlot: '2026-11-24' });

    expect(wordsOfReply(await type('now'))).toContain('1 paper comes here in a few seconds.');
    expect(room.traces.jobs).toMatchObject([{ job: { kind: 'compose' } }]);
    const [digest] = await room.stores.digests.history((await stored())!.id, 1);
    await composeDigest(digest!.id, room.deps, new AbortController().signal);
    expect(wordsOfReply(await type('now'))).toContain('on its way');
    await room.post(digest!.id);
    await room.setClock(later(120));

    expect(wordsOfReply(await type('now'))).toContain('There is nothing new to post');
    expect(wordsOfReply(await type('topics'))).toContain('by hand: posted, 1 paper');
    expect(wordsOfReply(await type('why 2611.00001'))).toContain('This channel has had it');
  });

  it('loses its last topic, and goes on with another', async () => {
    await room.list('2611.00001', { title: 'Speech recognition for everyone' });
    await type('subscribe speech');

    await type('unsubscribe speech');
    expect(await stored()).toMatchObject({ pause: { by: 'person' }, topics: [{ name: 'everything' }] });

    await type('subscribe everyone');
    expect(await stored()).toMatchObject({ pause: null, topics: [{ name: 'everyone', query: 'everyone' }] });
  });

  it('keeps every topic of commands that come at once', async () => {
    await room.list('2611.00001', { title: 'Speech recognition for everyone at home' });

    await Promise.all(['speech', 'everyone', 'home', 'speech'].map((topic) => type(`subscribe ${topic}`)));

    expect((await stored())?.topics.map(({ name }) => name).sort()).toEqual(['everyone', 'home', 'speech']);
  });

  it('forgets who set it up', async () => {
    await room.list('2611.00001', { title: 'Speech recognition for everyone' });
    await type('subscribe speech');

    const reply = await ask({ kind: 'button', action: { do: 'forget' } });

    expect(wordsOfReply(reply)).toContain('1 note that you set up a channel');
    expect((await stored())?.setUpBy).toBeNull();
  });
});
