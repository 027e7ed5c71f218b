import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Suggestion } from '../../src/commands/front.js';
import { sentence, type FormView } from '../../src/commands/reply.js';
import { BITS } from '../fakes/discord/state.js';
import { HOSTILE_TEXTS } from '../support/digest-content.js';
import { discordDesk, type DiscordDesk } from '../support/discord-desk.js';

const manager = { permissions: BITS.manageChannels };

/** Six fields: one more than Discord takes. */
const FORM: FormView = {
  form: 'schedule',
  title: 'When and what',
  submit: 'Save',
  fields: [
    { name: 'time', label: 'Time', hint: 'Local time, like 09:00', kind: 'text', value: '09:00' },
    { name: 'zone', label: 'Zone', hint: '', kind: 'text', value: '', suggest: 'zone' },
    {
      name: 'layout',
      label: 'Layout',
      hint: 'How it looks',
      kind: 'choice',
      value: 'compact',
      choices: [
        { value: 'thread', label: 'a thread of cards' },
        { value: 'compact', label: 'one message' },
      ],
    },
    { name: 'days', label: 'Days', hint: '', kind: 'text', value: 'mon-fri' },
    { name: 'count', label: 'Papers', hint: '1 to 20', kind: 'text', value: '5' },
    { name: 'empty', label: 'Empty days', hint: '', kind: 'text', value: 'silent' },
  ],
};

