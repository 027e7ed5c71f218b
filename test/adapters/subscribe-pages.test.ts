import { afterEach, describe, expect, it } from 'vitest';
import { framed } from '../../adapters/web/framed.js';
import { clientAddress } from '../../adapters/web/client-address.js';
import { createSubscribePart } from '../../adapters/web/subscribe.js';
import type { Channel } from '../../src/channels/channel.js';
import { createMac } from '../../src/commands/person-hash.js';
import { createMailLinks } from '../../src/subscriptions/links.js';
import type { MailState } from '../../src/subscriptions/mail-state.js';
import type { Asked, Subscriptions } from '../../src/subscriptions/subscriptions.js';
import { HOSTILE_TEXTS } from '../support/digest-content.js';
import { serveSite } from '../support/serve-site.js';

const ID = '0123456789abcdef0123456789abcdef';
const links = createMailLinks(createMac('pepper'), 'http://papers.test');
const channel: Channel = {
  id: 1,
  key: `email:-:${ID}`,
  address: { platform: 'email', workspace: '-', place: ID },
  pause: null,
  setUpBy: null,
  nextSlot: '2026-11-24',
  nextDueAt: new Date('2026-11-24T06:30:00Z'),
  createdAt: new Date('2026-11-23T12:00:00Z'),
  schedule: { time: '07:30', zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6, 7] },
  count: 5,
  layout: 'compact',
  empty: 'silent',
  picture: 'on',
  managers: 'members',
  topics: [{ name: '<script>alert(1)</script>', query: '<script>alert(1)</script>' }],
};

interface Bench {
  readonly url: string;
  readonly asked: string[];
  post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Path of a link. */
  link(use: 'confirm' | 'manage' | 'unsubscribe'): string;
}

const ON: MailState = { kind: 'on' };

