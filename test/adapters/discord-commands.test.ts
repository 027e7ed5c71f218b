import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeButton, type ButtonAction } from '../../src/commands/buttons.js';
import { sentence, type CommandReply } from '../../src/commands/reply.js';
import type { Action } from '../../src/commands/request.js';
import type { At } from '../fakes/discord/people.js';
import { readable } from '../fakes/discord/readable.js';
import { BITS, THREAD } from '../fakes/discord/state.js';
import type { TypedOptions } from '../fakes/discord/typed-command.js';
import { discordDesk, type DiscordDesk } from '../support/discord-desk.js';

const PERSON = { id: '700000000000000042', name: 'ada' };

describe('what people do on Discord', () => {
  let desk: DiscordDesk;
  beforeEach(async () => {
    desk = await discordDesk();
  });
  afterEach(() => desk.close());

  const publicly = () => {
    desk.front.visibility = () => 'public';
  };
  const answering = (reply: CommandReply | null) => {
    const { submit } = desk.front;
    desk.front.submit = async (...args) => {
      await submit(...args);
      return reply;
    };
  };
  const request = () => desk.handed.at(-1)!.request;
  const buttonMessage = (...actions: ButtonAction[]) => {
    const message = desk.fake.say(desk.fake.textChannelId, 'a message with buttons');
    message.components = [
      {
        type: 1,
        components: actions.map((action) => ({
          type: 2,
          style: 2,
          label: action.do,
          custom_id: `${encodeButton(action) ?? ''}:-`,
        })),
      },
    ];
    return message;
  };

  describe('commands', () => {
    it.each<[string, TypedOptions, Action]>([
      ['search', { query: 'a b' }, { kind: 'command', name: 'search', options: { query: 'a b' } }],
      [
        'search',
        { query: 'a "b c" -d', share: true },
        { kind: 'command', name: 'search', options: { query: 'a "b c" -d', share: 'true' } },
      ],
      [
        'search',
        { query: 'x', share: false },
        { kind: 'command', name: 'search', options: { query: 'x', share: 'false' } },
      ],
      ['trending', {}, { kind: 'command', name: 'trending', options: {} }],
      [
        'trending',
        { topic: 'robotics', window: 'month' },
        { kind: 'command', name: 'trending', options: { topic: 'robotics', window: 'month' } },
      ],
      ['show', { paper: '2607.1' }, { kind: 'command', name: 'show', options: { paper: '2607.1' } }],
      ['similar', { paper: '2607.1' }, { kind: 'command', name: 'similar', options: { paper: '2607.1' } }],
      ['why', { paper: '2607.1' }, { kind: 'command', name: 'why', options: { paper: '2607.1' } }],
      ['subscribe', { topic: 't' }, { kind: 'command', name: 'subscribe', options: { topic: 't' } }],
      ['unsubscribe', { topic: 't' }, { kind: 'command', name: 'unsubscribe', options: { topic: 't' } }],
      ['topics', {}, { kind: 'command', name: 'topics', options: {} }],
      [
        'schedule',
        { time: '09:00', count: 7, layout: 'thread' },
        { kind: 'command', name: 'schedule', options: { time: '09:00', count: '7', layout: 'thread' } },
      ],
      ['pause', {}, { kind: 'command', name: 'pause', options: {} }],
      ['resume', {}, { kind: 'command', name: 'resume', options: {} }],
      ['preview', {}, { kind: 'command', name: 'preview', options: {} }],
      ['now', {}, { kind: 'command', name: 'now', options: {} }],
      ['saved', {}, { kind: 'command', name: 'saved', options: {} }],
      ['doctor', {}, { kind: 'command', name: 'doctor', options: {} }],
      ['forget me', {}, { kind: 'command', name: 'forget', options: {} }],
      ['help', { command: 'search' }, { kind: 'command', name: 'help', options: { command: 'search' } }],
    ])('hands /papers %s %j over and answers it', async (name, options, action) => {
      const asked = desk.fake.command({ name, options, user: PERSON });
      const reply = await asked.reply();
      expect(request()).toEqual({
        id: `discord:${asked.id}`,
        address: {
          platform: 'discord',
          workspace: desk.fake.guildId,
          place: desk.fake.textChannelId,
        },
        direct: false,
        person: { id: PERSON.id, manages: false, mayPost: true },
        action,
      });
      expect(await asked.acknowledged()).toMatchObject({ type: 5, ephemeral: true });
      expect(reply).toMatchObject({ content: 'Here it is.', ephemeral: true });
    });

    it('acknowledges for all to see what the front calls public, before anything is done', async () => {
      publicly();
      answering(null);
      const asked = desk.fake.command({ name: 'show', options: { paper: '2607.1' } });
      expect(await asked.acknowledged()).toMatchObject({ type: 5, ephemeral: false });
      await expect.poll(() => desk.handed).toHaveLength(1);
      expect(asked.replies()).toEqual([]);
      await desk.handed[0]!.late(sentence('Please try again.'));
      const [reply] = desk.fake.messages(desk.fake.textChannelId);
      expect(reply?.content).toBe('Please try again.');
      expect(desk.handed[0]!.target.visibility).toBe('public');
    });

    it('takes a public answer back that failed, and says so to the one who asked', async () => {
      publicly();
      answering(sentence('There is no such paper.', true));
      const asked = desk.fake.command({ name: 'show', options: { paper: 'nothing' } });
      expect(await asked.reply()).toMatchObject({ content: 'There is no such paper.', ephemeral: true });
      expect(desk.fake.messages(desk.fake.textChannelId)).toEqual([]);
    });

    it('gives fourteen minutes to answer, and a secret that says no more than it must', async () => {
      const asked = desk.fake.command({ name: 'topics' });
      await asked.reply();
      const { target } = desk.handed[0]!;
      const left = Date.parse(target.expiresAt) - asked.at;
      expect(left).toBeGreaterThan(13 * 60_000);
      expect(left).toBeLessThan(15 * 60_000);
      expect(JSON.parse(target.secret)).toEqual({
        v: 1,
        app: desk.fake.appId,
        token: asked.token,
        inPlace: false,
      });
    });

    it.each<[string, bigint, boolean]>([
      ['nobody', 0n, false],
      ['a writer', BITS.sendMessages, false],
      ['a channel’s manager', BITS.manageChannels, true],
      ['a manager of webhooks', BITS.manageWebhooks | BITS.sendMessages, true],
      ['an administrator', BITS.administrator, true],
    ])('takes rights from the event itself: %s', async (_name, permissions, manages) => {
      await desk.fake.command({ name: 'pause', permissions }).reply();
      expect(request().person.manages).toBe(manages);
    });

    it('tells when it has acknowledged', async () => {
      await desk.close();
      const told: string[] = [];
      desk = await discordDesk({
        onAcknowledged: ({ kind, ms }) => told.push(`${kind} ${ms >= 0 && ms < 3_000}`),
      });
      await desk.fake.command({ name: 'topics' }).reply();
      expect(told).toEqual(['command true']);
    });
  });

  describe('places', () => {
    const placeOf = async (at: At) => {
      await desk.fake.command({ name: 'topics', ...at }).reply();
      const { address, direct, person } = request();
      return { ...address, direct, manages: person.manages };
    };

    it('addresses the channel that a thread hangs on, also one the client never heard of', async () => {
      const { textChannelId, forumChannelId, guildId } = desk.fake;
      const parents = [textChannelId, forumChannelId];
      for (const parentId of parents)
        for (const archived of [false, true]) {
          const thread = desk.fake.addChannel({ type: THREAD, parentId, archived });
          expect(await placeOf({ channel: thread.id })).toMatchObject({
            workspace: guildId,
            place: parentId,
          });
        }
    });

    it('addresses direct messages, which belong to the person', async () => {
      const direct = desk.fake.addDirect(PERSON);
      expect(await placeOf({ channel: direct.id })).toEqual({
        platform: 'discord',
        workspace: '@me',
        place: direct.id,
        direct: true,
        manages: true,
      });
      expect(request().person.id).toBe(PERSON.id);
    });
  });

  describe('buttons', () => {
    it.each<ButtonAction>([
      { do: 'save', paperId: '2607.23193' },
      { do: 'abstract', paperId: 'doi:10.1000/182:3' },
      { do: 'page', view: 'abc123', page: 2 },
      { do: 'subscribe', query: 'cat:cs.CL "a b"' },
      { do: 'forget' },
    ])('hands %j over', async (action) => {
      await desk.fake.press(buttonMessage(action), action.do, { permissions: BITS.manageChannels }).reply();
      expect(request()).toMatchObject({
        address: { place: desk.fake.textChannelId },
        person: { manages: true },
        action: { kind: 'button', action },
      });
    });

    it('understands the buttons of messages that were posted before', async () => {
      const message = desk.fake.say(desk.fake.textChannelId, 'an old card');
      const marker = 'abcdefghijklmnopqrstuvwxy';
      await desk.fake.press(message, `1:abstract:2611.10001:${marker}`).reply();
      expect(request().action).toEqual({
        kind: 'button',
        action: { do: 'abstract', paperId: '2611.10001' },
      });
      const about = await desk.fake.press(message, `1:about:${marker}`).reply();
      expect(about.ephemeral).toBe(true);
      expect(about.content).toContain('Hugging Face');
      expect(desk.handed).toHaveLength(1);
    });

    it.each([
      '',
      'x',
      '9:abstract:2611.1:-',
      '1:abstract::-',
      '1:delete:all:-',
      '1:save:2611.1',
      '__proto__',
    ])('answers the forged id %j with a private sentence', async (customId) => {
      const reply = await desk.fake.press(buttonMessage({ do: 'about' }), customId).reply();
      expect(reply.ephemeral).toBe(true);
      expect(reply.content).toContain('does nothing here');
      expect(desk.handed).toEqual([]);
    });

    it('turns the pages of a private list in place, and answers privately below a public one', async () => {
      const list = (page: number): CommandReply => ({
        title: `Page ${page}`,
        blocks: [
          {
            kind: 'buttons',
            buttons: [{ label: 'Next', action: { do: 'page', view: 'v', page: page + 1 } }],
          },
        ],
      });
      answering(list(1));
      const first = await desk.fake.command({ name: 'saved' }).reply();
      answering(list(2));
      const turned = desk.fake.press(first, 'Next');
      expect(await turned.acknowledged()).toMatchObject({ type: 6 });
      expect((await turned.reply()).id).toBe(first.id);
      expect(readable(first)).toBe('Page 2');

      const below = desk.fake.press(buttonMessage({ do: 'page', view: 'v', page: 2 }), 'page');
      expect((await below.reply()).ephemeral).toBe(true);
      expect(await below.acknowledged()).toMatchObject({ type: 5 });
    });

    it('leaves a private list standing when its next page fails', async () => {
      answering({
        title: 'Page 1',
        blocks: [
          { kind: 'buttons', buttons: [{ label: 'Next', action: { do: 'page', view: 'v', page: 2 } }] },
        ],
      });
      const first = await desk.fake.command({ name: 'saved' }).reply();
      answering(sentence('This list is over.', true));
      const turned = desk.fake.press(first, 'Next');
      await expect.poll(() => turned.followUps.map(({ content }) => content)).toEqual(['This list is over.']);
      expect(turned.followUps[0]!.ephemeral).toBe(true);
      expect(readable(first)).toBe('Page 1');
    });
  });

  describe('message commands', () => {
    it('hands over what a message says, shows and links to', async () => {
      const message = desk.fake.say(desk.fake.textChannelId, 'Look: https://arxiv.org/abs/2607.23193', [
        { title: 'Another one', url: 'https://huggingface.co/papers/2607.1', description: 'about 2607.2' },
      ]);
      const asked = desk.fake.messageCommand('Find similar papers', message, { user: PERSON });
      await asked.reply();
      const text = [
        'Look: https://arxiv.org/abs/2607.23193',
        'https://huggingface.co/papers/2607.1',
        'Another one',
        'about 2607.2',
      ].join('\n');
      expect(request()).toMatchObject({ person: { id: PERSON.id }, action: { kind: 'find-similar', text } });
    });
  });
});
