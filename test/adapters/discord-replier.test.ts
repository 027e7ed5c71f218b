import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordReplier } from '../../adapters/discord/index.js';
import { replyTarget } from '../../adapters/discord/reply-target.js';
import type { Visibility } from '../../src/commands/definition.js';
import { sentence, type CommandReply } from '../../src/commands/reply.js';
import type { Replier } from '../../src/ports/replier.js';
import type { FaultAction } from '../fakes/discord/faults.js';
import type { FakeInteraction } from '../fakes/discord/handle.js';
import type { FakeRequest } from '../fakes/discord/log.js';
import { readable } from '../fakes/discord/readable.js';
import { sampleContent } from '../support/digest-content.js';
import { discordDesk, type DiscordDesk } from '../support/discord-desk.js';

const toWebhooks = ({ path }: FakeRequest) => path.startsWith('/webhooks/');

describe('answering interactions on Discord', () => {
  let desk: DiscordDesk;
  let replier: Replier;
  beforeEach(async () => {
    desk = await discordDesk();
    const { submit } = desk.front;
    desk.front.submit = async (...args) => {
      await submit(...args);
      return null;
    };
    replier = createDiscordReplier({ apiUrl: desk.fake.url });
  });
  afterEach(() => desk.close());

  /** A command that waits for its answer. */
  const waiting = async (visibility: Visibility = 'private', more: { userInstalled?: boolean } = {}) => {
    desk.front.visibility = () => visibility;
    const asked = desk.fake.command({ name: 'topics', ...more });
    await asked.acknowledged();
    return asked;
  };
  const targetOf = (asked: FakeInteraction, visibility: Visibility = 'private') =>
    replyTarget({ app: desk.fake.appId, token: asked.token, inPlace: false }, visibility, Date.now());
  const answer = (asked: FakeInteraction, reply: CommandReply, visibility: Visibility = 'private') =>
    replier.answer(targetOf(asked, visibility), reply, AbortSignal.timeout(10_000));
  const webhooks = () => desk.fake.requests.filter(toWebhooks);

  const preview = (count: number): CommandReply => {
    const cards = sampleContent().cards.slice(0, count);
    return {
      title: 'The next digest',
      blocks: [{ kind: 'digest', content: sampleContent({ cards }), layout: 'thread' }],
    };
  };

  it('answers once, without the bot’s token and without mentions', async () => {
    const asked = await waiting();
    expect(await answer(asked, sentence('Saved, @everyone.'))).toEqual({ kind: 'answered' });
    expect(await asked.reply()).toMatchObject({ content: 'Saved, \\@everyone.', ephemeral: true });
    expect(webhooks().map(({ method }) => method)).toEqual(['PATCH']);
    expect(webhooks()[0]!.body['allowed_mentions']).toEqual({ parse: [] });
    expect(desk.fake.pings()).toEqual([]);
  });

  it.each<Visibility>(['private', 'public'])(
    'says a long answer in several messages, all %s',
    async (who) => {
      const asked = await waiting(who);
      expect(await answer(asked, preview(5), who)).toEqual({ kind: 'answered' });
      const replies = asked.replies();
      expect(replies.map(({ ephemeral }) => ephemeral)).toEqual(Array(6).fill(who === 'private'));
      expect(readable(replies[0]!)).toContain('The next digest');
      expect(readable(replies[5]!)).toContain('Faster sampling for video diffusion');
      expect(desk.fake.messages(asked.channelId)).toHaveLength(who === 'public' ? 6 : 0);
    },
  );

  it('keeps within the five follow-ups of an app that a person installed', async () => {
    const asked = await waiting('private', { userInstalled: true });
    expect(await answer(asked, preview(5))).toEqual({ kind: 'answered' });
    expect(asked.replies()).toHaveLength(6);
  });

  it('hands long text over as a file, and a page that follows takes it away again', async () => {
    const asked = await waiting();
    const text = '@article{a,\n  title = {Über “alles” 🧪}\n}\n'.repeat(100);
    await answer(asked, { title: null, blocks: [{ kind: 'code', text, fileName: 'saved.bib' }] });
    const reply = await asked.reply();
    expect(reply.files).toMatchObject([{ name: 'saved.bib', text: `${text.trimEnd()}\n` }]);
    await answer(asked, sentence('Nothing is saved.'));
    expect(asked.replies()).toMatchObject([{ content: 'Nothing is saved.', files: [] }]);
  });

  it('takes the public line back and tells a failure to one person', async () => {
    const asked = await waiting('public');
    expect(await answer(asked, sentence('No such paper.', true), 'public')).toEqual({ kind: 'answered' });
    expect(webhooks().map(({ method }) => method)).toEqual(['DELETE', 'POST']);
    expect(asked.replies()).toMatchObject([{ content: 'No such paper.', ephemeral: true }]);
    expect(desk.fake.messages(asked.channelId)).toEqual([]);
  });

  it('tells a failure although the public line is gone already, or cannot be taken back', async () => {
    const gone = await waiting('public');
    gone.pending = false;
    expect(await answer(gone, sentence('No.', true), 'public')).toEqual({ kind: 'answered' });
    expect(gone.replies()).toMatchObject([{ ephemeral: true }]);
    const stuck = await waiting('public');
    desk.fake.fault({ act: 'status', status: 500 }, { when: ({ method }) => method === 'DELETE' });
    expect(await answer(stuck, sentence('No.', true), 'public')).toEqual({ kind: 'answered' });
    expect(stuck.replies()).toMatchObject([{ content: 'No.', ephemeral: true }]);
    // It could be taken back in the end.
    expect(desk.fake.messages(stuck.channelId)).toEqual([]);
  });

  it('keeps a failure private also when the public line stays for good', async () => {
    const stuck = await waiting('public');
    desk.fake.fault({ act: 'status', status: 500 }, { when: ({ method }) => method === 'DELETE', times: 2 });
    expect(await answer(stuck, sentence('No paper “my secret”.', true), 'public')).toEqual({
      kind: 'answered',
    });
    expect(stuck.followUps).toMatchObject([{ content: 'No paper “my secret”.', ephemeral: true }]);
    const seen = desk.fake.messages(stuck.channelId).map(({ content }) => content);
    expect(seen).toEqual(['There is nothing to show here.']);
  });

  it.each<[string, FaultAction, string]>([
    ['cut off before it was taken', { act: 'reset' }, 'unknown'],
    ['cut off after it was taken', { act: 'accept-then-reset' }, 'unknown'],
    ['500', { act: 'status', status: 500 }, 'unknown'],
    ['a page of HTML', { act: 'status', status: 403, html: '<html>1015</html>' }, 'unknown'],
    ['an unknown webhook', { act: 'code', status: 404, code: 10015 }, 'too-late'],
    ['a token that is over', { act: 'code', status: 401, code: 50027 }, 'too-late'],
    ['an unknown interaction', { act: 'code', status: 404, code: 10062 }, 'too-late'],
    ['a message that the person put away', { act: 'code', status: 404, code: 10008 }, 'too-late'],
    ['a message that is not taken', { act: 'code', status: 400, code: 50035 }, 'refused'],
    ['a rate limit that is too long to wait for', { act: 'rate-limit', seconds: 60 }, 'refused'],
  ])('tries once and tells how it ended: %s', async (_name, fault, kind) => {
    const asked = await waiting();
    desk.fake.fault(fault, { when: toWebhooks });
    const outcome = await answer(asked, sentence('Here.'));
    expect(outcome.kind).toBe(kind);
    expect(webhooks()).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toContain(asked.token);
  });

  it('waits out a short rate limit, for then nothing was said', async () => {
    const asked = await waiting();
    desk.fake.fault({ act: 'rate-limit', seconds: 0.05 }, { when: toWebhooks });
    expect(await answer(asked, sentence('Here.'))).toEqual({ kind: 'answered' });
    expect(asked.replies()).toHaveLength(1);
  });

  it('knows that nothing was said when Discord is down, and that nobody waits after a quarter of an hour', async () => {
    const asked = await waiting();
    await desk.fake.down();
    expect((await answer(asked, sentence('Here.'))).kind).toBe('refused');
    await desk.fake.up();
    desk.fake.advance(15 * 60_000 + 1);
    expect(await answer(asked, sentence('Here.'))).toEqual({ kind: 'too-late' });
  });

  it('stops when it is told to', async () => {
    const asked = await waiting();
    desk.fake.fault({ act: 'hang' }, { when: toWebhooks });
    const outcome = await replier.answer(targetOf(asked), sentence('Here.'), AbortSignal.timeout(100));
    expect(outcome.kind).toBe('unknown');
  });

  it('says which message of a long answer did not arrive', async () => {
    const asked = await waiting();
    const when = ({ method, path }: FakeRequest) => method === 'POST' && path.startsWith('/webhooks/');
    desk.fake.fault({ act: 'code', status: 404, code: 10015 }, { when });
    const outcome = await answer(asked, preview(3));
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome.kind === 'refused' ? outcome.error : '').toContain('message 2 of the answer');
  });

  it.each([
    '',
    'x',
    '{}',
    '{"v":2,"app":"1","token":"t","inPlace":false}',
    '{"v":1,"app":"../1","token":"t","inPlace":false}',
  ])('refuses the target %j, which is none of its own', async (secret) => {
    const target = { secret, visibility: 'private', expiresAt: new Date().toISOString() } as const;
    const outcome = await replier.answer(target, sentence('Here.'), AbortSignal.timeout(10_000));
    expect(outcome.kind).toBe('refused');
    expect(webhooks()).toEqual([]);
  });
});
