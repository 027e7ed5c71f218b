import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postsTo, type FaultAction } from '../fakes/discord/faults.js';
import { discordHarness, type DiscordHarness } from '../support/discord-publisher.js';
import { openThread, partRequest, sent } from '../support/discord-part.js';

const signal = () => AbortSignal.timeout(10_000);
const since = () => new Date(Date.now() - 1_000);

describe('the Discord publisher when a post goes wrong', () => {
  let harness: DiscordHarness;
  beforeEach(async () => {
    harness = await discordHarness();
  });
  afterEach(() => harness.close());

  /** So many requests have reached Discord. */
  const arrived = (count = 1) =>
    expect.poll(() => harness.fake.requests, { timeout: 10_000 }).toHaveLength(count);

  const unclear: readonly [string, FaultAction][] = [
    ['accepted, then the line was cut', { act: 'accept-then-reset' }],
    ['accepted, then the answer was cut in the middle', { act: 'accept-then-truncate' }],
    ['accepted, then answered with 500', { act: 'accept-then-status', status: 500 }],
    ['accepted, then answered with 502', { act: 'accept-then-status', status: 502 }],
    ['accepted, then answered with an empty 200', { act: 'accept-then-status', status: 200 }],
  ];
  it.each(unclear)('does not know and sends once: %s', async (_name, action) => {
    const request = partRequest(harness, 'thread', 0);
    harness.fake.fault(action);
    expect((await harness.publisher.send(request, signal())).kind).toBe('unknown');
    expect(harness.fake.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(harness.fake.messages(harness.fake.textChannelId)).toHaveLength(1);
  });

  it.each(unclear)('gets the same message for the same nonce after: %s', async (_name, action) => {
    const request = partRequest(harness, 'thread', 0);
    harness.fake.fault(action);
    await harness.publisher.send(request, signal());
    const remoteId = await sent(harness, request);
    const messages = harness.fake.messages(harness.fake.textChannelId);
    expect(messages.map(({ id }) => id)).toEqual([remoteId]);
  });

  it.each(unclear)(
    'finds the message by its marker when the nonce is forgotten: %s',
    async (_name, action) => {
      const request = partRequest(harness, 'thread', 0);
      harness.fake.state.nonceWindowMs = 0;
      harness.fake.fault(action);
      await harness.publisher.send(request, signal());
      const [message] = harness.fake.messages(harness.fake.textChannelId);
      expect(await harness.publisher.look(request, since(), signal())).toEqual({
        kind: 'found',
        remoteId: message!.id,
      });
    },
  );

  it.each<[string, FaultAction]>([
    ['cut before acceptance', { act: 'reset' }],
    ['500', { act: 'status', status: 500 }],
    ['a 200 page of HTML', { act: 'status', status: 200, html: '<html>Welcome to the hotel</html>' }],
    ['a 403 page of HTML', { act: 'status', status: 403, html: '<html>error 1015</html>' }],
  ])('does not know after %s, and reading back finds nothing', async (_name, action) => {
    const request = partRequest(harness, 'thread', 0);
    harness.fake.fault(action);
    expect((await harness.publisher.send(request, signal())).kind).toBe('unknown');
    expect(await harness.publisher.look(request, since(), signal())).toEqual({ kind: 'absent' });
  });

  it('does not know when Discord never answers, and stops waiting when told to', async () => {
    harness.fake.fault({ act: 'hang' });
    const stop = new AbortController();
    const outcome = harness.publisher.send(partRequest(harness, 'thread', 0), stop.signal);
    await arrived();
    stop.abort();
    expect((await outcome).kind).toBe('unknown');
  });

  it('finds a message that Discord accepted after the caller had gone', async () => {
    const request = partRequest(harness, 'thread', 0);
    let accept: () => void = () => undefined;
    harness.fake.fault({ act: 'accept-when', now: new Promise((resolve) => (accept = resolve)) });
    const stop = new AbortController();
    const outcome = harness.publisher.send(request, stop.signal);
    await arrived();
    stop.abort();
    expect((await outcome).kind).toBe('unknown');
    expect(await harness.publisher.look(request, since(), signal())).toEqual({ kind: 'absent' });
    accept();
    await expect.poll(() => harness.fake.messages(harness.fake.textChannelId)).toHaveLength(1);
    expect((await harness.publisher.look(request, since(), signal())).kind).toBe('found');
  });

  it('knows that nothing was sent when Discord refuses the connection, and recovers', async () => {
    const request = partRequest(harness, 'thread', 0);
    await harness.fake.down();
    expect(await harness.publisher.send(request, signal())).toMatchObject({
      kind: 'delay',
      retryAfterMs: null,
    });
    await harness.fake.up();
    await sent(harness, request);
  });

  it('hands a 429 on with its waiting time instead of waiting', async () => {
    harness.fake.fault({ act: 'rate-limit', seconds: 7 });
    const outcome = await harness.publisher.send(partRequest(harness, 'thread', 0), signal());
    expect(outcome.kind).toBe('delay');
    const wait = outcome.kind === 'delay' ? (outcome.retryAfterMs ?? 0) : 0;
    expect(wait).toBeGreaterThanOrEqual(7_000);
    expect(wait).toBeLessThan(8_000);
    expect(harness.fake.requests).toHaveLength(1);
  });

  it('asks for a delay before it would exceed a channel’s bucket, and leaves other channels alone', async () => {
    harness.fake.rateLimits({ perChannel: { limit: 2, windowMs: 60_000 }, globalPerSecond: 50 });
    const parents = await openThread(harness);
    await sent(harness, partRequest(harness, 'thread', 2, parents));
    await sent(harness, partRequest(harness, 'thread', 3, parents));
    const before = harness.fake.requests.length;
    const outcome = await harness.publisher.send(partRequest(harness, 'thread', 4, parents), signal());
    expect(outcome.kind).toBe('delay');
    expect(harness.fake.requests).toHaveLength(before);
    await sent(harness, partRequest(harness, 'compact', 0));
  });

  it('posts to other channels while one refuses or hangs', async () => {
    const other = harness.fake.addChannel({ name: 'elsewhere' });
    const when = postsTo(harness.fake.textChannelId);
    harness.fake.fault({ act: 'code', status: 403, code: 50013 }, { when });
    harness.fake.fault({ act: 'hang' }, { when });
    const request = partRequest(harness, 'thread', 0);
    expect(await harness.publisher.send(request, signal())).toMatchObject({ kind: 'pause' });
    const stop = new AbortController();
    const hung = harness.publisher.send(request, stop.signal);
    await arrived(2);
    await sent(harness, { ...request, address: { ...request.address, place: other.id } });
    stop.abort();
    expect((await hung).kind).toBe('unknown');
  });

  it('asks for a delay when the whole bot is limited', async () => {
    harness.fake.fault({ act: 'rate-limit', seconds: 3, global: true });
    const first = await harness.publisher.send(partRequest(harness, 'thread', 0), signal());
    expect(first).toMatchObject({ kind: 'delay' });
    const second = await harness.publisher.send(partRequest(harness, 'forum', 0), signal());
    expect(second).toMatchObject({ kind: 'delay' });
    expect(harness.fake.requests).toHaveLength(1);
  });

  it('counts a message a person has deleted meanwhile as sent', async () => {
    const request = partRequest(harness, 'thread', 0);
    harness.fake.fault({ act: 'accept-then-reset' });
    await harness.publisher.send(request, signal());
    harness.fake.deleteMessage(harness.fake.messages(harness.fake.textChannelId)[0]!.id);
    expect(await harness.publisher.send(request, signal())).toEqual({ kind: 'sent', remoteId: 'deleted' });
    const thread = partRequest(harness, 'thread', 1, { head: 'deleted', thread: null });
    expect((await harness.publisher.send(thread, signal())).kind).toBe('refused');
  });

  it('opens one thread however often it is asked', async () => {
    const head = await sent(harness, partRequest(harness, 'thread', 0));
    const request = partRequest(harness, 'thread', 1, { head, thread: null });
    harness.fake.fault({ act: 'accept-then-reset' });
    expect((await harness.publisher.send(request, signal())).kind).toBe('unknown');
    expect(await harness.publisher.send(request, signal())).toEqual({ kind: 'sent', remoteId: head });
    expect(harness.fake.threads(harness.fake.textChannelId).map(({ id }) => id)).toEqual([head]);
  });

  it('refuses the thread of a head that a person deleted, and the card of a thread that is gone', async () => {
    const parents = await openThread(harness);
    harness.fake.deleteMessage(parents.head!);
    harness.fake.state.channels.delete(parents.thread!);
    const thread = await harness.publisher.send(partRequest(harness, 'thread', 1, parents), signal());
    expect(thread).toMatchObject({ kind: 'refused' });
    const card = await harness.publisher.send(partRequest(harness, 'thread', 2, parents), signal());
    expect(card).toMatchObject({ kind: 'refused' });
  });

  it('says a line without formatting or mentions, and a sentence when it cannot', async () => {
    await harness.publisher.say(harness.address, 'Nothing *new* today, @everyone.', signal());
    expect(harness.fake.messages(harness.fake.textChannelId)[0]?.content).toBe(
      'Nothing \\*new\\* today, \\@everyone.',
    );
    expect(harness.fake.pings()).toEqual([]);
    harness.fake.fault({ act: 'code', status: 403, code: 50013 });
    await expect(harness.publisher.say(harness.address, 'x', signal())).rejects.toMatchObject({
      code: 'platform',
    });
  });

  it('goes on after a token was refused once, as soon as a look has found it accepted', async () => {
    harness.fake.fault({ act: 'code', status: 401, code: 0 });
    const first = await harness.publisher.send(partRequest(harness, 'thread', 0), signal());
    expect(first).toMatchObject({ kind: 'pause' });
    expect(first.kind === 'pause' ? first.reason : '').toContain('DISCORD_TOKEN');
    expect(await harness.publisher.send(partRequest(harness, 'thread', 0), signal())).toEqual(first);
    expect(harness.fake.requests).toHaveLength(1);
    const { problems } = await harness.publisher.inspect(harness.address, 'thread', signal());
    expect(problems).toEqual([]);
    await sent(harness, partRequest(harness, 'thread', 0));
  });
});
