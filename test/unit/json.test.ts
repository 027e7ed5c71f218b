import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, refuseExcess } from '../../adapters/shared/json.js';
import { BadAnswer } from '../../adapters/shared/whole-text.js';

describe('JSON that somebody else wrote', () => {
  it('is read like any other', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(4), (value, spaces) => {
        const text = JSON.stringify(value, null, spaces);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('may hold whatever marks in its texts', () => {
    for (const text of ['[{'.repeat(200), '"\\"'.repeat(200), '\\'.repeat(201), ',:'.repeat(600_000)])
      expect(parseJson(JSON.stringify([text, { [text]: text }]))).toEqual([text, { [text]: text }]);
  });

  it.each([
    ['[', 'is nested too deep'],
    ['{"a":', 'is nested too deep'],
    ['[{', 'is nested too deep'],
    ['[],', 'has too many parts'],
    ['1,', 'has too many parts'],
    ['"",', 'has too many parts'],
    ['"a":1,', 'has too many parts'],
  ])('is refused unread when it is a long row of %j', (part, excess) => {
    const text = `[${part.repeat(1_100_000)}`;
    const refusal = new BadAnswer(`answered with JSON that ${excess}`);
    expect(() => refuseExcess(text)).toThrow(refusal);
    expect(() => parseJson(text)).toThrow(refusal);
  });

  it.each(['', '"', '"\\', '[', '{"a"', '\\', '"\\\\"'.repeat(3), 'x'])(
    '%j is judged by the parser alone',
    (text) => {
      expect(() => refuseExcess(text)).not.toThrow();
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );
});
