import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlackFaultAction } from '../fakes/slack/faults.js';
import { sent, slackBench, soon, type SlackBench } from '../support/slack-publisher.js';

let bench: SlackBench;
beforeEach(async () => {
  bench = await slackBench();
});
afterEach(() => bench.fake.close());

const accepted = () => bench.fake.messages(bench.fake.channelId).length;

describe('posting to Slack', () => {
  it('puts the head into the channel and the card into its thread, never broadcast', async () => {
    const ts = await sent(bench, bench.head);
    const reply = await sent(bench, bench.card(ts));
    const { fake } = bench;
    expect(fake.messages(fake.channelId).map((message) => message.ts)).toEqual([ts]);
    expect(fake.replies(fake.channelId, ts).map((message) => message.ts)).toEqual([reply]);
    expect(fake.violations).toEqual([]);
  });

  const unknown: readonly [string, SlackFaultAction, number][] = [
    ['the connection broke before anything was done', { act: 'reset' }, 0],
    ['the connection broke after it was accepted', { act: 'accept-then-reset' }, 1],
    ['the answer broke off', { act: 'accept-then-truncate' }, 1],
    ['a 500 came after it was accepted', { act: 'accept-then-status', status: 500 }, 1],
    ['a 503 came instead', { act: 'status', status: 503 }, 0],
    ['a web page came after it was accepted', { act: 'accept-then-html' }, 1],
    [
      'Slack called it an internal error after it was accepted',
      { act: 'accept-then-error', error: 'internal_error' },
      1,
    ],
    ['Slack named an error nobody knows', { act: 'error', error: 'brand_new_error' }, 0],
  ];
  it.each(unknown)('sends once and calls it unknown when %s', async (_, action, there) => {
    bench.fake.fault(action);
    expect(await bench.publisher.send(bench.head, soon())).toMatchObject({ kind: 'unknown' });
    expect(bench.posts()).toBe(1);
    expect(accepted()).toBe(there);
  });

  const definite: readonly [string, SlackFaultAction, object][] = [
    ['a rate limit', { act: 'rate-limit', seconds: 3 }, { kind: 'delay', retryAfterMs: 3_000 }],
    [
      'a rate limit that does not say how long',
      { act: 'rate-limit', seconds: null },
      { kind: 'delay', retryAfterMs: null },
    ],
    ['an archived channel', { act: 'error', error: 'is_archived' }, { kind: 'pause' }],
    ['a revoked token', { act: 'error', error: 'token_revoked' }, { kind: 'pause' }],
    ['invalid blocks', { act: 'error', error: 'invalid_blocks' }, { kind: 'refused' }],
  ];
  it.each(definite)('sends once and is sure about %s', async (_, action, outcome) => {
    bench.fake.fault(action);
    expect(await bench.publisher.send(bench.head, soon())).toMatchObject(outcome);
    expect(bench.posts()).toBe(1);
    expect(accepted()).toBe(0);
  });

  it('is bounded by its signal, also while Slack keeps silent, and then does not know', async () => {
    bench.fake.fault({ act: 'accept-then-hang' });
    const stop = new AbortController();
    const outcome = bench.publisher.send(bench.head, stop.signal);
    await expect.poll(accepted, { timeout: 10_000 }).toBe(1);
    stop.abort();
    expect(await outcome).toMatchObject({ kind: 'unknown' });
    expect(accepted()).toBe(1);
  });

  it('calls it a delay when nobody listens, and posts once Slack is back', async () => {
    await bench.fake.down();
    expect(await bench.publisher.send(bench.head, soon())).toMatchObject({ kind: 'delay' });
    await bench.fake.up();
    await sent(bench, bench.head);
    expect(accepted()).toBe(1);
  });

  it('sends nothing when it was told to stop before', async () => {
    expect(await bench.publisher.send(bench.head, AbortSignal.abort())).toMatchObject({ kind: 'delay' });
    expect(bench.posts()).toBe(0);
  });

  it('refuses a card whose head was deleted or never posted', async () => {
    const ts = await sent(bench, bench.head);
    bench.fake.deleteMessage(ts);
    expect(await bench.publisher.send(bench.card(ts), soon())).toMatchObject({ kind: 'refused' });
    const orphan = { ...bench.card(ts), parents: { head: null, thread: null } };
    expect(await bench.publisher.send(orphan, soon())).toMatchObject({ kind: 'refused' });
  });

  it('posts a card without its picture when Slack cannot fetch that', async () => {
    const ts = await sent(bench, bench.head);
    bench.fake.state.picturesFail = true;
    const card = bench.card(ts);
    expect(JSON.stringify(card.payload)).toContain('image_url');
    const reply = await sent(bench, card);
    const [message] = bench.fake.replies(bench.fake.channelId, ts);
    expect(message?.ts).toBe(reply);
    expect(message?.blocks[0]).toMatchObject({ block_id: `d:${card.key}` });
    expect(JSON.stringify(message?.blocks)).not.toContain('image_url');
  });

  it('gives a card up that is invalid without its picture, too', async () => {
    const ts = await sent(bench, bench.head);
    bench.fake.fault({ act: 'error', error: 'invalid_blocks' }, { times: 2 });
    expect(await bench.publisher.send(bench.card(ts), soon())).toMatchObject({ kind: 'refused' });
    expect(bench.posts()).toBe(3);
  });

  it('names the channel it may not post to by its repair', async () => {
    const { fake, publisher, head } = bench;
    const lonely = fake.addChannel({ isPrivate: true, isMember: false });
    const outcome = await publisher.send({ ...head, address: { ...head.address, place: lonely.id } }, soon());
    expect(outcome).toMatchObject({ kind: 'pause' });
    expect(outcome.kind === 'pause' ? outcome.reason : '').toContain('/invite @Broadsheet');
  });

  it('keeps tokens and message bodies out of the log', async () => {
    for (const action of [
      { act: 'reset' },
      { act: 'accept-then-html' },
      { act: 'error', error: 'invalid_blocks' },
    ] as const) {
      bench.fake.fault(action);
      await bench.publisher.send(bench.head, soon());
    }
    const log = JSON.stringify(bench.log);
    expect(log).not.toContain(bench.fake.botToken);
    expect(log).not.toContain('Speech models');
  });

  it('says a line as plain text, and explains when it cannot', async () => {
    const { fake, publisher, head } = bench;
    await publisher.say(head.address, 'Nothing new <!channel> today', soon());
    expect(fake.messages(fake.channelId)[0]?.text).toBe('Nothing new &lt;!channel&gt; today');
    expect(fake.pings()).toEqual([]);
    fake.fault({ act: 'error', error: 'is_archived' });
    await expect(publisher.say(head.address, 'x', soon())).rejects.toThrow('could not be posted');
  });

  it('never repeats unseen: settles first, and resends once', () => {
    expect(bench.publisher.policy('head')).toEqual({ repeatWithinMs: 0, settleMs: 60_000, maxResends: 1 });
  });
});

