import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/commands/reply.js';
import { callsOf } from '../fakes/slack/faults.js';
import { blocksText } from '../support/slack-html.js';
import { slackDesk, type SlackDesk } from '../support/slack-desk.js';
import { until } from '../support/slack-fixtures.js';
import { listReply, SCHEDULE_FORM } from '../support/slack-replies.js';

let desk: SlackDesk;
afterEach(async () => {
  await desk.close();
  expect(desk.fake.violations).toEqual([]);
  expect(JSON.stringify(desk.log)).not.toContain(desk.fake.url.replace('/api/', '/hooks/'));
});

describe.each(['Socket Mode', 'signed HTTP'] as const)(
  'what people ask for in Slack over %s',
  (transport) => {
    beforeEach(async () => {
      desk = await slackDesk(transport);
    });

    it('acknowledges a command at once and answers it privately from any process', async () => {
      const { fake, front } = desk;
      const asked = fake.command({ text: 'search "speech & <text>" -survey' });
      expect(await asked.acknowledged()).toEqual({});
      const reply = await asked.reply();
      expect(reply).toMatchObject({ visibleTo: fake.userId, channel: fake.channelId, threadTs: null });
      expect(front.requests).toEqual([
        {
          id: `slack:${asked.id}`,
          address: { platform: 'slack', workspace: fake.teamId, place: fake.channelId },
          direct: false,
          person: { id: fake.userId, manages: 'unknown' },
          action: { kind: 'text', text: 'search "speech & <text>" -survey' },
        },
      ]);
      expect(fake.messages(fake.channelId)).toEqual([]);
    });

    it('answers what is public for all to see, and its failure to one alone', async () => {
      const { fake, front } = desk;
      front.isPublic = (action) => action.kind === 'text' && action.text.startsWith('show');
      expect((await fake.command({ text: 'show 2607.23193' }).reply()).visibleTo).toBeNull();
      front.answers = () => sentence('There is no such paper.', true);
      expect((await fake.command({ text: 'show 1' }).reply()).visibleTo).toBe(fake.userId);
      expect(fake.messages(fake.channelId)).toHaveLength(1);
    });

    it('says at once what the core refuses, and late what nobody has answered', async () => {
      const { fake, front } = desk;
      front.refuses = () => sentence('That were many commands. Please wait a minute.', true);
      expect((await fake.command().reply()).text).toContain('many commands');
      front.refuses = () => null;
      front.answers = () => null;
      front.late = (late) => void late(sentence('Please try again.', true));
      expect((await fake.command().reply()).text).toBe('Please try again.');
    });

    it('hands on a button days later, and turns a private page in its place', async () => {
      const { fake, front } = desk;
      front.answers = () => listReply();
      const list = await fake.command({ text: 'speech' }).reply();
      fake.pass(3 * 24 * 3_600_000);
      front.answers = () => listReply(10, 'Page three');
      const turned = await fake.press({ reply: list }, 'Next →').reply();
      expect(turned).toBe(list);
      expect(list.replaced).toBe(1);
      expect(blocksText(list.blocks)).toContain('Page three');
      expect(front.requests.at(-1)?.action).toEqual({
        kind: 'button',
        action: { do: 'page', view: 'abc123', page: 3 },
      });
      front.isPublic = (action) => action.kind === 'button' && action.action.do === 'share';
      const shared = await fake.press({ reply: list }, 'Share to channel').reply();
      expect(shared.visibleTo).toBeNull();
      expect(list.replaced).toBe(1);
      const again = await fake.press({ message: fake.messages(fake.channelId)[0]! }, 'Next →').reply();
      expect(again.visibleTo, 'a list that all see stays as it is').toBe(fake.userId);
    });

    it.each([
      ['forged', { action_id: 'b:save', value: '9:save:2607.23193' }],
      ['empty', { action_id: 'b:save', value: '' }],
      ['with a made-up deed', { action_id: 'b:drop', value: '1:drop:everything' }],
    ])('answers a button that is %s with a private sentence and asks the core nothing', async (_, forged) => {
      const { fake, front } = desk;
      const list = await fake.command({ text: 'speech' }).reply();
      const reply = await fake.press({ reply: list }, forged).reply();
      expect(reply.text).toContain('another version of the bot');
      expect(reply.visibleTo).toBe(fake.userId);
      expect(front.requests).toHaveLength(1);
    });

    it('opens the form at once, suggests zones in it, and hands on what was filled in', async () => {
      const { fake, front } = desk;
      front.forms = ({ action }) =>
        action.kind === 'text' && action.text === 'schedule' ? { form: SCHEDULE_FORM } : null;
      front.suggestions = (kind, text) => [
        { label: `${kind} ${text}`, value: 'Europe/Bern' },
        { label: 'the same again', value: 'Europe/Bern' },
        { label: '', value: 'nothing' },
        { label: 'x'.repeat(100), value: 'y'.repeat(100) },
      ];
      const asked = fake.command({ text: 'schedule' });
      const modal = await asked.modal();
      expect(modal.blocks.map((block) => block['optional'])).toEqual([false, false, true, false]);
      expect(await fake.suggest(modal, 'f:zone', 'eur')).toEqual([
        { label: 'zone eur', value: 'Europe/Bern' },
        { label: `${'x'.repeat(74)}…`, value: 'y'.repeat(100) },
      ]);
      const sent = fake.submit(modal, { 'f:time': '07:30', 'f:zone': 'Europe/Bern', 'f:layout': 'compact' });
      expect(await sent.acknowledged()).toEqual({});
      const reply = await sent.reply();
      expect(reply).toMatchObject({ via: 'chat.postEphemeral', visibleTo: fake.userId });
      expect(front.requests).toHaveLength(1);
      expect(front.requests[0]).toMatchObject({
        id: `slack:${sent.id}`,
        address: { place: fake.channelId },
        action: {
          kind: 'form',
          form: 'schedule',
          values: { time: '07:30', zone: 'Europe/Bern', layout: 'compact' },
        },
      });
      expect(asked.replies()).toEqual([]);
    });

    it('finds similar papers to what a message holds, its cards and attachments included', async () => {
      const { fake, front } = desk;
      const message = fake.say(fake.channelId, 'See <https://arxiv.org/abs/2607.23193|this &amp; that>');
      const full = {
        ...message,
        blocks: [
          { type: 'section', text: { type: 'mrkdwn', text: '<https://arxiv.org/abs/2607.23193|same>' } },
          { type: 'rich_text', elements: [{ type: 'link', url: 'https://huggingface.co/papers/2607.1' }] },
        ],
      };
      const reply = await fake.shortcut(full, 'find_similar').reply();
      expect(reply.visibleTo).toBe(fake.userId);
      expect(front.requests[0]?.action).toEqual({
        kind: 'find-similar',
        text: 'See https://arxiv.org/abs/2607.23193\nhttps://huggingface.co/papers/2607.1',
      });
      expect(await fake.shortcut(full, 'something_else').acknowledged()).toEqual({});
      expect(front.requests).toHaveLength(1);
    });
  },
);

