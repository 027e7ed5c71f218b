import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../src/text/clean.js';

describe('cleanText', () => {
  it.each([
    ['line breaks and tabs become single spaces', ' A \r\n\t title\u0085here\u2028! ', 'A title here !'],
    ['control characters vanish', 'a\u0000b\u001b[31mc\u009bd', 'ab[31mcd'],
    ['bidi controls vanish', 'abc\u202Egpj.exe\u2066x\u2069\u061C', 'abcgpj.exex'],
    ['zero-width characters vanish', 'a\u200Bb\u200Dc\u2060d\uFEFFe\u00ADf', 'abcdef'],
    ['lone surrogates vanish, pairs stay', 'x\uD800y\uDC00z😀', 'xyz😀'],
    ['noncharacters vanish', 'a\uFFFEb\u{1FFFF}c\uFDD0d', 'abcd'],
    ['tag characters vanish', 'a\u{E0041}\u{E007F}b', 'ab'],
    ['accents are composed', 'Erdo\u030Bs', 'Erdős'],
    ['right-to-left text stays', 'مرحبا بالعالم', 'مرحبا بالعالم'],
    ['a mark at the start has nothing to sit on', '\u0301\u0301 abc', 'abc'],
    ['only the invisible is nothing', '\u200B \u202E\u3164', ''],
  ])('%s', (_, input, expected) => {
    expect(cleanText(input)).toBe(expected);
  });

  it('keeps at most a handful of marks on a letter', () => {
    expect(cleanText(`a${'\u0323'.repeat(5_000)}b`).length).toBeLessThan(12);
  });

  it('leaves nothing that is invisible, and cleaning twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const clean = cleanText(text);
        expect(clean).not.toMatch(
          /[\p{Cc}\p{Cs}\p{Bidi_Control}\u200B-\u200F\u2028\u2029\uFEFF]|\s\s|^\s|\s$/u,
        );
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });

  it('takes a megabyte of hostile marks', () => {
    expect(cleanText('\u0323\u0301'.repeat(500_000))).toBe('');
    expect(cleanText(' \u202E'.repeat(500_000))).toBe('');
  });
});
