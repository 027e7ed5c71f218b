import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { link, notification, plain, safeUrl, shown } from '../../adapters/slack/text.js';
import { mrkdwnHtml, readable } from '../support/slack-mrkdwn.js';

/** Text full of what Slack gives a meaning to. */
const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...Array.from('*_~`<>&|@#!:>·/()[] \n\t\\^')),
    fc.constantFrom(
      '<!channel>',
      '<@U012>',
      ':smile:',
      'https://evil.example',
      '```',
      '&lt;',
      'a',
      'B7',
      'é',
      '漢',
      'ع',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
  ),
  maxLength: 60,
});
const runs = { numRuns: 1000 };

describe('text for Slack', () => {
  it('never comes to life: no link, mention, formatting, quotation or emoji, wherever it stands', () => {
    fc.assert(
      fc.property(nasty, nasty, (text, other) => {
        const safe = shown(text, 200);
        const places = [safe, `*${safe}*`, `1. ${safe} · ${shown(other, 200)}`, `${safe}\n${safe}`];
        for (const place of places) {
          const tags = mrkdwnHtml(place).match(/<(?!\/?b>|br>)[^>]*>/g) ?? [];
          expect(tags, JSON.stringify(place)).toEqual([]);
        }
        expect(mrkdwnHtml(safe)).not.toContain('<b>');
      }),
      runs,
    );
  });

  it('cannot leave its link: one link, to the address given, with the text as its label', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const label = shown(text, 200);
        const html = mrkdwnHtml(`*1.* *${link(label, 'https://arxiv.org/abs/2611.10001')}*`);
        const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
        expect(hrefs).toEqual(label === '' ? [] : ['https://arxiv.org/abs/2611.10001']);
        expect(html.match(/<(?!\/?(?:a|b)[ >])[^>]*>/g) ?? []).toEqual([]);
      }),
      runs,
    );
  });

  it('stays within its room, escapes included, and is well-formed', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 0, max: 80 }), (text, max) => {
        for (const cut of [shown(text, max), plain(text, max), notification(text, max)]) {
          expect(cut.length).toBeLessThanOrEqual(max);
          expect(cut).not.toMatch(/\p{Surrogate}/u);
          expect(cut).not.toMatch(/[\n\0]/);
        }
        expect(shown(text, max)).not.toMatch(/&(?!(?:amp|lt|gt);)|[<>]/);
      }),
      runs,
    );
  });

  it.each([
    ['A & B < C > D', 'A & B < C > D'],
    ['already &amp; escaped', 'already &amp; escaped'],
    ['snake_case stays', 'snake_case stays'],
    ['A* search', 'A∗ search'],
    ['_under_ and ~5 `code`', 'ˍunderˍ and ∼5 ˋcodeˋ'],
    ['> quoted', '› quoted'],
    ['a ratio 1:2:3 and :smile:', 'a ratio 1∶2:3 and ∶smile:'],
    ['Title: a subtitle', 'Title: a subtitle'],
  ])('shows %j to the reader as %j', (text, seen) => {
    expect(readable(mrkdwnHtml(shown(text, 200)))).toBe(seen);
  });

  it('links to https addresses only, without anything that ends the link early', () => {
    expect(safeUrl('https://x.example/a b|c>d', 100)).toBe('https://x.example/a%20b%7Cc%3Ed');
    for (const url of [
      'javascript:alert(1)',
      'http://x.example',
      'https://u:p@x.example',
      'x',
      `https://x.example/${'a'.repeat(100)}`,
    ])
      expect(safeUrl(url, 100)).toBeNull();
    expect(link('a|b', 'https://x.example/?a=1&b=2')).toBe('<https://x.example/?a=1&amp;b=2|a∣b>');
    expect(link('label', 'javascript:alert(1)')).toBe('label');
  });
});