describe('what people ask for in Slack', () => {
  beforeEach(async () => {
    desk = await slackDesk('Socket Mode');
  });

  it('answers in the thread a button or command stands in, and in the channel for the head of a thread', async () => {
    const { fake } = desk;
    const root = fake.say(fake.channelId, 'a thread');
    expect((await fake.command({ text: 'x', threadTs: root.ts }).reply()).threadTs).toBe(root.ts);
    const save = { action_id: 'b:save', value: '1:save:2607.23193' };
    const card = { ...fake.say(fake.channelId, 'card', root.ts) };
    expect((await fake.press({ message: card }, save).reply()).threadTs).toBe(root.ts);
    const head = { ...root, threadTs: root.ts };
    expect((await fake.press({ message: head }, save).reply()).threadTs).toBeNull();
  });

  it('tells in words when a form cannot be shown or opened', async () => {
    const { fake, front } = desk;
    front.forms = () => ({ reply: sentence('Only those who manage this channel may do that.', true) });
    expect((await fake.command({ text: 'schedule' }).reply()).text).toContain('Only those who manage');
    front.forms = () => {
      fake.pass(4_000);
      return { form: SCHEDULE_FORM };
    };
    const reply = await fake.command({ text: 'schedule' }).reply();
    expect(reply.text).toContain('could not be opened');
    expect(reply.text).toContain('/papers schedule time:09:00');
    expect(front.requests).toEqual([]);
  });

  it('opens the form from a button, too', async () => {
    const { fake, front } = desk;
    front.forms = ({ action }) =>
      action.kind === 'button' && action.action.do === 'schedule' ? { form: SCHEDULE_FORM } : null;
    const message = fake.say(fake.channelId, 'set up');
    const pressed = fake.press({ message }, { action_id: 'b:schedule', value: '1:schedule' });
    expect((await pressed.modal()).json['callback_id']).toBe('form:schedule');
  });

  it('answers a form directly where the bot may not post', async () => {
    const { fake, front } = desk;
    const outside = fake.addChannel({ isMember: false });
    front.forms = ({ action }) => (action.kind === 'text' ? { form: SCHEDULE_FORM } : null);
    const modal = await fake.command({ text: 'schedule', channel: outside.id }).modal();
    const reply = await fake.submit(modal).reply();
    expect(reply).toMatchObject({ via: 'chat.postMessage', channel: fake.direct().id });
  });

  it('tells the person when a form is of another version', async () => {
    const { fake, front } = desk;
    front.forms = () => ({ form: SCHEDULE_FORM });
    const modal = await fake.command({ text: 'schedule' }).modal();
    modal.json = { ...modal.json, private_metadata: '{"v":0,"channel":"C0PAPERS01"}' };
    const reply = await fake.submit(modal).reply();
    expect(reply.text).toContain('another version of the bot');
    expect(reply.channel).toBe(fake.direct().id);
    expect(front.requests).toEqual([]);
  });

  it('suggests nothing rather than too late, and nothing for a select of another app', async () => {
    const { fake, front } = desk;
    front.forms = () => ({ form: SCHEDULE_FORM });
    const modal = await fake.command({ text: 'schedule' }).modal();
    front.suggestions = () => new Promise(() => undefined);
    expect(await fake.suggest(modal, 'f:zone', 'eur')).toEqual([]);
    front.suggestions = () => Promise.reject(new Error('broken'));
    expect(await fake.suggest(modal, 'f:zone', 'eur')).toEqual([]);
    const select = modal.blocks[1]?.['element'] as { action_id: string };
    select.action_id = 's:unheard-of';
    expect(await fake.suggest(modal, 'f:zone', 'eur')).toEqual([]);
  });

  it('says so when the core breaks, and goes on', async () => {
    const { fake, front } = desk;
    front.forms = () => Promise.reject(new Error('broken'));
    expect((await fake.command().reply()).text).toContain('did not work just now');
    front.forms = () => null;
    expect((await fake.command({ text: 'x' }).reply()).text).toContain('x');
  });

  it('sends one answer once, whatever becomes of it, and drops what comes too late', async () => {
    const { fake, front } = desk;
    const hook = callsOf('response_url');
    fake.fault({ act: 'accept-then-reset' }, { when: hook });
    fake.command();
    await until('it was sent', () => front.outcomes.length === 1);
    expect(front.outcomes[0]).toMatchObject({ kind: 'unknown' });
    front.answers = () => {
      fake.pass(31 * 60_000);
      return sentence('too late');
    };
    fake.command();
    await until('the second was given up', () => front.outcomes.length === 2);
    expect(front.outcomes[1]).toEqual({ kind: 'too-late' });
    expect(fake.requests.filter(hook)).toHaveLength(1);
  });

  it('does not hold up the acknowledgement for what the core does', async () => {
    const { fake, front } = desk;
    front.forms = () => new Promise(() => undefined);
    expect(await fake.command().acknowledged()).toEqual({});
    front.answers = () => new Promise(() => undefined);
    expect(await fake.write('hello').acknowledged()).toEqual({});
  });

  it('acknowledges the button of a link and asks nothing', async () => {
    const { fake, front } = desk;
    const message = fake.say(fake.channelId, 'x');
    const pressed = fake.press({ message }, { action_id: 'link', value: '1:save:2607.23193' });
    expect(await pressed.acknowledged()).toEqual({});
    expect(front.requests).toEqual([]);
  });
});
