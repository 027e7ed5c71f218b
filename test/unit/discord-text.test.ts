import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, link, plain, safeUrl, shown } from '../../adapters/discord/text.js';
import { HOSTILE_TEXTS } from '../support/digest-content.js';

/** What Discord would show of escaped text. */
const unescaped = (text: string) => text.replace(/\\([^\p{L}\p{N}\s])/gu, '$1');
/** Leaves the characters that still mean something. */
const alive = (text: string) => text.replace(/\\[^\p{L}\p{N}\s]/gu, '');

describe('text for Discord', () => {
  it.each([
    ['# Heading', '\\# Heading'],
    ['- list', '\\- list'],
    ['-# small', '\\-# small'],
    ['> quote', '\\> quote'],
    ['1. first', '1\\. first'],
    ['2611.10001 is an id', '2611\\.10001 is an id'],
    ['A study: with a colon', 'A study: with a colon'],
    ['https://evil.example', 'https\\://evil.example'],
    [':smile:', '\\:smile:'],
    ['@everyone', '\\@everyone'],
    ['<t:1:R>', '\\<t\\:1\\:R\\>'],
    ['](javascript:alert(1))', '\\](javascript\\:alert(1))'],
    ['a_b *c* `d` ~~e~~ ||f||', 'a\\_b \\*c\\* \\`d\\` \\~\\~e\\~\\~ \\|\\|f\\|\\|'],
    ['back\\slash', 'back\\\\slash'],
    ['text-to-SQL, C#, 3-5', 'text-to-SQL, C#, 3-5'],
  ])('escapes %j as %j', (raw, expected) => {
    expect(escapeMarkdown(raw)).toBe(expected);
  });

  it('reads as it was written and leaves nothing alive that formats, links or mentions', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...HOSTILE_TEXTS));
    fc.assert(
      fc.property(text, (raw) => {
        const result = shown(raw, 5_000);
        expect(alive(result)).not.toMatch(/[\\*_~`|[\]<>@]|^[#+=-]|^\d+[.)]|:\S/u);
        expect(result).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u);
        if (unescaped(result).endsWith('…')) return;
        expect(unescaped(result)).toBe(plain(raw, 5_000));
      }),
      { numRuns: 500 },
    );
  });

  it('stays within the room after escaping and is well-formed', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...HOSTILE_TEXTS),
      fc.constantFrom('*', '_', '](').map((piece) => piece.repeat(500)),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 400 }), (raw, max) => {
        expect(shown(raw, max).length).toBeLessThanOrEqual(max);
        expect(plain(raw, max).length).toBeLessThanOrEqual(max);
        expect(shown(raw, max)).not.toMatch(/\p{Surrogate}/u);
        expect(alive(shown(raw, max))).not.toMatch(/[\\*_[\]<>@]/);
      }),
      { numRuns: 500 },
    );
  });

  it('links only to https addresses that cannot end the link early', () => {
    expect(link('A', 'https://arxiv.org/abs/1', 80)).toBe('[A](https://arxiv.org/abs/1)');
    expect(link('A', 'https://arxiv.org/a)b(c>d<e f]', 80)).toBe(
      '[A](https://arxiv.org/a%29b%28c%3Ed%3Ce%20f%5D)',
    );
    for (const url of [
      'javascript:alert(1)',
      'http://arxiv.org',
      'https://me:pw@evil.example',
      'nothing',
      '',
    ])
      expect(link('A', url, 80)).toBe('A');
    expect(safeUrl(`https://a.example/${'x'.repeat(600)}`, 512)).toBeNull();
  });

  it('lets no title end our link and begin its own, though Discord’s link rule ignores backslashes', () => {
    const rule = /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:[^\s\\]|\\.)*?)>?\s*\)/;
    const ours = 'https://arxiv.org/abs/1';
    const piece = fc.constantFrom(
      'A paper',
      '](https://evil.example) ',
      '[',
      ']',
      '(',
      ')',
      '\\',
      ' x',
      '<',
      '>',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
        const text = link(`A${pieces.join('')}`, ours, 500);
        expect(rule.exec(text)?.[2]).toBe(ours);
      }),
      { numRuns: 1_000 },
    );
  });
});
