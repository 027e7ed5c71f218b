import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoted, withSettings } from '../../../src/setup/env-text.js';

const EXAMPLE = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');

describe('what a .env becomes', () => {
  it.each([
    ['an empty file', '', 'A=1\n'],
    ['a last line without its end', 'B=2', 'B=2\nA=1\n'],
    ['an empty value', '# x\nA=\nB=2\n', '# x\nA=1\nB=2\n'],
    ['a value with a remark', 'A=old # from the portal\n', 'A=1 # from the portal\n'],
    ['a # that is no remark', 'A=old#2\n', 'A=1\n'],
    ['a default that is commented out', '#A=5\nB=2\n', '#A=5\nA=1\nB=2\n'],
    ['a value set twice: the last counts', 'A=3\nA=4\n', 'A=3\nA=1\n'],
    ['a value over lines', 'A="x\nB=3\ny" # k\nC=4\n', 'A=1 # k\nC=4\n'],
    ['a name within a value over lines', 'B="x\nA=3\ny"\n', 'B="x\nA=3\ny"\nA=1\n'],
    ['lines from Windows', 'A=old\r\nB=2\r\n', 'A=1\r\nB=2\r\n'],
    ['export', '  export A = old\n', '  export A =1\n'],
  ])('%s', (_what, before, after) => {
    expect(withSettings(before, { A: '1' })).toBe(after);
  });

  it('.env.example becomes a .env with one line more or another, and all its explanations', () => {
    const after = withSettings(EXAMPLE, { DISCORD_TOKEN: 'a.b-c_d', DATA_DIR: '/srv/my papers' });
    const added = after.split('\n').filter((line) => !EXAMPLE.split('\n').includes(line));
    expect(added).toEqual(['DISCORD_TOKEN=a.b-c_d', "DATA_DIR='/srv/my papers'"]);
    expect(after.split('\n')).toHaveLength(EXAMPLE.split('\n').length + 1);
  });

  it('refuses a value that no quotes can hold, and names the setting', () => {
    expect(() => withSettings('', { SMTP_URL: `it's "so" $5` })).toThrow(/SMTP_URL has quotes/);
    expect(() => withSettings('', { SMTP_URL: 'two\nlines' })).toThrow(/SMTP_URL/);
  });

  const name = fc.constantFrom('A', 'B', 'LONG_NAME', 'SECRET_KEY');
  const value = fc
    .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const plain = fc.stringMatching(/^[\w.:/-]{0,12}$/);
  const line = fc.oneof(
    fc.tuple(name, plain).map(([key, text]) => `${key}=${text}`),
    fc.tuple(name, plain).map(([key, text]) => `  export ${key} = ${text}`),
    fc.tuple(name, plain).map(([key, text]) => `#${key}=${text}`),
    fc.tuple(name, plain, plain).map(([key, text, more]) => `${key}=${text} # ${more}`),
    fc.tuple(name, plain, plain).map(([key, text, more]) => `${key}="${text}\n${more}"`),
    fc.tuple(name, plain).map(([key, text]) => `${key}='${text} # kept'`),
    fc.constantFrom('', '# a remark'),
  );
  const file = fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('', '\n', '\n   '))
    .map(([lines, end]) => lines.join('\n') + end);

  it('Node reads the new value, and every other one as before', () => {
    fc.assert(
      fc.property(file, name, value, (text, key, wanted) => {
        fc.pre(quoted(wanted) !== null);
        const after = withSettings(text, { [key]: wanted });
        // Node takes a last comment that has no line end for a setting.
        expect(parseEnv(after)).toEqual({ ...parseEnv(`${text}\n`), [key]: wanted });
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps every line that does not set the name, in order, and doing it twice changes nothing more', () => {
    fc.assert(
      fc.property(file, name, value, (text, key, wanted) => {
        fc.pre(quoted(wanted) !== null);
        const after = withSettings(text, { [key]: wanted });
        const others = (lines: string) =>
          lines
            .split('\n')
            .filter((one) => one.trim() !== '' && !new RegExp(`^\\s*(export )?${key} ?=`).test(one));
        const kept = others(after);
        const before = others(text);
        let at = 0;
        for (const one of kept) {
          at = before.indexOf(one, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
        // The second line of a value that was exchanged goes with it.
        expect(before.length - kept.length).toBeLessThanOrEqual(1);
        expect(withSettings(after, { [key]: wanted })).toBe(after);
      }),
      { numRuns: 1_000 },
    );
  });
});
