import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncate } from '../../../src/text/truncate.js';

const escaped = (text: string): number => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').length;
const bytes = (text: string): number => new TextEncoder().encode(text).length;
const codePoints = (text: string): number => Array.from(text).length;

describe('truncate', () => {
  it.each([
    ['a text that fits stays', 'short', 5, 'short'],
    ['a longer one ends in an ellipsis at a word', 'one two three', 9, 'one two…'],
    ['a boundary right at the end is used', 'one two three', 8, 'one two…'],
    ['a long word is cut inside', 'supercalifragilistic', 6, 'super…'],
    ['a near word start far back is not', 'a supercalifragilistic', 12, 'a supercali…'],
    ['no comma before the ellipsis', 'first, second third', 9, 'first…'],
    ['a family is not torn apart', 'ab👩‍👩‍👧‍👦cd', 8, 'ab…'],
    ['a letter keeps its mark', 'aaae\u0301x', 5, 'aaa…'],
    ['room for the ellipsis alone', 'abc', 1, '…'],
    ['no room at all', 'abc', 0, ''],
    ['less than no room', 'abc', -5, ''],
  ])('%s', (_, text, max, expected) => {
    expect(truncate(text, max)).toBe(expected);
  });

  it('fits whatever the measure, and never cuts a surrogate pair', () => {
    const measures = [undefined, escaped, bytes, codePoints] as const;
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.constantFrom('&', '<', ' ', 'é', '\u0301', '😀', 'x'), fc.string()) }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(...measures),
        (text, max, measure) => {
          const cut = truncate(text, max, measure);
          expect((measure ?? ((s: string) => s.length))(cut)).toBeLessThanOrEqual(max);
          if (cut !== text) expect(cut === '' || cut.endsWith('…')).toBe(true);
          expect(/\p{Cs}/u.test(cut)).toBe(/\p{Cs}/u.test(text) && /\p{Cs}/u.test(cut));
        },
      ),
    );
  });

  it('takes a megabyte, also as one endless grapheme', () => {
    expect(truncate('word '.repeat(200_000), 30)).toBe('word word word word word word…');
    expect(truncate(`a${'\u0301'.repeat(1_000_000)}`, 30)).toBe('…');
    expect(truncate('&'.repeat(1_000_000), 30, escaped)).toBe('&&&&&…');
  });
});
