import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackReplier } from '../../adapters/slack/index.js';
import { responseUrl } from '../../adapters/slack/response-url.js';
import { encodeTarget, type SlackTarget } from '../../adapters/slack/target.js';
import { sentence, type CommandReply } from '../../src/commands/reply.js';
import type { AnswerOutcome, Replier } from '../../src/ports/replier.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { callsOf, type SlackFaultAction } from '../fakes/slack/faults.js';
import { newHook } from '../fakes/slack/hooks.js';
import { sampleCard } from '../support/digest-content.js';
import { recordingLogger } from '../support/slack-fixtures.js';
import { soon } from '../support/slack-publisher.js';

let fake: FakeSlack;
let replier: Replier;
const log = recordingLogger();
beforeEach(async () => {
  fake = await startFakeSlack();
  replier = createSlackReplier({ botToken: fake.botToken, apiUrl: fake.url, logger: log });
});
afterEach(() => fake.close());

const hookUrl = (): string => {
  const place = { channel: fake.channelId, userId: fake.userId, original: null };
  return fake.url.replace('/api/', `/hooks/${newHook(fake.state, place).id}`);
};
const response = (url = hookUrl()): SlackTarget => ({ kind: 'response', url, replace: false });
const answer = (
  target: SlackTarget,
  reply: CommandReply = sentence('Done.'),
  now = Date.now(),
): Promise<AnswerOutcome> => replier.answer(encodeTarget(target, 'private', now), reply, soon());
const posts = () => fake.requests.filter(callsOf('response_url')).length;

describe('answering through a response URL', () => {
  const outcomes: readonly [string, SlackFaultAction, AnswerOutcome['kind']][] = [
    ['the connection broke before anything was done', { act: 'reset' }, 'unknown'],
    ['the connection broke after it was accepted', { act: 'accept-then-reset' }, 'unknown'],
    ['a 500 came after it was accepted', { act: 'accept-then-status', status: 500 }, 'unknown'],
    ['a web page came after it was accepted', { act: 'accept-then-html' }, 'unknown'],
    ['the answer broke off', { act: 'accept-then-truncate' }, 'unknown'],
    ['Slack refused the channel', { act: 'error', error: 'channel_not_found' }, 'refused'],
    ['a rate limit came', { act: 'rate-limit', seconds: 1 }, 'refused'],
    ['Slack had no such address', { act: 'status', status: 404 }, 'too-late'],
    ['the address was gone', { act: 'status', status: 410 }, 'too-late'],
  ];
  it.each(outcomes)('tries once when %s', async (_, action, kind) => {
    fake.fault(action, { when: callsOf('response_url') });
    expect(await answer(response())).toMatchObject({ kind });
    expect(posts()).toBe(1);
  });

  it('is too late for a URL that is half an hour old or was used five times', async () => {
    const url = hookUrl();
    for (let n = 0; n < 5; n++) expect(await answer(response(url))).toEqual({ kind: 'answered' });
    expect(await answer(response(url))).toEqual({ kind: 'too-late' });
    const old = hookUrl();
    fake.pass(31 * 60_000);
    expect(await answer(response(old))).toEqual({ kind: 'too-late' });
  });

  it('does not even try when the time is over, and is bounded by its signal', async () => {
    expect(await answer(response(), sentence('x'), Date.now() - 29 * 60_000)).toEqual({ kind: 'too-late' });
    expect(posts()).toBe(0);
    fake.fault({ act: 'hang' }, { when: callsOf('response_url') });
    const target = encodeTarget(response(), 'private', Date.now());
    expect(await replier.answer(target, sentence('x'), AbortSignal.timeout(100))).toMatchObject({
      kind: 'unknown',
    });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    const target = response();
    await fake.down();
    expect(await answer(target)).toMatchObject({ kind: 'refused' });
  });

  it('posts nowhere but to Slack, follows nobody, and never shows the address', async () => {
    for (const url of [
      'https://hooks.slack.com.evil.example/commands/1',
      'https://evil.example/hooks.slack.com',
      'http://hooks.slack.com/commands/1',
      'https://user:pass@hooks.slack.com/commands/1',
      'http://127.0.0.1:1/hooks/1',
      'file:///etc/passwd',
      'nonsense',
    ])
      expect(await answer(response(url))).toEqual({
        kind: 'refused',
        error: 'the response URL is not one of Slack’s',
      });
    expect(responseUrl('https://hooks.slack.com/commands/1', 'https://slack.com/api/')).not.toBeNull();
    expect(responseUrl('https://slack.com/hooks/1', 'https://slack.com/api/')).toBeNull();
    expect(responseUrl('http://fake.test/hooks/1', 'http://fake.test/api/')).not.toBeNull();
    expect(responseUrl('http://fake.test:81/hooks/1', 'http://fake.test/api/')).toBeNull();
    expect(JSON.stringify(log.lines)).not.toContain('/hooks/');
  });

  it('sends a card without its picture when Slack cannot fetch that', async () => {
    fake.state.picturesFail = true;
    const reply: CommandReply = { title: null, blocks: [{ kind: 'card', card: sampleCard(1) }] };
    expect(await answer(response(), reply)).toEqual({ kind: 'answered' });
    expect(JSON.stringify(fake.state.replies)).not.toContain('image_url');
  });

  it('sends a long answer in several messages, and is content with the first when a later one fails', async () => {
    const entry = `@misc{key,\n  title = {${'long '.repeat(60)}},\n}`;
    const text = Array.from({ length: 60 }, () => entry).join('\n\n');
    const reply: CommandReply = { title: 'BibTeX', blocks: [{ kind: 'code', text, fileName: 'saved.bib' }] };
    expect(await answer(response(), reply)).toEqual({ kind: 'answered' });
    expect(posts()).toBe(2);
    fake.fault({ act: 'status', status: 500 }, { when: (request) => request.at > 0 && posts() === 4 });
    expect(await answer(response(), reply)).toEqual({ kind: 'answered' });
    expect(log.lines.at(-1)?.message).toContain('not sent to its end');
  });
});