describe('the pace of posts to one channel', () => {
  it('keeps Slack’s rule by itself, so that no post is turned away', async () => {
    await bench.fake.close();
    // Without a pace the third post is refused. With it a post may arrive late by more than half a second.
    bench = await slackBench({ paceMs: 400, pace: { perSecond: 5, burst: 2 } });
    const ts = await sent(bench, bench.head);
    for (let n = 0; n < 3; n++) await sent(bench, bench.card(ts));
    expect(bench.fake.requests.every(({ error }) => error === null)).toBe(true);
    expect(bench.fake.violations).toEqual([]);
  });

  it('lets a line wait for its turn, because nobody comes back with it', async () => {
    await bench.fake.close();
    // Out of turn the second line would be refused. Its turn is further away than a part waits.
    bench = await slackBench({ paceMs: 2_500, pace: { perSecond: 0.5, burst: 1 } });
    for (const text of ['one', 'two']) await bench.publisher.say(bench.head.address, text, soon());
    expect(bench.posts()).toBe(2);
    expect(bench.fake.requests.every(({ error }) => error === null)).toBe(true);
  });

  it('does not hold up another channel, and comes back later instead of waiting long', async () => {
    await bench.fake.close();
    bench = await slackBench({ paceMs: 60_000 });
    await sent(bench, bench.head);
    const again = await bench.publisher.send(bench.head, soon());
    expect(again).toMatchObject({ kind: 'delay' });
    expect(again.kind === 'delay' ? again.retryAfterMs : 0).toBeGreaterThan(50_000);
    const place = bench.fake.privateChannelId;
    await sent(bench, { ...bench.head, address: { ...bench.head.address, place } });
    expect(bench.posts()).toBe(2);
  });
});
