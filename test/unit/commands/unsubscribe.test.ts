import { beforeEach, describe, expect, it } from 'vitest';
import { LAST_TOPIC_PAUSE } from '../../../src/commands/unsubscribe.js';
import { commandPapers } from '../../support/command-papers.js';
import {
  buttonCalled,
  buttonsOf,
  createCommandWorld,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

let world: CommandWorld;

beforeEach(() => {
  world = createCommandWorld(commandPapers());
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
