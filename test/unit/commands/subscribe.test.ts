import { beforeEach, describe, expect, it } from 'vitest';
import { commandPapers } from '../../support/command-papers.js';
import {
  buttonCalled,
  createCommandWorld,
  IN_DISCORD_DM,
  IN_SLACK_DM,
  ON_DISCORD,
  ON_SLACK,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

let world: CommandWorld;

beforeEach(() => {
  world = createCommandWorld(commandPapers());
});

describe('the first subscription', () => {
  it('makes the channel: 09:00, weekdays, 5 papers, UTC on Discord, and says so', async () => {
    const reply = await world.command('subscribe', { topic: 'multilingual' });

    expect(await world.channel()).toMatchObject({
      key: 'discord:11:22',
      schedule: { time: '09:00', zone: 'UTC', days: [1, 2, 3, 4, 5] },
      count: 5,
      layout: 'thread',
      empty: 'silent',
      managers: 'admins',
      setUpBy: '77',
      pause: null,
      nextSlot: '2026-11-25',
    });
    expect((await world.channel())?.topics).toMatchObject([{ name: 'multilingual' }]);
    expect(wordsOfReply(reply)).toContain('up to 5 papers on multilingual, Monday to Friday at 09:00 (UTC)');
    expect(wordsOfReply(reply)).toContain('Discord does not tell me your time zone');
    expect(wordsOfReply(reply)).toContain('It matched 1 paper in the last 7 days.');
  });

  it('takes the person’s zone from Slack, joins the channel, and lets its members manage it', async () => {
    const reply = await world.command('subscribe', { topic: 'speech' }, ON_SLACK);

    expect(await world.channel(ON_SLACK)).toMatchObject({
      schedule: { zone: 'Europe/Berlin' },
      managers: 'members',
      setUpBy: 'U1',
    });
    expect(world.joined).toEqual(['C1']);
    expect(wordsOfReply(reply)).not.toContain('time zone');
  });

  it.each([null, 'Mars/Olympus'])('falls back to UTC when Slack tells the zone %s', async (zone) => {
    world.outside.person = { ...world.outside.person, zone };

    const reply = await world.command('subscribe', { topic: 'speech' }, ON_SLACK);

    expect((await world.channel(ON_SLACK))?.schedule.zone).toBe('UTC');
    expect(wordsOfReply(reply)).toContain('Slack did not tell me your time zone');
  });

  it('posts one public line on what will happen, and offers the form and a digest now', async () => {
    const reply = await world.command('subscribe', { topic: 'multilingual' });

    expect(world.said).toEqual([
      '22: 📰 From now on I post the best new papers on multilingual here: up to 5, Monday to Friday at 09:00 (UTC). See /papers topics for what this channel gets, and /papers schedule to change it.',
    ]);
    expect(buttonCalled(reply, 'Set time and zone')).toEqual({ do: 'schedule' });
    expect(buttonCalled(reply, 'Post one now')).toEqual({ do: 'now' });
  });

  it('says so when the public line cannot be posted, and is stored all the same', async () => {
    world.outside.sayFault = new Error('Discord is away.');

    const reply = await world.command('subscribe', { topic: 'multilingual' });

    expect(await world.channel()).not.toBeNull();
    expect(wordsOfReply(reply)).toContain('I could not announce it in the channel: Discord is away.');
  });

  it.each([
    ['a direct message on Discord', IN_DISCORD_DM, 'compact', 'members'],
    ['a direct message on Slack', IN_SLACK_DM, 'thread', 'members'],
  ] as const)('in %s needs no line and no rights', async (_where, from, layout, managers) => {
    world.outside.problems = { thread: [] };

    await world.command('subscribe', { topic: 'multilingual' }, from);

    expect(await world.channel(from)).toMatchObject({ layout, managers });
    expect(world.said).toEqual([]);
    expect(world.joined).toEqual([]);
  });

  it('looks at what a forum can show, and says nothing into it', async () => {
    const problem = { message: 'This is a forum.', hint: 'Use posts.' };
    world.outside.problems = { thread: [problem], compact: [problem] };

    await world.command('subscribe', { topic: 'multilingual' });

    expect((await world.channel())?.layout).toBe('forum');
    expect(world.said).toEqual([]);
  });

  it.each([
    [['forum'], 'forum'],
    [['compact'], 'compact'],
    [['compact', 'thread'], 'thread'],
  ] as const)('takes a layout the place says it can show: %j', async (layouts, layout) => {
    world.outside.layouts = layouts;
    world.outside.problems = layouts.includes('thread' as never)
      ? {}
      : { thread: [{ message: 'No threads here.', hint: '' }] };

    await world.command('subscribe', { topic: 'multilingual' });

    expect((await world.channel())?.layout).toBe(layout);
  });

  it.each([ON_DISCORD, ON_SLACK])(
    'is refused with every repair when the bot may not post there: %o',
    async (from) => {
      world.outside.problems = {
        thread: [
          { message: 'The bot lacks “Embed Links”.', hint: 'Grant it.' },
          { message: 'The bot is not in the channel.', hint: 'Type /invite @Broadsheet.' },
        ],
        forum: [{ message: 'This is no forum.', hint: '' }],
      };

      const reply = await world.command('subscribe', { topic: 'multilingual' }, from);

      expect(reply.failed).toBe(true);
      expect(wordsOfReply(reply)).toContain('I cannot post in #papers yet, so nothing was subscribed');
      expect(wordsOfReply(reply)).toContain('The bot lacks “Embed Links”. Grant it.');
      expect(wordsOfReply(reply)).toContain('Type /invite @Broadsheet.');
      expect(await world.channel(from)).toBeNull();
      expect(world.said).toEqual([]);
    },
  );

  it('is refused when the platform is switched off', async () => {
    world.outside.off = true;

    const reply = await world.command('subscribe', { topic: 'multilingual' });

    expect(wordsOfReply(reply)).toContain('Discord is off.');
  });
});

describe('a further subscription', () => {
  it('adds the topic, keeps the settings and says nothing in public', async () => {
    const before = await world.settle({ count: 7 });

    const reply = await world.command('subscribe', { topic: 'robotics' });

    const after = await world.channel();
    expect(after?.topics.map(({ name }) => name)).toEqual(['speech', 'robotics']);
    expect(after).toMatchObject({ count: 7, schedule: before.schedule });
    expect(world.said).toEqual([]);
    expect(reply.title).toBe('Subscribed to “robotics”');
  });

  it('takes the place of everything, and says so', async () => {
    await world.settle({ topics: [{ name: 'everything', query: '' }] });

    const reply = await world.command('subscribe', { topic: 'robotics' });

    expect((await world.channel())?.topics.map(({ name }) => name)).toEqual(['robotics']);
    expect(wordsOfReply(reply)).toContain('takes the place of everything');
  });

  it.each(['speech', 'SPEECH', 'Speech '])('to what it gets already is no harm: %j', async (topic) => {
    await world.settle({ topics: [{ name: 'speech', query: 'speech' }] });
    const before = await world.channel();

    const reply = await world.command('subscribe', { topic });

    expect(wordsOfReply(reply)).toMatch(/speech/i);
    expect(await world.channel()).toEqual(before);
  });

  it('twice at once is stored once', async () => {
    await world.settle();

    await Promise.all([
      world.command('subscribe', { topic: 'robotics' }),
      world.command('subscribe', { topic: 'robotics' }),
      world.command('subscribe', { topic: 'laundry' }),
    ]);

    expect((await world.channel())?.topics.map(({ name }) => name)).toEqual([
      'speech',
      'robotics',
      'laundry',
    ]);
  });

  it('may be given a name', async () => {
    await world.settle();

    await world.command('subscribe', { topic: 'laundry', name: 'House Work' });

    expect((await world.channel())?.topics.at(-1)).toEqual({ name: 'House Work', query: 'laundry' });
  });

  it('takes an arXiv category by its bare name', async () => {
    await world.settle();

    await world.command('subscribe', { topic: 'cs.ro' });

    expect((await world.channel())?.topics.at(-1)).toEqual({ name: 'cs.RO', query: 'cat:cs.RO' });
  });

  it.each(['everything', 'robotics'])('goes on with %s after its last topic was removed', async (topic) => {
    await world.settle();
    await world.command('unsubscribe', { topic: 'speech' });

    const reply = await world.command('subscribe', { topic });

    expect(await world.channel()).toMatchObject({ pause: null, topics: [{ name: topic }] });
    expect(reply.title).toBe(`Subscribed to “${topic}”`);
    expect(wordsOfReply(reply)).toContain('The next digest comes on ');
    // It got nothing meanwhile.
    expect(wordsOfReply(reply)).not.toContain('takes the place of');
  });

  it('keeps a paused channel paused, and offers to resume it', async () => {
    const channel = await world.settle();
    await world.deps.channels.pause(channel.id, { reason: 'Holidays.', by: 'person' });

    const reply = await world.command('subscribe', { topic: 'robotics' });

    expect((await world.channel())?.pause).not.toBeNull();
    expect(wordsOfReply(reply)).toContain('It is paused, so nothing comes yet: Holidays.');
    expect(buttonCalled(reply, 'Resume')).toEqual({ do: 'resume' });
  });
});
