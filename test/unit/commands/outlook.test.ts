import { beforeEach, describe, expect, it } from 'vitest';
import type { Digest, DigestOutcome } from '../../../src/digests/digest.js';
import { commandPapers } from '../../support/command-papers.js';
import { content } from '../../support/stored-things.js';
import {
  buttonCalled,
  buttonsOf,
  createCommandWorld,
  IN_DISCORD_DM,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

let world: CommandWorld;

beforeEach(() => {
  world = createCommandWorld(commandPapers());
});

async function past(slot: string, more: Partial<Digest>): Promise<void> {
  const channel = (await world.channel()) ?? (await world.settle());
  const slotAt = new Date('2026-11-23T08:00:00Z');
  const closed = { id: 1, channel, slot, platform: 'discord', slotAt, status: 'closed' } as const;
  world.digests.all.push({ ...closed, outcome: null, reason: null, content: null, ...more });
}

describe('topics', () => {
  it('tells what the channel gets, when next in its own zone, how it looks and who may change it', async () => {
    await world.settle({
      topics: [
        { name: 'Talk', query: 'cat:cs.CL speech' },
        { name: 'robotics', query: 'cat:cs.RO' },
      ],
      empty: 'line',
    });

    const words = wordsOfReply(await world.command('topics'));

    expect(words).toContain('Next digest: Wednesday, 25 November 2026 at 09:00 (Europe/Berlin).');
    expect(words).toContain('2 topics: Talk: cat:cs.CL speech\nrobotics: cat:cs.RO');
    expect(words).toContain('Papers: up to 5');
    expect(words).toContain('Looks: a message with a thread of cards');
    expect(words).toContain('Who may change it: those with Manage Channels or Manage Webhooks here');
    expect(words).toContain('On a day without papers: one line says why');
  });

  it('tells why it is paused, and since when', async () => {
    const { id } = await world.settle();
    await world.deps.channels.pause(id, { reason: 'The bot may not post here.', by: 'platform' });

    const reply = await world.command('topics');

    expect(wordsOfReply(reply)).toContain(
      'Paused since 2026-11-24 13:00 Europe/Berlin. The platform refused it. The bot may not post here.',
    );
    expect(buttonCalled(reply, 'Resume')).toEqual({ do: 'resume' });
  });

  it.each<readonly [DigestOutcome, string | null, string]>([
    ['posted', null, '2026-11-23: posted, 0 papers'],
    ['posted', 'No thread could be opened.', '2026-11-23: posted, 0 papers. No thread could be opened.'],
    ['posted-partly', '2 of 6 messages are missing.', 'posted partly. 2 of 6 messages are missing.'],
    ['nothing-matched', '312 papers seen, none matched.', 'nothing matched. 312 papers seen, none matched.'],
    ['no-mailing', 'Nothing new was listed (weekend).', 'no new papers. Nothing new was listed (weekend).'],
    ['source-down', 'No source has answered.', 'sources did not answer. No source has answered.'],
    ['skipped', 'Broadsheet was not running.', 'skipped. Broadsheet was not running.'],
    ['failed', 'Discord is off.', 'failed. Discord is off.'],
  ])('tells how the last digests went: %s', async (outcome, reason, said) => {
    await past('2026-11-23', { outcome, reason, content: outcome === 'posted' ? content() : null });

    expect(wordsOfReply(await world.command('topics'))).toContain(said);
  });

  it('tells of digests by hand and on their way', async () => {
    await past('now:2026-11-23T08:00:00Z-1', { outcome: null, status: 'open' });

    expect(wordsOfReply(await world.command('topics'))).toContain(
      '2026-11-23 09:00 Europe/Berlin, by hand: on its way',
    );
  });

  it('where nothing is subscribed suggests where to start', async () => {
    const reply = await world.command('topics');

    expect(wordsOfReply(reply)).toContain('This channel gets no digest yet.');
    expect(wordsOfReply(reply)).toContain('multilingual');
    await world.press(buttonCalled(reply, 'robotics'));
    expect((await world.channel())?.topics.map(({ name }) => name)).toEqual(['robotics']);
  });

  it('in a direct message belong to the person', async () => {
    await world.settle({}, IN_DISCORD_DM);

    expect(wordsOfReply(await world.command('topics', {}, IN_DISCORD_DM))).toContain(
      'Who may change it: you',
    );
  });

  it('of a channel with fifty are all named', async () => {
    await world.settle({ topics: Array.from({ length: 50 }, (_, i) => ({ name: `t${i}`, query: `q${i}` })) });

    expect(wordsOfReply(await world.command('topics'))).toContain('t49: q49');
  });
});

describe('preview', () => {
  it('shows what would be posted as of now, in the channel’s layout', async () => {
    await world.settle({ layout: 'compact', topics: [{ name: 'laundry', query: 'laundry' }] });

    const reply = await world.command('preview');

    expect(reply.blocks).toContainEqual(
      expect.objectContaining({
        kind: 'digest',
        layout: 'compact',
        content: expect.objectContaining({ topics: ['laundry'] }) as object,
      }),
    );
    expect(wordsOfReply(reply)).toContain('As of now; what is new until then comes in.');
    expect(wordsOfReply(reply)).toContain('Next digest: Wednesday');
    expect(world.digests.all).toEqual([]);
  });

  it('shows the frozen digest while it waits for its time', async () => {
    await past('2026-11-24', { status: 'composed', content: content({ day: 'frozen' }) });

    const reply = await world.command('preview');

    expect(wordsOfReply(reply)).toContain('put together and waits for its time');
    expect(reply.blocks).toContainEqual(
      expect.objectContaining({
        kind: 'digest',
        content: expect.objectContaining({ day: 'frozen' }) as object,
      }),
    );
  });

  it('does not show one that was posted already', async () => {
    await past('2026-11-24', { outcome: 'posted', content: content({ day: 'posted' }) });

    expect(wordsOfReply(await world.command('preview'))).toContain('As of now');
  });

  it('says why there would be nothing', async () => {
    await world.settle({ topics: [{ name: 'zebra', query: 'zebra' }] });

    expect(wordsOfReply(await world.command('preview'))).toContain('15 papers seen, none matched.');
  });

  it('where nothing is subscribed shows what everything would bring', async () => {
    const reply = await world.command('preview');

    expect(wordsOfReply(reply)).toContain('this is what one on everything would show now');
    expect(buttonsOf(reply)).toHaveLength(1);
  });
});

describe('doctor', () => {
  it('says that all is well', async () => {
    await world.settle();

    const words = wordsOfReply(await world.command('doctor'));

    expect(words).toContain('✓ Everything a digest needs is allowed in #papers.');
    expect(words).toContain('Next digest: Wednesday, 25 November 2026 at 09:00 (Europe/Berlin).');
    expect(words).toContain('Hugging Face: ✓ read as planned');
    expect(words).toContain('arXiv: ✓ read as planned');
  });

  it('tells how the last digest went, whose reason no look at the place may show', async () => {
    await past('2026-11-22', { outcome: 'failed', reason: 'Discord is off.' });
    await past('2026-11-23', { outcome: 'posted', reason: 'No thread could be opened.', content: content() });

    const words = wordsOfReply(await world.command('doctor'));

    expect(words).toContain('Last digest: posted, 0 papers. No thread could be opened.');
    expect(words).not.toContain('Discord is off.');
  });

  it('names every missing permission with its repair, and why the channel is paused', async () => {
    const { id } = await world.settle();
    await world.deps.channels.pause(id, { reason: 'It may not post.', by: 'platform' });
    world.outside.problems = { thread: [{ message: 'The bot lacks “Attach Files”.', hint: 'Grant it.' }] };

    const words = wordsOfReply(await world.command('doctor'));

    expect(words).toContain('The bot lacks “Attach Files”. Grant it.');
    expect(words).toContain('It may not post.');
  });

  it.each([
    [{ lastOkAt: null, failingSince: null }, 'not read yet'],
    [{ lastOkAt: null, failingSince: new Date('2026-11-24T10:00:00Z') }, '✗ has not answered yet'],
    [
      { lastOkAt: new Date('2026-11-24T09:00:00Z'), failingSince: new Date('2026-11-24T10:00:00Z') },
      '✗ has not answered since 10:00',
    ],
    [{ lastOkAt: new Date('2026-11-24T09:00:00Z'), failingSince: null }, '✗ last read at 09:00'],
  ])('tells how a source does: %o', async (state, said) => {
    const rest = { lastError: null, notBefore: null, failures: 0 };
    Object.assign(world.deps.sourceStates, {
      get: (source: string) => Promise.resolve({ source, ...rest, ...state }),
    });

    expect(wordsOfReply(await world.command('doctor'))).toContain(`Hugging Face: ${said}`);
  });

  it('enters no channel by looking', async () => {
    await world.command('doctor', {}, { address: { platform: 'slack', workspace: 'T1', place: 'C1' } });

    expect(world.joined).toEqual([]);
  });

  it('in a direct message on Discord finds nothing to grant', async () => {
    world.outside.problems = { compact: [{ message: 'never looked at', hint: '' }] };

    expect(wordsOfReply(await world.command('doctor', {}, IN_DISCORD_DM))).toContain('✓ Everything');
  });

  it('tells of a platform that cannot be asked', async () => {
    world.outside.inspectFault = new Error('Discord did not answer.');

    expect(wordsOfReply(await world.command('doctor'))).toContain('Discord did not answer. Please try again');
  });
});