describe('forms and suggestions on Discord', () => {
  let desk: DiscordDesk;
  beforeEach(async () => {
    desk = await discordDesk();
  });
  afterEach(() => desk.close());

  const scheduleButton = () => {
    const message = desk.fake.say(desk.fake.textChannelId, 'subscribed');
    message.components = [
      { type: 1, components: [{ type: 2, style: 2, label: 'Settings', custom_id: '1:schedule:-' }] },
    ];
    return message;
  };

  describe('forms', () => {
    beforeEach(() => {
      desk.front.form = () => Promise.resolve({ form: FORM });
    });

    it.each([
      ['a command without options', () => desk.fake.command({ name: 'schedule', ...manager })],
      ['a button', () => desk.fake.press(scheduleButton(), 'Settings', manager)],
    ])('shows a form at once for %s, with what is set now', async (_name, ask) => {
      const asked = ask();
      const form = await asked.form();
      expect(await asked.acknowledged()).toMatchObject({ type: 9 });
      expect(form).toMatchObject({ custom_id: '1:form:schedule', title: 'When and what' });
      const fields = form['components'] as { label: string; component: Record<string, unknown> }[];
      expect(fields.map(({ label }) => label)).toEqual(['Time', 'Zone', 'Layout', 'Days', 'Papers']);
      expect(fields[0]).toMatchObject({
        description: 'Local time, like 09:00',
        component: { type: 4, value: '09:00' },
      });
      expect(fields[2]!.component).toMatchObject({
        type: 3,
        options: [
          { value: 'thread', label: 'a thread of cards', default: false },
          { value: 'compact', label: 'one message', default: true },
        ],
      });
      expect(desk.handed).toEqual([]);
    });

    it('hands what is sent in over as a form', async () => {
      const opened = desk.fake.command({ name: 'schedule', ...manager });
      await opened.form();
      const sent = desk.fake.submit(opened, { zone: 'Europe/Berlin', layout: 'thread' });
      expect(await sent.reply()).toMatchObject({ content: 'Here it is.', ephemeral: true });
      expect(await sent.acknowledged()).toMatchObject({ type: 5 });
      expect(desk.handed[0]!.request).toMatchObject({
        id: `discord:${sent.id}`,
        person: { manages: true },
        action: {
          kind: 'form',
          form: 'schedule',
          values: { time: '09:00', zone: 'Europe/Berlin', layout: 'thread', days: 'mon-fri', count: '5' },
        },
      });
    });

    it('takes rights anew when a form is sent in', async () => {
      const opened = desk.fake.press(scheduleButton(), 'Settings', manager);
      await opened.form();
      await desk.fake.submit(opened, { zone: 'UTC' }, { permissions: 0n }).reply();
      expect(desk.handed[0]!.request.person.manages).toBe(false);
    });

    it.each(['2:form:schedule', '1:form:delete', '1:form:schedule:x', 'schedule'])(
      'answers the form %j of another version with a private sentence',
      async (forged) => {
        const opened = desk.fake.command({ name: 'schedule', ...manager });
        await opened.form();
        const reply = await desk.fake.submit(opened, { zone: 'UTC' }, { forged }).reply();
        expect(reply.ephemeral).toBe(true);
        expect(reply.content).toContain('does nothing here');
        expect(desk.handed).toEqual([]);
      },
    );

    it('says at once why there is no form, and goes on as usual when there is none to show', async () => {
      desk.front.form = () => Promise.resolve({ reply: sentence('You may not change this.', true) });
      const refused = await desk.fake.command({ name: 'schedule' }).reply();
      expect(refused).toMatchObject({ content: 'You may not change this.', ephemeral: true });
      expect(desk.handed).toEqual([]);
      desk.front.form = () => Promise.resolve(null);
      expect((await desk.fake.press(scheduleButton(), 'Settings').reply()).content).toBe('Here it is.');
    });

    it('asks for no form when options are given', async () => {
      const asked = desk.fake.command({ name: 'schedule', options: { time: '08:00' }, ...manager });
      expect((await asked.reply()).content).toBe('Here it is.');
    });

    it('fits any form into Discord’s limits', async () => {
      for (const text of HOSTILE_TEXTS) {
        const choices = Array.from({ length: 30 }, (_, index) => ({ value: `v${index}`, label: text }));
        const field = { name: 'a', label: text, hint: text, value: text };
        const fields: FormView['fields'] = [
          { ...field, kind: 'text' },
          { ...field, name: 'b', kind: 'choice', choices },
          { ...field, name: 'c', kind: 'choice' },
        ];
        desk.front.form = () => Promise.resolve({ form: { ...FORM, title: text, fields } });
        await desk.fake.command({ name: 'schedule', ...manager }).form();
      }
    });
  });

  describe('suggestions', () => {
    it.each([
      ['search', 'query', 'topic'],
      ['show', 'paper', 'paper'],
      ['unsubscribe', 'topic', 'own-topic'],
      ['schedule', 'zone', 'zone'],
      ['help', 'command', 'command'],
    ] as const)('asks for /papers %s %s', async (name, option, kind) => {
      const asked: unknown[] = [];
      desk.front.suggest = (...args) => {
        asked.push(args);
        return Promise.resolve([{ label: 'Speech · cs.SD', value: 'cat:cs.SD' }]);
      };
      const typed = desk.fake.type({ name, option, text: 'spee' });
      expect(await typed.suggestions()).toEqual([{ name: 'Speech · cs.SD', value: 'cat:cs.SD' }]);
      const address = { platform: 'discord', workspace: desk.fake.guildId, place: desk.fake.textChannelId };
      expect(asked).toEqual([[kind, 'spee', address]]);
    });

    it('keeps within Discord’s limits, and leaves out what would mean something else', async () => {
      const many = Array.from({ length: 30 }, (_, index) => ({ label: `n${index}`, value: `v${index}` }));
      const odd: Suggestion[] = [
        { label: 'x'.repeat(300), value: 'cut' },
        { label: 'too long', value: 'x'.repeat(101) },
        { label: '', value: 'nameless' },
        { label: 'nothing', value: '' },
        { label: 'twice', value: 'a' },
        { label: 'twice', value: 'b' },
        ...HOSTILE_TEXTS.map((label) => ({ label, value: 'hostile' })),
      ];
      desk.front.suggest = () => Promise.resolve([...odd, ...many]);
      const choices = await desk.fake.type({ name: 'search', option: 'query', text: '' }).suggestions();
      expect(choices).toHaveLength(25);
      expect(choices[0]!.name).toHaveLength(100);
      expect(choices.map(({ value }) => value)).not.toContain('nameless');
      expect(choices.filter(({ name }) => name === 'twice')).toEqual([{ name: 'twice', value: 'a' }]);
    });

    it('says nothing when it is too late, and fails in silence when the front breaks its word', async () => {
      desk.front.suggest = () => {
        desk.fake.advance(3_001);
        return Promise.resolve([]);
      };
      desk.fake.type({ name: 'search', option: 'query', text: 'a' });
      await expect.poll(() => desk.logged).toEqual(['debug: an interaction could not be answered any more']);
      desk.front.suggest = () => Promise.reject(new Error('no'));
      desk.fake.type({ name: 'search', option: 'query', text: 'a' });
      await expect.poll(() => desk.logged).toHaveLength(2);
      desk.front.suggest = () => Promise.resolve([{ label: 'a', value: 'a' }]);
      const again = desk.fake.type({ name: 'search', option: 'query', text: 'a' });
      expect(await again.suggestions()).toHaveLength(1);
    });
  });
});
