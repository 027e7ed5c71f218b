import { describe, expect, it } from 'vitest';
import { localTime } from '../../src/digests/day.js';
import { createOutput, slotName, table } from '../../src/cli/output.js';

describe('what the command line prints', () => {
  it('lays rows out in columns, without spaces at the end', () => {
    expect(table(['a', 'long title'], [['one', '2'], ['three']])).toBe('a      long title\none    2\nthree');
  });

  it('tells a time with its zone', () => {
    expect(localTime(new Date('2026-11-23T08:00:00Z'), 'Europe/Berlin')).toBe(
      '2026-11-23 09:00 Europe/Berlin',
    );
  });

  it('calls a digest by its day, or by when a person asked for it', () => {
    expect(slotName('2026-11-23')).toBe('2026-11-23');
    expect(slotName('now:2026-11-23T22:55:33Z-28a2ea3e')).toBe('by hand 2026-11-23 22:55 UTC');
  });

  it('prints one JSON document, ended by a line feed', () => {
    let text = '';
    createOutput((more) => (text += more)).json({ a: [1] });

    expect(JSON.parse(text)).toEqual({ a: [1] });
    expect(text.endsWith('}\n')).toBe(true);
  });
});
