import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMac } from '../../../src/commands/person-hash.js';
import { createMailLinks } from '../../../src/subscriptions/links.js';
import { maskAddress, parseMailAddress } from '../../../src/subscriptions/mail-address.js';
import { parseMailSettings, parseWish, wishOf } from '../../../src/subscriptions/wish.js';

const form = { topics: '', time: '07:30', zone: 'Europe/Berlin', days: 'daily' };

describe('a mail address', () => {
  it.each([
    [' You@Example.ORG ', 'You@example.org', 'you@example.org'],
    ['a.d+x@gmail.com', 'a.d+x@gmail.com', 'ad@gmail.com'],
    ['a.d@example.org', 'a.d@example.org', 'a.d@example.org'],
    ['x@bücher.example', 'x@xn--bcher-kva.example', 'x@xn--bcher-kva.example'],
    ["o'neil+@sub.example.org", "o'neil+@sub.example.org", "o'neil@sub.example.org"],
  ])('%s is read', (text, address, mailbox) => {
    expect(parseMailAddress(text)).toEqual({ ok: true, value: { address, mailbox } });
  });

  it.each([
    ['', 'Please give'],
    ['you', 'has no @'],
    ['you@', 'no domain'],
    ['you@localhost', 'no domain'],
    ['you@127.0.0.1', 'no domain'],
    ['you@[::1]', 'no domain'],
    ['you@example.org/path', 'no domain'],
    ['you@example..org', 'no domain'],
    ['@example.org', 'can write to'],
    ['a..b@example.org', 'can write to'],
    ['"a b"@example.org', 'can write to'],
    ['a@b@example.org', 'can write to'],
    ['a\r\nBcc: b@c.org', 'can write to'],
    ['a,b@example.org', 'can write to'],
    [`${'a'.repeat(65)}@example.org`, 'longer'],
  ])('%j is refused in words', (text, words) => {
    const parsed = parseMailAddress(text);
    expect(parsed.ok ? parsed.value : parsed.message).toContain(words);
  });

  it('is one plain word, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((local) => `${local}@example.org`),
        ),
        (text) => {
          const parsed = parseMailAddress(text);
          if (!parsed.ok) return;
          expect(parsed.value.address).toMatch(/^[\x21-\x7e]+$/);
          expect(parsed.value.address).not.toMatch(/[\s<>,;:"()[\]\\]/);
          expect(parseMailAddress(parsed.value.address)).toEqual(parsed);
        },
      ),
    );
  });

  it('is shown so that only its owner knows it', () => {
    expect(maskAddress('reader@example.org')).toBe('r…@example.org');
  });
});

describe('a wish', () => {
  it('names every fault at its field', () => {
    const faults = { topics: 'cat:nothing\n"open', time: '25:00', zone: 'Berlin', days: 'never' };
    const parsed = parseWish({ address: 'nobody', ...faults });
    expect(parsed.ok ? [] : parsed.faults.map(({ field }) => field)).toEqual([
      'address',
      'time',
      'zone',
      'days',
      'topics',
      'topics',
    ]);
    expect(JSON.stringify(parsed)).toContain('Europe/Berlin');
  });

  it('is one mail, on everything when no topic is named, with more papers once a week', () => {
    expect(parseMailSettings(form)).toMatchObject({
      ok: true,
      value: { layout: 'compact', empty: 'silent', count: 5, topics: [{ name: 'everything' }] },
    });
    expect(parseMailSettings({ ...form, days: 'weekly:mon' })).toMatchObject({
      ok: true,
      value: { count: 10, schedule: { days: [1] } },
    });
  });

  it.each([
    '',
    'speech',
    'dialects="dialect identification"',
    'cat:cs.CL -survey\nvision',
    `"${'word '.repeat(20)}"`,
  ])('with the topics %j is shown as it was filled in', (topics) => {
    const first = parseMailSettings({ ...form, topics });
    if (!first.ok) throw new Error(JSON.stringify(first.faults));
    const shown = wishOf(first.value);
    expect(parseMailSettings(shown)).toEqual(first);
  });

  it('is bounded', () => {
    expect(parseMailSettings({ ...form, topics: 'word\n'.repeat(21) }).ok).toBe(false);
    expect(parseMailSettings({ ...form, topics: 'x'.repeat(5_000) }).ok).toBe(false);
  });
});

describe('a link in a mail', () => {
  const id = '0123456789abcdef0123456789abcdef';
  const links = createMailLinks(createMac('pepper'), 'https://papers.example.org');
  const token = (use: 'confirm' | 'manage' | 'unsubscribe') => links.url(use, id).split('/').at(-1) ?? '';

  it('opens what it was made for, and nothing else', () => {
    expect(links.url('manage', id)).toMatch(
      /^https:\/\/papers\.example\.org\/manage\/[a-f0-9]{32}\.[a-f0-9]{32}$/,
    );
    expect(links.read('manage', token('manage'))).toBe(id);
    expect(links.read('unsubscribe', token('manage'))).toBeNull();
    const others = createMailLinks(createMac('another pepper'), 'https://papers.example.org');
    expect(others.read('manage', token('manage'))).toBeNull();
  });

  it('is not read once a character of it is another one', () => {
    const good = token('confirm');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: good.length - 1 }), fc.string({ maxLength: 3 }), (at, text) => {
        const changed = good.slice(0, at) + text + good.slice(at + 1);
        expect(links.read('confirm', changed)).toBe(changed === good ? id : null);
      }),
    );
  });
});
