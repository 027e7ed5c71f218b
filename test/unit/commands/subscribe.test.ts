import { beforeEach, describe, expect, it } from 'vitest';
import { LAST_TOPIC_PAUSE } from '../../../src/commands/unsubscribe.js';
import { commandPapers } from '../../support/command-papers.js';
import {
  buttonCalled,
  buttonsOf,
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

  it('keeps a paused channel paused, and offers to resume it', async () => {
    const channel = await world.settle();
    await world.deps.channels.pause(channel.id, { reason: 'Holidays.', by: 'person' });

    const reply = await world.command('subscribe', { topic: 'robotics' });

    expect((await world.channel())?.pause).not.toBeNull();
    expect(wordsOfReply(reply)).toContain('It is paused, so nothing comes yet: Holidays.');
    expect(buttonCalled(reply, 'Resume')).toEqual({ do: 'resume' });
  });
});

describe('a topic that cannot be had', () => {
  it.each([
    ['an empty one', { topic: '  ' }, 'Which topic?'],
    ['4,000 characters', { topic: 'word '.repeat(800) }, 'characters long'],
    ['no grammar', { topic: '"speech' }, 'never closed'],
    ['no category', { topic: 'cat:cs.XX' }, 'arXiv has no category'],
    ['a name of signs', { topic: 'speech', name: '"|"' }, 'is no name for a topic'],
    ['a built-in name with another query', { topic: 'laundry', name: 'Robotics' }, 'is built in'],
    ['a name that is taken', { topic: 'laundry', name: 'TALK' }, 'Give the new one another name'],
  ])('%s is refused with the repair, and nothing is changed', async (_what, options, said) => {
    await world.settle({ topics: [{ name: 'talk', query: 'audio' }] });
    const before = await world.channel();

    const reply = await world.command('subscribe', options);

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain(said);
    expect(await world.channel()).toEqual(before);
  });

  it('the 51st is refused, and nothing is changed', async () => {
    const topics = Array.from({ length: 50 }, (_, index) => ({ name: `t${index}`, query: `t${index}` }));
    await world.settle({ topics });

    const reply = await world.command('subscribe', { topic: 'robotics' });

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain('This channel has 50 topics, and 50 is the most.');
    expect((await world.channel())?.topics).toEqual(topics);
  });
});

describe('a topic that matches nothing', () => {
  it('is not stored; near ones are offered, and to have it anyway', async () => {
    const reply = await world.command('subscribe', { topic: 'laundry speach' });

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain('matched no paper of the last thirty days');
    expect(buttonsOf(reply).map(({ label }) => label)).toEqual([
      'laundry (1)',
      'speech (12)',
      'Subscribe anyway',
    ]);
    expect(await world.channel()).toBeNull();
    expect(world.said).toEqual([]);
  });

  it.each([
    ['robotik', 'robotics (1)'],
    ['translation', 'multilingual (1)'],
    ['widget factory', 'widget (1)'],
    ['reocgnition study', 'study (11)'],
  ])('%s has near ones: %s', async (topic, near) => {
    const reply = await world.command('subscribe', { topic });

    expect(buttonsOf(reply).map(({ label }) => label)).toContain(near);
  });

  it('is had by its button or its option, and the reply says that it may stay quiet', async () => {
    const offered = await world.command('subscribe', { topic: 'zebra', name: 'Stripes' });

    const reply = await world.press(buttonCalled(offered, 'Subscribe anyway'));

    expect((await world.channel())?.topics).toEqual([{ name: 'Stripes', query: 'zebra' }]);
    expect(wordsOfReply(reply)).toContain('may stay quiet for a while');
    await world.command('subscribe', { topic: 'yak', anyway: 'true' });
    expect((await world.channel())?.topics.at(-1)?.name).toBe('yak');
  });

  it('and is too long for a button can be had by its option', async () => {
    const topic = Array.from({ length: 20 }, (_, index) => `zebra${index}`).join(' ');

    const reply = await world.command('subscribe', { topic });

    expect(buttonsOf(reply)).toEqual([]);
    expect(wordsOfReply(reply)).toContain('anyway:true');
  });

  it('this week, but this month, is stored', async () => {
    const reply = await world.command('subscribe', { topic: 'widgets' });

    expect(wordsOfReply(reply)).toContain('It matched 1 paper in the last 30 days.');
  });
});

describe('unsubscribing', () => {
  it('takes one topic out, and can be undone', async () => {
    await world.settle({
      topics: [
        { name: 'Talk', query: 'speech' },
        { name: 'robotics', query: 'cat:cs.RO' },
      ],
    });

    const reply = await world.command('unsubscribe', { topic: 'talk' });

    expect((await world.channel())?.topics.map(({ name }) => name)).toEqual(['robotics']);
    expect(wordsOfReply(reply)).toContain('It still gets robotics.');
    await world.press(buttonCalled(reply, 'Undo'));
    expect((await world.channel())?.topics.at(-1)).toEqual({ name: 'Talk', query: 'speech' });
  });

  it('from the last topic pauses the channel, and says how to go on', async () => {
    await world.settle();

    const reply = await world.command('unsubscribe', { topic: 'speech' });

    expect(await world.channel()).toMatchObject({
      pause: { by: 'person', reason: LAST_TOPIC_PAUSE },
      topics: [{ name: 'everything' }],
    });
    expect(LAST_TOPIC_PAUSE).toContain('/papers subscribe');
    expect(wordsOfReply(reply)).toContain('the channel is paused');
    expect(buttonCalled(reply, 'Get everything')).toEqual({ do: 'resume' });
  });

  it('from the last one and subscribing again goes on', async () => {
    await world.settle();
    await world.command('unsubscribe', { topic: 'speech' });

    await world.command('subscribe', { topic: 'robotics' });

    expect(await world.channel()).toMatchObject({ pause: null, topics: [{ name: 'robotics' }] });
  });

  it('of two topics at once pauses it, too', async () => {
    await world.settle({
      topics: [
        { name: 'a', query: 'a' },
        { name: 'b', query: 'b' },
      ],
    });

    await Promise.all(['a', 'b'].map((topic) => world.command('unsubscribe', { topic })));

    expect((await world.channel())?.pause?.reason).toBe(LAST_TOPIC_PAUSE);
  });

  it.each([
    ['', 'Which topic? It gets: speech.'],
    ['speach', 'This channel has no topic “speach”. Did you mean “speech”? It gets: speech.'],
    ['robotics', 'This channel has no topic “robotics”. It gets: speech.'],
  ])('from %j, which is not there, names what is', async (topic, said) => {
    await world.settle();

    const reply = await world.command('unsubscribe', { topic });

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toBe(said);
    expect((await world.channel())?.topics).toHaveLength(1);
  });

  it('where nothing is subscribed says how to start', async () => {
    const reply = await world.command('unsubscribe', { topic: 'speech' });

    expect(wordsOfReply(reply)).toContain('/papers subscribe multilingual');
  });
});
