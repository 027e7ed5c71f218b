import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sentence, type CommandReply } from '../../src/commands/reply.js';
import { callsOf } from '../fakes/slack/faults.js';
import { labelsIn } from '../fakes/slack/payloads.js';
import { sampleCard } from '../support/digest-content.js';
import { blocksText } from '../support/slack-html.js';
import { slackDesk, type SlackDesk } from '../support/slack-desk.js';
import { until } from '../support/slack-fixtures.js';
import { listReply, SCHEDULE_FORM } from '../support/slack-replies.js';

let desk: SlackDesk;
beforeEach(async () => {
  desk = await slackDesk('Socket Mode');
});
afterEach(async () => {
  await desk.close();
  expect(desk.fake.violations).toEqual([]);
});

const cards = (...ids: string[]): CommandReply => ({
  title: null,
  blocks: ids.map((paperId, index) => ({ kind: 'card', card: sampleCard(index + 1, { paperId }) })),
});
const answered = (count: number) =>
  until(`${count} answers were sent`, () => desk.front.outcomes.length === count);

describe('links to papers in Slack', () => {
  const ABSTRACT = 'https://arxiv.org/abs/2607.23193v2';
  const FACE = 'https://huggingface.co/papers/2607.00001';

  it('become cards, one for each paper, with what a card can do', async () => {
    const { fake, front } = desk;
    front.answers = () => cards('2607.23193', '2607.00001');
    const text = `read ${ABSTRACT} (https://alphaxiv.org/abs/2607.23193) ${FACE} and https://arxiv.org/list/cs.CL`;
    const { message, ask } = fake.share(text);
    await answered(1);
    expect(front.requests[0]).toMatchObject({
      id: `slack:${ask.id}`,
      action: { kind: 'unfurl', links: [ABSTRACT, FACE] },
    });
    expect(Object.keys(message.unfurls)).toEqual([ABSTRACT, FACE]);
    const card = message.unfurls[ABSTRACT]?.blocks ?? [];
    expect(blocksText(card)).toContain('Speech models that listen');
    expect(blocksText(card)).not.toContain('1.  Speech');
    const pressed = fake.press({ message, link: ABSTRACT }, 'Save');
    expect((await pressed.reply()).visibleTo).toBe(fake.userId);
    expect(front.requests[1]?.action).toMatchObject({ action: { do: 'save', paperId: '2607.23193' } });
  });

  it('get no card when there is none, when it fails, or when no paper is meant', async () => {
    const { fake, front } = desk;
    front.answers = () => sentence('No such paper.', true);
    fake.share(ABSTRACT);
    front.refuses = (request) => (request.person.id === fake.userId ? null : sentence('Too much.', true));
    await answered(1);
    front.answers = () => cards('2607.99999');
    fake.share(ABSTRACT);
    await answered(2);
    fake.share(ABSTRACT, { user: fake.addPerson().id });
    fake.share('https://arxiv.org/list/cs.CL/new');
    await fake.command({ text: 'x' }).acknowledged();
    await answered(3);
    expect(front.outcomes.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(fake.requests.filter(callsOf('chat.unfurl'))).toEqual([]);
    expect(fake.messages(fake.channelId).filter(({ botId }) => botId !== null)).toEqual([]);
  });

  it('are left alone when the bot posted them, while they are being written, and when told of twice', async () => {
    const { fake, front } = desk;
    front.answers = () => cards('2607.23193');
    const event = {
      type: 'link_shared',
      channel: fake.channelId,
      links: [{ domain: 'arxiv.org', url: ABSTRACT }],
    };
    await fake.event({ ...event, user: 'U0BROADSHT', message_ts: '1.1' }).acknowledged();
    const composed = { channel: 'COMPOSER', source: 'composer', user: fake.userId, message_ts: 'U1-a' };
    await fake.event({ ...event, ...composed }).acknowledged();
    await fake.share(ABSTRACT, {}, { id: 'Ev01' }).ask.acknowledged();
    await fake.share(ABSTRACT, {}, { id: 'Ev01' }).ask.acknowledged();
    await answered(1);
    expect(front.requests.map(({ id }) => id)).toEqual(['slack:Ev01']);
    expect(fake.requests.filter(callsOf('chat.unfurl'))).toHaveLength(1);
  });

  it('get their cards without pictures when Slack cannot fetch those', async () => {
    const { fake, front } = desk;
    fake.state.picturesFail = true;
    front.answers = () => cards('2607.23193');
    const { message } = fake.share(ABSTRACT);
    await answered(1);
    expect(JSON.stringify(message.unfurls)).not.toContain('image_url');
    expect(Object.keys(message.unfurls)).toHaveLength(1);
  });

  it('of a message that was deleted in the meantime are too late', async () => {
    const { fake, front } = desk;
    front.answers = ({ id }) => {
      fake.deleteMessage(fake.messages(fake.channelId)[0]?.ts ?? id);
      return cards('2607.23193');
    };
    fake.share(ABSTRACT);
    await answered(1);
    expect(front.outcomes).toEqual([{ kind: 'too-late' }]);
  });
});

describe('the App Home', () => {
  const home = (title = 'Your Broadsheet'): CommandReply => ({
    title,
    blocks: [
      ...listReply(3).blocks,
      {
        kind: 'buttons',
        buttons: [
          { label: 'Remove', action: { do: 'unsave', paperId: '2611.10001' } },
          { label: 'Change', action: { do: 'schedule' } },
        ],
      },
    ],
  });
  const open = async () => {
    const { fake, front } = desk;
    front.answers = ({ action }) => (action.kind === 'home' ? home() : sentence('Done.'));
    fake.openHome();
    await answered(1);
    return fake.home()!;
  };

  it('is drawn when it is opened, for the person and their own conversation with the bot', async () => {
    const { fake, front } = desk;
    const view = await open();
    expect(blocksText(view.blocks)).toContain('Your Broadsheet');
    expect(front.requests[0]).toMatchObject({
      address: { place: fake.direct().id },
      direct: true,
      person: { id: fake.userId },
      action: { kind: 'home' },
    });
    await fake
      .event({ type: 'app_home_opened', user: fake.userId, channel: fake.direct().id, tab: 'messages' })
      .acknowledged();
    expect(front.requests).toHaveLength(1);
  });

  it('keeps what it shows when the next drawing fails, and says so when there is nothing yet', async () => {
    const { fake, front } = desk;
    front.answers = () => sentence('The database is away.', true);
    fake.openHome();
    await answered(1);
    expect(blocksText(fake.home()?.blocks ?? [])).toContain('The database is away.');
    front.answers = () => home('Good again');
    fake.openHome();
    await answered(2);
    front.answers = () => sentence('The database is away.', true);
    fake.openHome();
    await answered(3);
    expect(blocksText(fake.home()?.blocks ?? [])).toContain('Good again');
  });

  it('answers its buttons in a modal, turns pages in it, and is drawn anew when that is closed', async () => {
    const { fake, front } = desk;
    const view = await open();
    front.answers = ({ action }) => (action.kind === 'home' ? home('Drawn anew') : listReply());
    const modal = await fake.press({ view }, 'Remove').modal();
    expect(labelsIn(modal.blocks)).toContain('Next →');
    front.answers = () => listReply(5, 'Another page');
    await fake.press({ view: modal }, 'Next →').acknowledged();
    await until('the page was turned', () => modal.updates === 1);
    expect(blocksText(modal.blocks)).toContain('Another page');
    const above = await fake
      .press({ view: modal }, { action_id: 'b:save', value: '1:save:2611.10001' })
      .modal();
    expect(above.below).toBe(modal);
    front.answers = ({ action }) => (action.kind === 'home' ? home('Drawn anew') : null);
    await fake.closeModal(above)?.acknowledged();
    await fake.closeModal(modal)?.acknowledged();
    await until('it is drawn anew', () => blocksText(fake.home()?.blocks ?? []).includes('Drawn anew'));
  });

  it('answers directly when the answer took longer than a trigger lives', async () => {
    const { fake, front } = desk;
    const view = await open();
    front.answers = () => {
      fake.pass(5_000);
      return sentence('It took a while.');
    };
    const reply = await fake.press({ view }, 'Remove').reply();
    expect(reply).toMatchObject({ channel: fake.direct().id, text: 'It took a while.' });
  });

  it('opens the form, whose answer comes directly', async () => {
    const { fake, front } = desk;
    const view = await open();
    front.forms = ({ action }) => (action.kind === 'button' ? { form: SCHEDULE_FORM } : null);
    const modal = await fake.press({ view }, 'Change').modal();
    const reply = await fake.submit(modal, { 'f:days': 'daily' }).reply();
    expect(reply.channel).toBe(fake.direct().id);
    expect(front.requests.at(-1)).toMatchObject({ direct: true, action: { kind: 'form' } });
  });
});

describe('direct messages to the bot', () => {
  it.each([
    ['multilingual speech', 'multilingual speech'],
    ['/papers trending week', 'trending week'],
    ['<@U0BROADSHT> help', 'help'],
    ['similar <https://arxiv.org/abs/2607.23193>', 'similar https://arxiv.org/abs/2607.23193'],
    [
      'a &lt;b&gt; &amp;amp; <#C1|general> <!here> <mailto:a@b.example|a@b.example>',
      'a <b> &amp; #general @here a@b.example',
    ],
  ])('are read as if typed after the command: %j', async (typed, text) => {
    const { fake, front } = desk;
    const reply = await fake.write(typed).reply();
    expect(reply).toMatchObject({ channel: fake.direct().id, via: 'chat.postMessage', threadTs: null });
    expect(front.requests[0]).toMatchObject({ direct: true, action: { kind: 'text', text } });
  });

  it('are answered in their thread', async () => {
    const { fake } = desk;
    const first = await fake.write('one').reply();
    expect((await fake.write('two', fake.userId, { threadTs: first.ts }).reply()).threadTs).toBe(first.ts);
  });

  it('turn the pages of a list in its place', async () => {
    const { fake, front } = desk;
    front.answers = () => listReply();
    const { ts } = await fake.write('speech').reply();
    const [message] = fake.messages(fake.direct().id).filter((one) => one.ts === ts);
    for (const title of ['Page two', 'Page three']) {
      front.answers = () => listReply(3, title);
      fake.press({ message: message! }, 'Next →');
      await until('the page was turned', () => blocksText(message!.blocks).includes(title));
    }
    expect(fake.messages(fake.direct().id).filter(({ botId }) => botId !== null)).toHaveLength(1);
  });

  it('are not answered when the bot or another app wrote them, or nobody did', async () => {
    const { fake, front } = desk;
    const message = {
      type: 'message',
      channel_type: 'im',
      channel: fake.direct().id,
      ts: '1.1',
      text: 'hello',
    };
    for (const other of [
      { user: 'U0BROADSHT' },
      { user: fake.userId, bot_id: 'B0OTHER001' },
      { user: fake.userId, subtype: 'message_changed' },
      { user: fake.userId, channel_type: 'channel' },
      { user: fake.userId, text: '' },
      {},
    ])
      await fake.event({ ...message, ...other }).acknowledged();
    await fake.write('a real one').reply();
    expect(front.requests).toHaveLength(1);
  });

  it('are answered in words where they ask for a form, which a button in them may open', async () => {
    const { fake, front } = desk;
    front.forms = ({ action }) =>
      action.kind === 'text' || action.kind === 'button' ? { form: SCHEDULE_FORM } : null;
    front.answers = () => ({
      title: 'What shall I change?',
      blocks: [
        { kind: 'buttons', buttons: [{ label: 'Open the form', action: { do: 'schedule' } as const }] },
      ],
    });
    const reply = await fake.write('schedule').reply();
    const [message] = fake.messages(fake.direct().id).filter(({ ts }) => ts === reply.ts);
    const modal = await fake.press({ message: message! }, 'Open the form').modal();
    expect(modal.json['callback_id']).toBe('form:schedule');
  });
});