describe('answering over the Web API', () => {
  const direct = (): SlackTarget => ({ kind: 'direct', channel: fake.direct().id, user: fake.userId });

  it.each([
    [{ act: 'accept-then-reset' }, 'unknown'],
    [{ act: 'error', error: 'internal_error' }, 'unknown'],
    [{ act: 'error', error: 'invalid_auth' }, 'refused'],
    [{ act: 'rate-limit', seconds: 3 }, 'refused'],
  ] as const)('tries once when the call ends as %j', async (action, kind) => {
    fake.fault(action);
    expect(await answer(direct())).toMatchObject({ kind });
    expect(fake.requests).toHaveLength(1);
  });

  it('keeps the person from what others are told: privately in the channel, else directly', async () => {
    const ephemeral = (channel: string): SlackTarget => ({ kind: 'ephemeral', channel, user: fake.userId });
    expect(await answer(ephemeral(fake.channelId))).toEqual({ kind: 'answered' });
    expect(fake.state.replies).toMatchObject([{ via: 'chat.postEphemeral', visibleTo: fake.userId }]);
    const old = fake.addChannel({ isArchived: true });
    expect(await answer(ephemeral(old.id))).toEqual({ kind: 'answered' });
    expect(fake.messages(fake.direct().id)).toHaveLength(1);
    expect(fake.violations).toEqual([]);
  });

  it('reads no address but its own', async () => {
    for (const secret of ['', '{}', '{"kind":"response"}', '{"kind":"direct","user":"<!here>"}', 'null'])
      expect(
        await replier.answer(
          { secret, visibility: 'private', expiresAt: '2999-01-01T00:00:00Z' },
          sentence('x'),
          soon(),
        ),
      ).toMatchObject({ kind: 'refused' });
    expect(fake.requests).toEqual([]);
  });
});
