import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { optionsForm } from '../../src/commands/options-form.js';
import { sentence } from '../../src/commands/reply.js';
import { FORM_NAMES, type FormName } from '../../src/commands/request.js';
import { checkBlocks } from '../fakes/slack/check-blocks.js';
import type { Block, FakeSlackView } from '../fakes/slack/state.js';
import { blocksText } from '../support/slack-html.js';
import { slackDesk, type SlackDesk } from '../support/slack-desk.js';
import { until } from '../support/slack-fixtures.js';
import { everyKind } from '../support/slack-replies.js';

type Asking = Exclude<FormName, 'schedule'>;
const ASKING = FORM_NAMES.filter((name): name is Asking => name !== 'schedule');

let desk: SlackDesk;
beforeEach(async () => {
  desk = await slackDesk('Socket Mode');
  desk.front.isPublic = (action) => action.kind === 'form' && action.form === 'show';
  desk.front.forms = ({ action }) => {
    const name = ASKING.find((one) => action.kind === 'text' && action.text === one);
    return name === undefined ? null : { form: optionsForm(name, {}) };
  };
  desk.front.suggestions = (kind, text) => [{ label: `${kind} ${text}`, value: 'chosen' }];
});
afterEach(async () => {
  await desk.close();
  expect(desk.fake.violations).toEqual([]);
});

async function opened(text: Asking, channel = desk.fake.channelId): Promise<FakeSlackView> {
  return desk.fake.command({ text, channel }).modal();
}

const show = async (channel?: string) => {
  const modal = await opened('show', channel);
  await desk.fake.suggest(modal, 'f:paper', 'a');
  return desk.fake.submit(modal, { 'f:paper': 'chosen' });
};

describe('a form that asks for what a command lacks', () => {
  it.each([
    ['subscribe', 'f:topic', 'topic'],
    ['unsubscribe', 'f:topic', 'own-topic'],
    ['show', 'f:paper', 'paper'],
    ['similar', 'f:paper', 'paper'],
    ['why', 'f:paper', 'paper'],
  ] as const)('suggests, and hands on what was chosen: %s', async (form, input, kind) => {
    const { fake, front } = desk;
    const modal = await opened(form);
    const [first] = modal.blocks;
    expect(first).toMatchObject({ optional: false, element: { type: 'external_select' } });
    expect(await fake.suggest(modal, input, 'spe')).toEqual([{ label: `${kind} spe`, value: 'chosen' }]);
    await fake.submit(modal, { [input]: 'chosen' }).acknowledged();
    await until('it was handed on', () => front.requests.length === 1);
    expect(front.requests[0]).toMatchObject({
      address: { place: fake.channelId },
      action: { kind: 'form', form, values: { [input.slice(2)]: 'chosen' } },
    });
  });

  it('is sent in with what was chosen only, and not without what is needed', async () => {
    const { fake, front } = desk;
    const modal = await opened('subscribe');
    expect(() => fake.submit(modal, { 'f:name': 'Talks' })).toThrow('f:topic is required');
    expect(() => fake.submit(modal, { 'f:topic': 'typed' })).toThrow('did not offer');
    await fake.suggest(modal, 'f:topic', 't');
    const reply = await fake.submit(modal, { 'f:topic': 'chosen', 'f:name': 'Talks' }).reply();
    expect(reply).toMatchObject({ via: 'chat.postEphemeral', visibleTo: fake.userId });
    expect(front.requests[0]?.action).toMatchObject({ values: { topic: 'chosen', name: 'Talks' } });
  });

  it.each(['form:pause', 'form:', 'form:subscribe:x', 'subscribe'])(
    'that nobody made is refused: %s',
    async (callback) => {
      const { fake, front } = desk;
      const modal = await opened('subscribe');
      await fake.suggest(modal, 'f:topic', 't');
      modal.json = { ...modal.json, callback_id: callback };
      const reply = await fake.submit(modal, { 'f:topic': 'chosen' }).reply();
      expect(reply.text).toContain('another version of the bot');
      expect(front.requests).toEqual([]);
    },
  );

  it('says how to type it when it cannot be opened', async () => {
    const { fake, front } = desk;
    front.forms = () => {
      fake.pass(4_000);
      return { form: optionsForm('show', {}) };
    };
    expect((await fake.command({ text: 'show' }).reply()).text).toContain('/papers show 2607.23193');
  });

  it('is not asked for by a text written to the bot, where nothing can be opened', async () => {
    const { fake, front } = desk;
    front.answers = () => sentence('Which paper?', true);
    expect((await fake.write('show').reply()).text).toBe('Which paper?');
    expect(front.requests).toHaveLength(1);
  });
});

describe('the answer to a form that all may see', () => {
  it('stands in the channel, its failure before one person', async () => {
    const { fake, front } = desk;
    front.answers = everyKind;
    await show();
    const posted = () => fake.messages(fake.channelId);
    await until('it was posted', () => posted().length > 0 && front.outcomes.length === 1);
    expect(blocksText(posted()[0]!.blocks)).toContain('Everything at once');
    expect(fake.state.replies).toEqual([]);
    const count = posted().length;
    front.answers = () => sentence('There is no such paper.', true);
    expect(await (await show()).reply()).toMatchObject({ visibleTo: fake.userId });
    expect(posted()).toHaveLength(count);
  });

  it.each([
    ['is not in', { isPrivate: true, isMember: false }],
    ['may not write in', { postError: 'restricted_action_read_only_channel' }],
  ])('goes to the person, with the reason, from a channel the bot %s', async (_, channel) => {
    const { fake, front } = desk;
    const place = fake.addChannel(channel);
    front.answers = () => sentence('A card.');
    const reply = await (await show(place.id)).reply();
    expect(reply.channel).toBe(fake.direct().id);
    expect(blocksText(reply.blocks)).toMatch(/so only you see it[^]*\/invite[^]*A card\./);
    expect(fake.messages(place.id)).toEqual([]);
  });

  it('needs no reason in the conversation with the bot', async () => {
    const { fake, front } = desk;
    front.answers = () => sentence('A card.');
    const reply = await (await show(fake.direct().id)).reply();
    expect(blocksText(reply.blocks).trim()).toBe('A card.');
  });
});

it('is refused by Slack where a select is out of shape', () => {
  const select = (more: object): readonly Block[] => [
    {
      type: 'input',
      label: { type: 'plain_text', text: 'Topic' },
      element: { type: 'external_select', action_id: 's:topic', ...more },
    },
  ];
  const option = (text: string, value: string) => ({ text: { type: 'plain_text', text }, value });
  expect(checkBlocks(select({ min_query_length: 0, initial_option: option('a', 'a') }), 'modal')).toBeNull();
  for (const wrong of [
    { options: [option('a', 'a')] },
    { min_query_length: -1 },
    { placeholder: { type: 'plain_text', text: 'x'.repeat(151) } },
    { initial_option: option('x'.repeat(76), 'a') },
    { initial_option: option('a', 'x'.repeat(151)) },
    { action_id: '' },
  ])
    expect(checkBlocks(select(wrong), 'modal')).not.toBeNull();
});
