import { beforeEach, describe, expect, it } from 'vitest';
import { createForms } from '../../../src/commands/forms.js';
import type { FormView } from '../../../src/commands/reply.js';
import type { Action } from '../../../src/commands/request.js';
import { commandPapers } from '../../support/command-papers.js';
import {
  buttonCalled,
  createCommandWorld,
  ON_DISCORD,
  ON_SLACK,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

let world: CommandWorld;

beforeEach(() => {
  world = createCommandWorld(commandPapers());
});

const { signal } = new AbortController();
const OPEN: Action = { kind: 'command', name: 'schedule', options: {} };

async function formOf(action: Action, from = ON_DISCORD): Promise<FormView> {
  const shown = await createForms(world.deps)({ id: 'test:form', ...from, action }, signal);
  if (shown === null || !('form' in shown)) throw new Error('No form was shown.');
  return shown.form;
}

describe('schedule', () => {
  it('changes what is named and keeps the rest', async () => {
    const before = await world.settle();

    const reply = await world.command('schedule', { time: '6:30 pm', days: 'daily', managers: 'members' });

    expect(await world.channel()).toMatchObject({
      schedule: { time: '18:30', zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6, 7] },
      managers: 'members',
      count: before.count,
      topics: before.topics,
      nextSlot: '2026-11-24',
    });
    expect(wordsOfReply(reply)).toContain('Tuesday, 24 November 2026 at 18:30 (Europe/Berlin)');
    expect(wordsOfReply(reply)).toContain('When: every day at 18:30 (Europe/Berlin)');
  });

  it('names every fault at once, and changes nothing', async () => {
    await world.settle();
    const before = await world.channel();

    const reply = await world.command('schedule', {
      time: '25:00',
      zone: 'Berlin',
      days: 'someday',
      count: '99',
      layout: 'grid',
    });

    expect(reply).toMatchObject({ title: 'Nothing was changed', failed: true });
    for (const fault of ['25:00', 'Did you mean Europe/Berlin?', 'someday', '99', 'grid'])
      expect(wordsOfReply(reply)).toContain(fault);
    expect(await world.channel()).toEqual(before);
  });

  it('refuses a layout that the place cannot show, and changes nothing', async () => {
    await world.settle();
    const before = await world.channel();
    world.outside.problems = { forum: [{ message: 'This is no forum.', hint: 'Choose another.' }] };

    const reply = await world.command('schedule', { layout: 'forum', count: '3' });

    expect(wordsOfReply(reply)).toContain('The layout forum does not work here, so nothing was changed:');
    expect(wordsOfReply(reply)).toContain('This is no forum.');
    expect(await world.channel()).toEqual(before);
  });

  it('says that nothing comes while the channel is paused', async () => {
    const { id } = await world.settle();
    await world.deps.channels.pause(id, { reason: 'Holidays.', by: 'person' });

    const reply = await world.command('schedule', { count: '3' });

    expect(wordsOfReply(reply)).toContain('It is paused, so nothing comes yet: Holidays.');
    expect((await world.channel())?.count).toBe(3);
  });

  it('without a channel says how to start', async () => {
    const reply = await world.command('schedule', { time: '10:00' });

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain('Start with /papers subscribe');
    expect(await world.channel()).toBeNull();
  });

  it('without options, where no form could be shown, says what is set and how to change it', async () => {
    await world.settle();

    const reply = await world.command('schedule');

    expect(wordsOfReply(reply)).toContain('Now: up to 5 papers, Monday to Friday at 09:00 (Europe/Berlin).');
    expect(wordsOfReply(reply)).toContain('/papers schedule time:09:00');
    expect(buttonCalled(reply, 'Open the form')).toEqual({ do: 'schedule' });
  });
});

describe('links shown as cards', () => {
  const unfurl = async (): Promise<boolean> => (await world.deps.workspaces.get('slack', 'T1')).unfurl;

  it('are switched off by an admin, also where nothing is subscribed', async () => {
    world.outside.person = { zone: null, admin: true, guest: false };

    const reply = await world.command('schedule', { links: 'off' }, ON_SLACK);

    expect(wordsOfReply(reply)).toContain('no longer shown as cards');
    expect(await unfurl()).toBe(false);
  });

  it('are not switched by others, and nothing else is changed then', async () => {
    const before = await world.settle({}, ON_SLACK);

    const reply = await world.command('schedule', { links: 'off', count: '9' }, ON_SLACK);

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain('only admins and owners of this workspace may change that');
    expect(await unfurl()).toBe(true);
    expect((await world.channel(ON_SLACK))?.count).toBe(before.count);
  });

  it('stay as they are when another setting is faulty', async () => {
    await world.settle({}, ON_SLACK);
    world.outside.person = { zone: null, admin: true, guest: false };

    await world.command('schedule', { links: 'off', count: '99' }, ON_SLACK);

    expect(await unfurl()).toBe(true);
  });

  it.each([
    ['maybe', ON_SLACK, 'neither on nor off'],
    ['off', ON_DISCORD, 'Only Slack'],
  ])('%s is refused with the repair', async (links, from, said) => {
    const reply = await world.command('schedule', { links }, from);

    expect(wordsOfReply(reply)).toContain(said);
  });
});