describe('the pages of a subscription', () => {
  let web: Awaited<ReturnType<typeof serveSite>> | null = null;
  afterEach(async () => {
    await web?.stop();
    web = null;
  });

  async function open(options: { mail?: MailState; here?: boolean; answer?: Asked } = {}): Promise<Bench> {
    const { mail = ON, here = true, answer = { kind: 'taken' } } = options;
    const asked: string[] = [];
    const shown = here ? { id: ID, masked: 'r…@example.org', channel } : null;
    const subscriptions: Subscriptions = {
      ask: ({ address }, _settings, from) => {
        asked.push(`${address} from ${from}`);
        return Promise.resolve(answer);
      },
      read: (use, token) => links.read(use, token),
      url: (use, id) => links.url(use, id),
      asked: () => Promise.resolve(null),
      confirm: () => Promise.resolve({ kind: 'gone' }),
      get: () => Promise.resolve(shown),
      change: () => Promise.resolve(shown),
      unsubscribe: () => Promise.resolve(here),
    };
    const part = createSubscribePart({
      mail,
      subscriptions: mail.kind === 'on' ? subscriptions : null,
      publicUrl: 'http://papers.test',
      page: framed({ publicUrl: 'http://papers.test' }),
    });
    web = await serveSite(part);
    const { url } = web;
    return {
      url,
      asked,
      post: (path, form, headers = {}) =>
        fetch(url + path, { method: 'POST', body: new URLSearchParams(form), headers }),
      link: (use) => new URL(links.url(use, ID)).pathname,
    };
  }

  it('say that mail is off, and take no wish then', async () => {
    const bench = await open({ mail: { kind: 'off', why: 'no-server', message: '', hint: '' } });
    const box = await (await fetch(`${bench.url}/subscribe`)).text();
    expect(box).toContain('Mail is off here');
    expect(box).not.toContain('action="/subscribe"');
    expect((await bench.post('/subscribe', { address: 'a@example.org' })).status).toBe(503);
  });

  it('need neither script nor style of others', async () => {
    const bench = await open();
    const answer = await fetch(`${bench.url}/subscribe`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await answer.text();
    expect(html).not.toMatch(/<script(?![^>]* src="\/)|<style| style="| on\w+="/);
    for (const [, path = ''] of html.matchAll(/(?:src|href)="(\/subscribe\/assets\/[^"]+)"/g))
      expect((await fetch(bench.url + path)).status, path).toBe(200);
  });

  it('take a form of their own, and none of another site', async () => {
    const bench = await open();
    const form = { address: 'a@example.org' };
    const host = new URL(bench.url).host;
    for (const headers of [{}, { origin: `http://${host}` }, { origin: 'http://papers.test' }])
      expect((await bench.post('/subscribe', form, headers)).status).toBe(200);
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }])
      expect((await bench.post('/subscribe', form, headers)).status).toBe(403);
    expect(bench.asked).toHaveLength(3);
    expect((await bench.post(bench.link('confirm'), {}, { origin: 'https://evil.example' })).status).toBe(
      403,
    );
    expect((await bench.post(bench.link('manage'), {}, { origin: 'https://evil.example' })).status).toBe(403);
    // A mail program's one click comes from wherever it comes from.
    const oneClick = { 'List-Unsubscribe': 'One-Click' };
    expect((await bench.post(bench.link('unsubscribe'), oneClick, { origin: 'null' })).status).toBe(200);
  });

  it('name every fault beside its field and keep what was typed', async () => {
    const bench = await open();
    const typed = { address: '"><b>nobody', topics: 'cat:nothing', zone: 'Berlin', time: '8', days: 'never' };
    const answer = await bench.post('/subscribe', typed);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    for (const name of ['address', 'topics', 'zone', 'time', 'days'])
      expect(html).toContain(`id="subscribe-${name}-fault"`);
    expect(html).toContain('Europe/Berlin');
    expect(html).not.toContain('<b>nobody');
    expect(html).toContain('&lt;b&gt;nobody');
    expect(bench.asked).toEqual([]);
  });

  it('make no markup of hostile text', async () => {
    const bench = await open();
    for (const text of [...HOSTILE_TEXTS, '</textarea><script>alert(1)</script>']) {
      const short = text.slice(0, 900);
      const form = { address: short, topics: short, zone: short, time: short, days: short };
      const html = await (await bench.post('/subscribe', form)).text();
      expect(html.match(/<script/g)).toHaveLength(2);
      expect(html.match(/<\/textarea>/g)).toHaveLength(1);
    }
    const manage = await (await fetch(bench.url + bench.link('manage'))).text();
    expect(manage).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(manage.match(/<script/g)).toHaveLength(2);
  });

  it('help with a link that is damaged, too old, or of somebody who has left', async () => {
    const there = await open();
    for (const use of ['confirm', 'manage', 'unsubscribe'] as const) {
      for (const path of [`/${use}/x`, `/${use}/${ID}`, there.link(use).slice(0, -1), `/${use}/%00`])
        for (const method of ['GET', 'POST']) {
          const answer = await fetch(there.url + path, { method });
          expect(answer.status, `${method} ${path}`).toBe(404);
          expect(await answer.text()).toContain('This link is not complete');
        }
    }
    await web?.stop();
    const gone = await open({ here: false });
    expect(await (await fetch(gone.url + gone.link('confirm'))).text()).toContain('This link works no more');
    expect((await gone.post(gone.link('confirm'), {})).status).toBe(410);
    for (const use of ['manage', 'unsubscribe'] as const) {
      expect(await (await fetch(gone.url + gone.link(use))).text()).toContain('You are not subscribed');
      expect(await (await gone.post(gone.link(use), {})).text()).toContain('You are not subscribed');
    }
  });

  it('say when to try again, and take no endless form', async () => {
    const bench = await open({ answer: { kind: 'too-often', waitMs: 90_000 } });
    const answer = await bench.post('/subscribe', { address: 'a@example.org' });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('90');
    expect(await answer.text()).toContain('in 2 minutes');
    expect((await bench.post('/subscribe', { topics: 'x'.repeat(100_000) })).status).toBe(413);
  });

  it('tell callers apart', async () => {
    const bench = await open();
    await bench.post(
      '/subscribe',
      { address: 'a@example.org' },
      { 'x-forwarded-for': '1.2.3.4, 203.0.113.9' },
    );
    expect(bench.asked).toEqual(['a@example.org from 203.0.113.9']);
    const of = (remoteAddress: string, forwarded?: string) =>
      clientAddress({
        socket: { remoteAddress } as never,
        headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
      });
    expect(of('198.51.100.1', '203.0.113.9'), 'from far away it may be written by anybody').toBe(
      '198.51.100.1',
    );
    expect(of('::ffff:10.0.0.1', 'unknown')).toBe('10.0.0.1');
    expect(of('2001:db8:1:2:3:4:5:6')).toBe(of('2001:db8:1:2::9'));
    expect(of('2001:db8:1:2::9')).not.toBe(of('2001:db8:1:3::9'));
  });
});
