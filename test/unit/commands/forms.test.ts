import { beforeEach, describe, expect, it } from 'vitest';
import { createForms } from '../../../src/commands/forms.js';
import type { FormView } from '../../../src/commands/reply.js';
import { FORM_NAMES, type FormName } from '../../../src/commands/request.js';
import { commandPapers } from '../../support/command-papers.js';
import {
  createCommandWorld,
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

async function shown(text: string, from = ON_SLACK) {
  const request = { id: 'test:form', ...from, action: { kind: 'text', text } as const };
  return createForms(world.deps)(request, new AbortController().signal);
}

async function formOf(text: string, from = ON_SLACK): Promise<FormView> {
  const opened = await shown(text, from);
  if (opened === null || !('form' in opened)) throw new Error(`No form was shown: ${JSON.stringify(opened)}`);
  return opened.form;
}

async function refusalOf(text: string): Promise<string> {
  const opened = await shown(text);
  if (opened === null || !('reply' in opened)) throw new Error('It was not refused.');
  expect(opened.reply.failed).toBe(true);
  return wordsOfReply(opened.reply);
}

const send = (form: FormName, values: Readonly<Record<string, string>>) =>
  world.ask({ kind: 'form', form, values }, ON_SLACK);

const PAPER = { name: 'paper', suggest: 'paper', optional: false, kind: 'text' };

describe('a form that asks for what a command lacks in Slack', () => {
  it.each([
    [
      'subscribe',
      [
        { name: 'topic', suggest: 'topic', optional: false },
        { name: 'name', kind: 'text', optional: true },
      ],
    ],
    ['unsubscribe', [{ name: 'topic', suggest: 'own-topic', optional: false }]],
    ['show', [PAPER]],
    ['similar', [PAPER]],
    ['why', [PAPER]],
  ])('has the suggestions of the option: %s', async (name, fields) => {
    await world.settle({ managers: 'members' }, ON_SLACK);

    const form = await formOf(name);

    expect(form.form).toBe(name);
    expect(form.fields).toMatchObject(fields);
    expect(form.title.length).toBeLessThanOrEqual(24);
    expect(form.submit.length).toBeLessThanOrEqual(24);
    expect(await formOf(name, { ...ON_SLACK, ...IN_SLACK_DM }).catch(() => null)).toEqual(
      name === 'unsubscribe' ? null : form,
    );
  });

  it('keeps what was given, and says where a long query goes', async () => {
    const { fields } = await formOf('subscribe name:"My talks"');

    expect(fields.map(({ name, value }) => [name, value])).toEqual([
      ['topic', ''],
      ['name', 'My talks'],
    ]);
    expect(fields[0]?.hint).toContain('/papers subscribe');
  });

  it.each(['subscribe speech', 'subscribe anyway:true', 'show 2611.00001', 'search', 'topics', 'trending'])(
    'is not opened by %j',
    async (text) => {
      expect(await shown(text)).toBeNull();
    },
  );

  it.each(['subscribe', 'unsubscribe', 'show', 'similar', 'why'])(
    'is not opened on Discord, which asks for options itself: %s',
    async (text) => {
      await world.settle();

      expect(await shown(text, ON_DISCORD)).toBeNull();
    },
  );

  it.each(['subscribe', 'unsubscribe'])(
    'is not shown to those who may not change the channel: %s',
    async (text) => {
      await world.settle({ managers: 'admins' }, ON_SLACK);

      expect(await refusalOf(text)).toContain('Only admins and owners');
    },
  );

  it('is a sentence where there is nothing to take out', async () => {
    expect(await refusalOf('unsubscribe')).toContain('not subscribed to anything yet');
    await world.settle({ managers: 'members' }, ON_SLACK);
    await world.command('unsubscribe', { topic: 'speech' }, ON_SLACK);
    expect(await refusalOf('unsubscribe')).toContain('has no topic to take out');
  });
});

describe('such a form sent in', () => {
  it('is that command', async () => {
    await send('subscribe', { topic: 'robotics', name: 'Robots' });
    expect((await world.channel(ON_SLACK))?.topics).toMatchObject([{ name: 'Robots' }]);
    await send('subscribe', { topic: 'speech', name: '' });
    await send('unsubscribe', { topic: 'Robots' });
    expect((await world.channel(ON_SLACK))?.topics).toMatchObject([{ name: 'speech' }]);
    const card = (await send('show', { paper: '2611.00002' })).blocks[0];
    expect(card).toMatchObject({ kind: 'card', card: { paperId: '2611.00002' } });
    expect(wordsOfReply(await send('similar', { paper: '2611.00100' }))).toContain('Similar to');
    expect((await send('why', { paper: '2611.00002' })).failed).not.toBe(true);
  });

  it('does no harm a second time', async () => {
    await send('subscribe', { topic: 'robotics' });
    const before = await world.channel(ON_SLACK);

    const again = await send('subscribe', { topic: 'robotics' });

    expect(wordsOfReply(again)).toContain('already');
    expect(await world.channel(ON_SLACK)).toEqual(before);
    await send('subscribe', { topic: 'speech' });
    await send('unsubscribe', { topic: 'speech' });
    expect(wordsOfReply(await send('unsubscribe', { topic: 'speech' }))).toContain('has no topic “speech”');
  });

  it.each(FORM_NAMES)('empty says what is missing, and changes nothing: %s', async (form) => {
    const before = await world.settle({ managers: 'members' }, ON_SLACK);

    const reply = await send(form, {});

    expect(wordsOfReply(reply)).toMatch(/^(?:Which (?:topic|paper)\?|What shall I change\?)/);
    expect(await world.channel(ON_SLACK)).toEqual(before);
  });
});