describe('the form', () => {
  it.each<readonly [string, Action]>([
    ['the command without options', OPEN],
    ['the command with empty options', { kind: 'command', name: 'schedule', options: { time: ' ' } }],
    ['the button', { kind: 'button', action: { do: 'schedule' } }],
    ['typed text', { kind: 'text', text: 'schedule' }],
  ])('is opened by %s', async (_what, action) => {
    await world.settle();

    expect((await formOf(action)).fields.map(({ name }) => name)).toEqual([
      'zone',
      'time',
      'days',
      'count',
      'layout',
      'managers',
      'empty',
      'picture',
    ]);
  });

  it.each<readonly [string, Action]>([
    ['the command with options', { kind: 'command', name: 'schedule', options: { time: '9:00' } }],
    ['another command', { kind: 'command', name: 'topics', options: {} }],
    ['another button', { kind: 'button', action: { do: 'now' } }],
    ['a form sent in', { kind: 'form', form: 'schedule', values: {} }],
    ['text with options', { kind: 'text', text: 'schedule 9:00' }],
    ['other text', { kind: 'text', text: 'schedule free optimizers' }],
    ['a message', { kind: 'find-similar', text: '' }],
    ['links', { kind: 'unfurl', links: [] }],
    ['the home page', { kind: 'home' }],
  ])('is not opened by %s', async (_what, action) => {
    await world.settle();

    expect(await createForms(world.deps)({ id: 'test:form', ...ON_DISCORD, action }, signal)).toBeNull();
  });

  it('shows what is set, and fits its platform', async () => {
    await world.settle({ schedule: { time: '07:15', zone: 'Asia/Tokyo', days: [1, 3, 5] }, count: 8 });

    const form = await formOf(OPEN);

    expect(Object.fromEntries(form.fields.map(({ name, value }) => [name, value]))).toEqual({
      zone: 'Asia/Tokyo',
      time: '07:15',
      days: 'mon,wed,fri',
      count: '8',
      layout: 'thread',
      managers: 'admins',
      empty: 'silent',
      picture: 'on',
    });
    for (const { label } of form.fields) expect(label.length).toBeLessThanOrEqual(45);
    expect(form.title.length).toBeLessThanOrEqual(45);
    expect(form.submit.length).toBeLessThanOrEqual(24);
  });

  it('on Slack knows no forum, and shows the workspace’s links to admins only', async () => {
    await world.settle({}, ON_SLACK);
    const layouts = (form: FormView) => form.fields.find(({ name }) => name === 'layout')?.choices;

    const form = await formOf(OPEN, ON_SLACK);
    world.outside.person = { zone: null, admin: true, guest: false };
    const adminForm = await formOf(OPEN, ON_SLACK);

    expect(layouts(form)?.map(({ value }) => value)).toEqual(['thread', 'compact']);
    expect(form.fields.map(({ name }) => name)).not.toContain('links');
    expect(adminForm.fields.at(-1)).toMatchObject({ name: 'links', value: 'on' });
  });

  it('sent in changes the channel, and keeps fields left out or emptied', async () => {
    await world.settle();

    await world.ask({
      kind: 'form',
      form: 'schedule',
      values: { zone: 'Asia/Tokyo', time: '', days: 'weekly:mon' },
    });

    expect((await world.channel())?.schedule).toEqual({ time: '09:00', zone: 'Asia/Tokyo', days: [1] });
  });

  it('sent in with the fields as they were shown changes nothing', async () => {
    await world.settle({}, ON_SLACK);
    const before = await world.channel(ON_SLACK);
    const form = await formOf(OPEN, ON_SLACK);
    const values = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));

    const reply = await world.ask(
      { kind: 'form', form: 'schedule', values: { ...values, links: 'on' } },
      ON_SLACK,
    );

    expect(reply.failed).not.toBe(true);
    expect(await world.channel(ON_SLACK)).toEqual({ ...before, nextSlot: '2026-11-25' });
  });

  it('is a reply where nothing is subscribed', async () => {
    const shown = await createForms(world.deps)({ id: 'test:form', ...ON_DISCORD, action: OPEN }, signal);

    expect(shown).toMatchObject({ reply: { failed: true } });
  });

  it('throws what the database throws, for whoever answers', async () => {
    Object.assign(world.deps.channels, { get: () => Promise.reject(new Error('gone')) });

    await expect(formOf(OPEN)).rejects.toThrow('gone');
  });
});
