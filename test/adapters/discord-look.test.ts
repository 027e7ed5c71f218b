import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BITS } from '../fakes/discord/state.js';
import { discordHarness, type DiscordHarness } from '../support/discord-publisher.js';
import { openThread, partRequest, sent } from '../support/discord-part.js';

const signal = () => AbortSignal.timeout(10_000);
const now = () => new Date();

describe('reading a Discord channel back', () => {
  let harness: DiscordHarness;
  beforeEach(async () => {
    harness = await discordHarness();
  });
  afterEach(() => harness.close());

  it('finds the message behind hundreds of newer ones', async () => {
    const request = partRequest(harness, 'thread', 0);
    for (let i = 0; i < 130; i++) harness.fake.say(harness.fake.textChannelId, `before ${i}`);
    const remoteId = await sent(harness, request);
    for (let i = 0; i < 230; i++) harness.fake.say(harness.fake.textChannelId, `after ${i}`);
    expect(await harness.publisher.look(request, now(), signal())).toEqual({ kind: 'found', remoteId });
  });

  it('does not take somebody else’s copy of the message for its own', async () => {
    const request = partRequest(harness, 'thread', 0);
    const remoteId = await sent(harness, request);
    const at = harness.fake.state.messages.findIndex(({ id }) => id === remoteId);
    harness.fake.state.messages[at] = { ...harness.fake.state.messages[at]!, authorId: '700000000000000001' };
    expect(await harness.publisher.look(request, now(), signal())).toEqual({ kind: 'absent' });
  });

  it('cannot tell without the right to read history, where Discord answers with an empty list', async () => {
    const request = partRequest(harness, 'thread', 0);
    await sent(harness, request);
    harness.fake.state.guilds.get(harness.fake.guildId)!.bot &= ~BITS.readMessageHistory;
    const outcome = await harness.publisher.look(request, now(), signal());
    expect(outcome).toMatchObject({ kind: 'cannot-tell' });
    expect(outcome.kind === 'cannot-tell' ? outcome.error : '').toContain('Read Message History');
  });

  it('cannot tell while Discord refuses, limits or fails, and says how long to wait', async () => {
    const request = partRequest(harness, 'thread', 0);
    const when = ({ method }: { method: string }) => method === 'GET';
    harness.fake.fault({ act: 'code', status: 403, code: 50001 }, { when });
    expect((await harness.publisher.look(request, now(), signal())).kind).toBe('cannot-tell');
    harness.fake.fault({ act: 'status', status: 503 }, { when });
    expect((await harness.publisher.look(request, now(), signal())).kind).toBe('cannot-tell');
    harness.fake.fault({ act: 'status', status: 200, html: '<html>maintenance</html>' }, { when });
    expect((await harness.publisher.look(request, now(), signal())).kind).toBe('cannot-tell');
    harness.fake.fault({ act: 'rate-limit', seconds: 9 }, { when });
    const limited = await harness.publisher.look(request, now(), signal());
    expect(limited.kind === 'cannot-tell' ? limited.retryAfterMs : null).toBeGreaterThanOrEqual(9_000);
  });

  it('reports absent what was in a channel or thread that is gone', async () => {
    const parents = await openThread(harness);
    const card = partRequest(harness, 'thread', 2, parents);
    await sent(harness, card);
    harness.fake.state.channels.delete(parents.thread!);
    expect(await harness.publisher.look(card, now(), signal())).toEqual({ kind: 'absent' });
  });

  it('finds a forum post whether it is active or archived, and no other', async () => {
    const request = partRequest(harness, 'forum', 0);
    const other = { ...request, payload: partRequest(harness, 'forum', 0).payload };
    expect(await harness.publisher.look(other, now(), signal())).toEqual({ kind: 'absent' });
    const remoteId = await sent(harness, request);
    expect(await harness.publisher.look(request, now(), signal())).toEqual({ kind: 'found', remoteId });
    harness.fake.state.channels.get(remoteId)!.archived = true;
    expect(await harness.publisher.look(request, now(), signal())).toEqual({ kind: 'found', remoteId });
    harness.fake.deleteMessage(remoteId);
    expect(await harness.publisher.look(request, now(), signal())).toEqual({ kind: 'absent' });
  });

  it('walks all archived posts of a busy forum', async () => {
    const request = partRequest(harness, 'forum', 0);
    const remoteId = await sent(harness, request);
    const post = harness.fake.state.channels.get(remoteId)!;
    post.archived = true;
    for (let i = 0; i < 150; i++) {
      const { ownerId: _mine, ...rest } = post;
      harness.fake.addChannel({
        ...rest,
        id: harness.fake.state.newId(),
        ownerId: 'someone',
        archiveAt: post.archiveAt + 1 + i,
      });
    }
    expect(await harness.publisher.look(request, now(), signal())).toEqual({ kind: 'found', remoteId });
  });

  it('keeps the earliest of two copies, deletes the other and raises an alarm', async () => {
    const request = partRequest(harness, 'thread', 0);
    const first = await sent(harness, request);
    harness.fake.state.nonceWindowMs = -1;
    const second = await sent(harness, request);
    expect(second).not.toBe(first);
    expect(await harness.publisher.look(request, now(), signal())).toEqual({
      kind: 'found',
      remoteId: first,
    });
    expect(harness.fake.messages(harness.fake.textChannelId).map(({ id }) => id)).toEqual([first]);
  });

  it('finds a thread whose answer was lost by the id of its head, and believes that there is none', async () => {
    const head = await sent(harness, partRequest(harness, 'thread', 0));
    const thread = partRequest(harness, 'thread', 1, { head, thread: null });
    expect(await harness.publisher.look(thread, now(), signal())).toEqual({ kind: 'absent' });
    harness.fake.fault({ act: 'accept-then-reset' });
    expect((await harness.publisher.send(thread, signal())).kind).toBe('unknown');
    expect(await harness.publisher.look(thread, now(), signal())).toEqual({ kind: 'found', remoteId: head });
    expect(await harness.publisher.send(thread, signal())).toEqual({ kind: 'sent', remoteId: head });
    expect(harness.fake.threads(harness.fake.textChannelId)).toHaveLength(1);
  });

  it('finds a forum post whose answer was lost, and cannot tell while archived posts may not be read', async () => {
    const request = partRequest(harness, 'forum', 0);
    harness.fake.fault({ act: 'accept-then-reset' });
    expect((await harness.publisher.send(request, signal())).kind).toBe('unknown');
    const [post] = harness.fake.threads(harness.fake.forumChannelId);
    expect(await harness.publisher.look(request, now(), signal())).toEqual({
      kind: 'found',
      remoteId: post?.id,
    });
    post!.archived = true;
    harness.fake.state.guilds.get(harness.fake.guildId)!.bot &= ~BITS.readMessageHistory;
    const blind = await harness.publisher.look(request, now(), signal());
    expect(blind).toMatchObject({ kind: 'cannot-tell', lasting: true });
  });
});
