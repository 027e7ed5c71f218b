import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendRequest } from '../../src/ports/publisher.js';
import { callsOf } from '../fakes/slack/faults.js';
import { sent, slackBench, soon, type SlackBench } from '../support/slack-publisher.js';

let bench: SlackBench;
let since: Date;
beforeEach(async () => {
  bench = await slackBench();
  since = new Date();
});
afterEach(() => bench.fake.close());

const look = (request: SendRequest) => bench.publisher.look(request, since, soon());
const chatter = (count: number, threadTs?: string) => {
  for (let n = 0; n < count; n++) bench.fake.say(bench.fake.channelId, `message ${n}`, threadTs);
};

describe('looking for a message on Slack', () => {
  it('finds a head whose answer was lost', async () => {
    bench.fake.fault({ act: 'accept-then-reset' });
    expect(await bench.publisher.send(bench.head, soon())).toMatchObject({ kind: 'unknown' });
    const [message] = bench.fake.messages(bench.fake.channelId);
    expect(await look(bench.head)).toEqual({ kind: 'found', remoteId: message?.ts });
  });

  it.each(['keepsMetadata', 'keepsBlockIds'] as const)(
    'finds it by the other marker when %s is false',
    async (kept) => {
      const ts = await sent(bench, bench.head);
      const reply = await sent(bench, bench.card(ts));
      bench.fake.state.history[kept] = false;
      expect(await look(bench.head)).toEqual({ kind: 'found', remoteId: ts });
      expect(await look(bench.card(ts))).toEqual({ kind: 'found', remoteId: reply });
    },
  );

  it('walks every page, also short ones, of channel and thread', async () => {
    const ts = await sent(bench, bench.head);
    chatter(40, ts);
    const reply = await sent(bench, bench.card(ts));
    chatter(40);
    bench.fake.state.history.pageSize = 7;
    expect(await look(bench.head)).toEqual({ kind: 'found', remoteId: ts });
    expect(await look(bench.card(ts))).toEqual({ kind: 'found', remoteId: reply });
    const pages = bench.fake.requests.filter(({ method }) => method === 'conversations.history');
    expect(pages).toHaveLength(6);
    expect(pages[0]?.args).toMatchObject({ limit: '15', include_all_metadata: 'true' });
  });

  it('calls it absent only after the whole walk', async () => {
    chatter(40);
    expect(await look(bench.head)).toEqual({ kind: 'absent' });
    bench.fake.fault(
      { act: 'status', status: 500 },
      { when: (request) => request.args['cursor'] !== undefined },
    );
    expect(await look(bench.head)).toMatchObject({ kind: 'cannot-tell' });
  });

  it('cannot tell when Slack says that there is more but not how to get it', async () => {
    chatter(40);
    bench.fake.state.history.losesCursor = true;
    expect(await look(bench.head)).toMatchObject({ kind: 'cannot-tell' });
  });

  it('sees nothing of a message while Slack’s listing lags behind, which is what settling is for', async () => {
    await sent(bench, bench.head);
    bench.fake.state.history.lagMs = 60_000;
    expect(await look(bench.head)).toEqual({ kind: 'absent' });
  });

  it('does not take the word of a message by somebody else', async () => {
    const { fake, head } = bench;
    const ts = await sent(bench, head);
    const copy = fake.state.messages.find((message) => message.ts === ts)!;
    fake.deleteMessage(ts);
    fake.state.messages.push({
      ...copy,
      ts: fake.state.newTs(),
      userId: 'U0READER01',
      botId: null,
      deleted: false,
    });
    expect(await look(head)).toEqual({ kind: 'absent' });
  });

  it('keeps the earliest of two copies, deletes the other and raises an alarm', async () => {
    const ts = await sent(bench, bench.head);
    const [message] = bench.fake.messages(bench.fake.channelId);
    bench.fake.repeat(message!);
    expect(await look(bench.head)).toEqual({ kind: 'found', remoteId: ts });
    expect(bench.fake.messages(bench.fake.channelId).map((left) => left.ts)).toEqual([ts]);
    expect(bench.log.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('still finds the message when a copy cannot be deleted, and says so', async () => {
    const ts = await sent(bench, bench.head);
    bench.fake.repeat(bench.fake.messages(bench.fake.channelId)[0]!);
    bench.fake.fault({ act: 'error', error: 'cant_delete_message' }, { when: callsOf('chat.delete') });
    expect(await look(bench.head)).toEqual({ kind: 'found', remoteId: ts });
    expect(bench.log.filter(({ level }) => level === 'error')).toHaveLength(2);
  });

  it('cannot tell, with the waiting time, when it is rate limited', async () => {
    bench.fake.fault({ act: 'rate-limit', seconds: 60 }, { when: callsOf('conversations.history') });
    expect(await look(bench.head)).toMatchObject({ kind: 'cannot-tell', retryAfterMs: 60_000 });
  });

  it('cannot tell, with the repair, when it may not read', async () => {
    bench.fake.state.scopes.delete('channels:history');
    const outcome = await look(bench.head);
    expect(outcome).toMatchObject({ kind: 'cannot-tell', retryAfterMs: null });
    expect(outcome.kind === 'cannot-tell' ? outcome.error : '').toContain('channels:history');
  });

  it.each([
    ['an answer that is no list', { act: 'accept-then-html' }],
    ['silence', { act: 'hang' }],
    ['a broken connection', { act: 'reset' }],
  ] as const)('cannot tell after %s', async (_, action) => {
    bench.fake.fault(action, { when: callsOf('conversations.history') });
    const outcome = await bench.publisher.look(bench.head, since, AbortSignal.timeout(300));
    expect(outcome).toMatchObject({ kind: 'cannot-tell' });
  });

  it('calls a card absent whose thread is gone: without a head no reply can stand', async () => {
    const ts = await sent(bench, bench.head);
    bench.fake.deleteMessage(ts);
    expect(await look(bench.card(ts))).toEqual({ kind: 'absent' });
  });

  it('looks a little before the first send, and has no upper end, because clocks differ', async () => {
    const ts = await sent(bench, bench.head);
    const ahead = new Date(since.getTime() + 100_000);
    expect(await bench.publisher.look(bench.head, ahead, soon())).toEqual({ kind: 'found', remoteId: ts });
    expect(bench.fake.requests.some(({ args }) => 'latest' in args)).toBe(false);
  });

  it('goes on where a limit of one page a minute stopped it, and asks no earlier than allowed', async () => {
    const ts = await sent(bench, bench.head);
    chatter(30);
    bench.fake.state.history.pageSize = 15;
    const history = callsOf('conversations.history');
    const pages = () => bench.fake.requests.filter(history).length;
    const second = (request: { args: Readonly<Record<string, string>> }) =>
      request.args['cursor'] !== undefined;
    bench.fake.fault({ act: 'rate-limit', seconds: 1 }, { when: second });
    const limited = await look(bench.head);
    expect(limited).toMatchObject({ kind: 'cannot-tell', retryAfterMs: 1_000, lasting: false });
    expect(pages()).toBe(2);
    const early = await look(bench.head);
    expect(early).toMatchObject({ kind: 'cannot-tell', lasting: false });
    expect(pages(), 'nothing is asked before Slack allows it').toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await look(bench.head)).toEqual({ kind: 'found', remoteId: ts });
    const cursors = bench.fake.requests.filter(history).map(({ args }) => args['cursor']);
    expect(cursors).toEqual([undefined, 'page:15', 'page:15', 'page:30']);
  });

  it('settles a digest in a direct message, and names the right that is missing there', async () => {
    const { fake } = bench;
    const address = { ...bench.head.address, place: fake.direct().id };
    fake.fault({ act: 'accept-then-reset' });
    expect(await bench.publisher.send({ ...bench.head, address }, soon())).toMatchObject({ kind: 'unknown' });
    const [head] = fake.messages(address.place);
    expect(await look({ ...bench.head, address })).toEqual({ kind: 'found', remoteId: head?.ts });
    const card = { ...bench.card(head!.ts), address };
    expect(await look(card)).toEqual({ kind: 'absent' });
    fake.state.scopes.delete('im:history');
    expect(await look(card)).toMatchObject({
      kind: 'cannot-tell',
      lasting: true,
      error: expect.stringContaining('im:history') as string,
    });
  });
});
