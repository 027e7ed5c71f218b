import { beforeEach, describe, expect, it } from 'vitest';
import { commandPapers } from '../../support/command-papers.js';
import {
  buttonCalled,
  createCommandWorld,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

let world: CommandWorld;

beforeEach(() => {
  world = createCommandWorld(commandPapers());
});

describe('pause and resume', () => {
  it('stop and go on, each said once more when asked twice', async () => {
    await world.settle();

    const paused = await world.command('pause');
    const again = await world.command('pause');
    expect((await world.channel())?.pause).toMatchObject({ by: 'person' });
    const resumed = await world.press(buttonCalled(paused, 'Resume'));
    const resumedAgain = await world.command('resume');

    expect(wordsOfReply(again)).toContain('It is paused already.');
    expect(wordsOfReply(resumed)).toContain('Resumed. The next digest comes on Wednesday, 25 November 2026');
    expect(wordsOfReply(resumedAgain)).toContain('It is not paused.');
    expect((await world.channel())?.pause).toBeNull();
  });

  it('after a refusal of the platform first look whether that is mended', async () => {
    const { id } = await world.settle();
    await world.deps.channels.pause(id, { reason: 'The bot was removed.', by: 'platform' });
    world.outside.problems = { thread: [{ message: 'Still not there.', hint: 'Invite it.' }] };

    const refused = await world.command('resume');
    expect(wordsOfReply(refused)).toContain('Still not there. Invite it.');
    expect((await world.channel())?.pause).not.toBeNull();

    world.outside.problems = {};
    await world.command('resume');
    expect((await world.channel())?.pause).toBeNull();
  });

  it('goes on where something is missing that no digest needs to be posted', async () => {
    const { id } = await world.settle();
    await world.deps.channels.pause(id, { reason: 'Missing permission.', by: 'platform' });
    const problem = { message: 'It may not read back.', hint: 'Grant it.', harmless: true } as const;
    world.outside.problems = { thread: [problem] };

    expect(wordsOfReply(await world.command('resume'))).toContain('Resumed.');
  });

  it.each(['pause', 'resume', 'now'] as const)(
    '%s where nothing is subscribed says how to start',
    async (name) => {
      const reply = await world.command(name);

      expect(reply.failed).toBe(true);
      expect(wordsOfReply(reply)).toContain('/papers subscribe');
    },
  );
});

describe('now', () => {
  it('opens a digest, wakes a worker, and says what happens', async () => {
    await world.settle();

    const reply = await world.command('now');

    expect(wordsOfReply(reply)).toContain('5 papers come here in a few seconds.');
    expect(world.digests.all).toHaveLength(1);
    expect(world.jobs).toEqual([{ kind: 'compose', digestId: 1 }]);
  });

  it('pressed twice, also at once, posts one', async () => {
    await world.settle();

    const replies = await Promise.all([
      world.press({ do: 'now' }),
      world.press({ do: 'now' }),
      world.command('now'),
    ]);

    expect(world.digests.all).toHaveLength(1);
    expect(replies.filter(({ failed }) => failed === true)).toHaveLength(2);
    expect(wordsOfReply(await world.press({ do: 'now' }))).toContain('on its way');
  });

  it('is possible again once that one has ended', async () => {
    await world.settle();
    await world.command('now');
    const [first] = world.digests.all;
    world.digests.all[0] = { ...first!, status: 'closed', outcome: 'posted' };
    world.outside.now = new Date('2026-11-24T12:02:00Z');

    await world.command('now');

    expect(world.digests.all).toHaveLength(2);
  });

  it('waits for the digest of the day when that is about to be posted', async () => {
    const channel = await world.settle();
    const slotAt = new Date('2026-11-24T12:04:00Z');
    const digest = {
      id: 9,
      channel,
      slot: '2026-11-24',
      platform: 'discord',
      slotAt,
      status: 'composed',
    } as const;
    world.digests.all.push({ ...digest, outcome: null, reason: null, content: null });

    const reply = await world.command('now');

    expect(wordsOfReply(reply)).toContain('on its way');
    expect(world.digests.all).toHaveLength(1);
  });

  it('says why when there is nothing to show, and opens nothing', async () => {
    await world.settle({ topics: [{ name: 'zebra', query: 'zebra' }] });

    const reply = await world.command('now');

    expect(wordsOfReply(reply)).toContain('There is nothing new to post: 15 papers seen, none matched.');
    expect(world.digests.all).toEqual([]);
  });

  it('before the sources were ever read opens one that waits for them', async () => {
    await world.settle({ topics: [{ name: 'zebra', query: 'zebra' }] });
    const never = { lastOkAt: null, failingSince: null, lastError: null, notBefore: null, failures: 0 };
    Object.assign(world.deps.sourceStates, {
      get: (source: string) => Promise.resolve({ source, ...never }),
    });

    const reply = await world.command('now');

    expect(wordsOfReply(reply)).toContain('being read for the first time');
    expect(world.digests.all).toHaveLength(1);
  });

  it('leaves the waking to the next tick when the queue is away', async () => {
    await world.settle();
    world.outside.queueFault = new Error('Redis is away.');

    const reply = await world.command('now');

    expect(wordsOfReply(reply)).toContain('within a minute');
    expect(world.digests.all).toHaveLength(1);
  });

  it('of a paused channel says why it is paused', async () => {
    await world.settle();
    await world.command('pause');

    const reply = await world.command('now');

    expect(wordsOfReply(reply)).toContain('This channel is paused: Somebody here paused it.');
    expect(buttonCalled(reply, 'Resume')).toEqual({ do: 'resume' });
    expect(world.digests.all).toEqual([]);
  });
});
