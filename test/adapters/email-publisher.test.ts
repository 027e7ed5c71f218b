import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOUNCED, NO_LOGIN, NOT_US } from '../../adapters/email/errors.js';
import { publisherContract } from '../contracts/publisher-contract.js';
import type { SmtpFault } from '../fakes/smtp.js';
import { hostileContent, HOSTILE_TEXTS, sampleCard, sampleContent } from '../support/digest-content.js';
import { LINKS, mailBench, READER, SUBSCRIBER, type MailBench } from '../support/email-publisher.js';

const htmlIn = (html: string | false | undefined): string => (html === false ? '' : (html ?? ''));
const soon = () => AbortSignal.timeout(10_000);

publisherContract('email', async () => {
  const bench = await mailBench();
  return {
    publisher: bench.publisher,
    address: { platform: 'email', workspace: '-', place: SUBSCRIBER },
    layouts: ['compact'],
    visible: () =>
      Promise.resolve(
        bench.fake.mails.map(({ parsed }) => ({ kind: 'head' as const, text: parsed.text ?? '' })),
      ),
    readsBack: false,
    close: () => bench.fake.close(),
  };
});

describe('a digest by mail', () => {
  let bench: MailBench;
  beforeEach(async () => {
    bench = await mailBench();
  });
  afterEach(() => bench.fake.close());
  const { send } = {
    send: (mayLeave?: () => boolean) =>
      bench.publisher.send({ ...bench.request(), ...(mayLeave && { mayLeave }) }, soon()),
  };

  it('carries both parts, its own id, and the headers of a list that can be left with one click', async () => {
    const outcome = await send();
    const [mail] = bench.fake.mails;
    const headers = mail!.parsed.headers;
    expect(outcome).toEqual({ kind: 'sent', remoteId: mail!.parsed.messageId });
    expect(mail!.parsed.messageId).toMatch(/^<[a-f0-9]{40}@example\.net>$/);
    expect(mail!.from).toBe('papers@example.net');
    expect(mail!.parsed.from?.value).toEqual([{ name: 'Broadsheet', address: 'papers@example.net' }]);
    expect(mail!.parsed.subject).toBe(
      '5 papers for multilingual and 1 more: Speech models that listen before they answer',
    );
    expect(mail!.raw).toContain(`List-Unsubscribe: <${LINKS.unsubscribeUrl}>\r\n`);
    expect(mail!.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    expect(mail!.raw).toMatch(/^List-Id: Broadsheet <broadsheet\.example\.net>\r$/im);
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('precedence')).toBe('bulk');
    for (const part of [mail!.parsed.text ?? '', htmlIn(mail!.parsed.html)]) {
      expect(part).toContain('Counting objects in crowded scenes');
      expect(part).toContain('https://arxiv.org/abs/2611.10001');
      expect(part).toContain(LINKS.manageUrl);
      expect(part).toContain(LINKS.unsubscribeUrl);
    }
  });

  it('is the same mail when it is sent again', async () => {
    await send();
    await send();
    const [first, second] = bench.fake.mails.map(({ raw }) => raw.split('\r\n'));
    const told = (lines: readonly string[]) =>
      lines.filter((line) => !/^Date: |boundary=|^--/.test(line)).join('\n');
    expect(told(second!)).toBe(told(first!));
  });

  it('makes no header and no markup of hostile text', async () => {
    const texts = [
      ...HOSTILE_TEXTS,
      'Title\r\nBcc: victim@example.org\r\n\r\nBody',
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
      '"><a href="https://evil.example">click</a><style>*{display:none}</style>',
    ];
    for (const title of texts) {
      const content = sampleContent({
        topics: [title],
        notices: [title],
        cards: [sampleCard(1, { title, authors: title, why: title, topics: [title] })],
      });
      const sent = await bench.publisher.send(bench.request(content), soon());
      expect(sent.kind).toBe('sent');
    }
    expect(bench.fake.mails).toHaveLength(texts.length);
    for (const { parsed, to } of bench.fake.mails) {
      expect(to).toEqual([READER]);
      expect([...parsed.headers.keys()].filter((name) => name === 'bcc' || name === 'cc')).toEqual([]);
      const html = htmlIn(parsed.html);
      expect(html).not.toMatch(/<(?:script|img|iframe|form)\b/i);
      expect(html.match(/<style>/g)).toHaveLength(1);
      expect(html).not.toContain('href="https://evil.example"');
    }
  });

  it('shows a digest of nothing but hostile text', async () => {
    expect((await bench.publisher.send(bench.request(hostileContent()), soon())).kind).toBe('sent');
  });

  it.each<[string, SmtpFault, object]>([
    ['a busy server', { at: 'connect', reply: '421 4.3.2 too busy' }, { kind: 'delay' }],
    [
      'a server that refuses this machine',
      { at: 'connect', reply: '554 5.7.1 go away' },
      { kind: 'pause', scope: 'platform', reason: NOT_US },
    ],
    ['a sender that is not taken now', { at: 'from', reply: '451 4.7.1 later' }, { kind: 'delay' }],
    [
      'a sender that is not taken',
      { at: 'from', reply: '550 5.1.8 bad sender' },
      { kind: 'pause', scope: 'platform', reason: NOT_US },
    ],
    [
      'a login that is asked for',
      { at: 'from', reply: '530 5.7.0 authentication required' },
      { kind: 'pause', scope: 'platform', reason: NO_LOGIN },
    ],
    ['greylisting', { at: 'to', reply: '450 4.2.0 greylisted' }, { kind: 'delay', retryAfterMs: 60_000 }],
    [
      'a bounce',
      { at: 'to', reply: '550 5.1.1 no such user' },
      { kind: 'pause', scope: 'channel', reason: BOUNCED },
    ],
    [
      'a bounce without detail',
      { at: 'to', reply: '550 unknown' },
      { kind: 'pause', scope: 'channel', reason: BOUNCED },
    ],
    [
      'a full mailbox',
      { at: 'to', reply: '552 5.2.2 mailbox full' },
      { kind: 'pause', scope: 'channel', reason: BOUNCED },
    ],
    [
      'no relaying',
      { at: 'to', reply: '554 5.7.1 relay access denied' },
      { kind: 'pause', scope: 'platform', reason: NOT_US },
    ],
    ['a message not taken now', { at: 'data', reply: '452 4.3.1 disk full' }, { kind: 'delay' }],
    [
      'a message that looks like spam',
      { at: 'data', reply: '554 5.7.1 looks like spam' },
      { kind: 'refused' },
    ],
    [
      'a bounce after the message',
      { at: 'data', reply: '550 5.1.1 no such user' },
      { kind: 'pause', scope: 'channel', reason: BOUNCED },
    ],
    [
      'a message without DKIM',
      { at: 'data', reply: '550 5.7.26 unauthenticated' },
      { kind: 'pause', scope: 'platform', reason: NOT_US },
    ],
    ['a line that breaks after the message', { at: 'after-data', kept: true }, { kind: 'unknown' }],
    ['a line that breaks with the message', { at: 'after-data', kept: false }, { kind: 'unknown' }],
  ])('tells %s', async (_name, fault, outcome) => {
    bench.fake.fail(fault);
    expect(await send()).toMatchObject(outcome);
    expect(bench.fake.mails).toHaveLength('kept' in fault && fault.kept ? 1 : 0);
    expect((await send()).kind).toBe('sent');
  });

  it('waits for a server that is down', async () => {
    await bench.fake.down();
    expect((await send()).kind).toBe('delay');
    await bench.fake.up();
    expect((await send()).kind).toBe('sent');
  });

  it('is not sent once its claim has grown old, nor to somebody who is gone', async () => {
    expect((await send(() => false)).kind).toBe('delay');
    const request = bench.request();
    const gone = { ...request.address, place: 'f'.repeat(32) };
    expect((await bench.publisher.send({ ...request, address: gone }, soon())).kind).toBe('refused');
    expect(bench.fake.mails).toHaveLength(0);
  });

  it('is given up when the server says nothing until the call has to end', async () => {
    const outcome = await bench.publisher.send(bench.request(), AbortSignal.abort());
    expect(outcome.kind).toBe('delay');
    expect(bench.fake.mails).toHaveLength(0);
  });

  it('does not keep the address in what is told of it', async () => {
    bench.fake.fail({ at: 'to', reply: `550 5.1.1 <${READER}>: no such user` });
    expect(JSON.stringify(await send())).not.toContain(READER);
  });
});

describe('the mail server', () => {
  it('is asked whether it serves, with its login', async () => {
    const login = { user: 'bot', pass: 'p@ss:w/rd' };
    const right = await mailBench({ login });
    const address = right.request().address;
    expect(await right.publisher.inspect(address, 'compact', soon())).toMatchObject({ problems: [] });
    expect((await right.publisher.send(right.request(), soon())).kind).toBe('sent');
    await right.fake.down();
    expect(await right.publisher.inspect(address, 'compact', soon())).toMatchObject({ unsure: true });
    const wrong = await mailBench({ login, password: 'other' });
    const report = await wrong.publisher.inspect(address, 'compact', soon());
    expect(report).toMatchObject({ problems: [{ message: NO_LOGIN }] });
    expect(report.unsure).toBeUndefined();
    expect(await wrong.publisher.send(wrong.request(), soon())).toMatchObject({
      kind: 'pause',
      scope: 'platform',
    });
    await wrong.fake.close();
  });
});
