import { describe, expect, it } from 'vitest';
import { builtinTopic, builtinTopics, EVERYTHING } from '../../../src/topics/builtin.js';
import { parseQuery } from '../../../src/topics/query.js';

describe('the built-in topics', () => {
  it.each(builtinTopics.map((topic) => [topic.name, topic.query]))('%s is a query', (_, text) => {
    expect(parseQuery(text)).toMatchObject({ ok: true });
  });

  it('have names of their own, all lower case', () => {
    const names = builtinTopics.map((topic) => topic.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(names.map((name) => name.toLowerCase()));
  });

  it('are found by name in any letter case', () => {
    expect(builtinTopic(' Everything ')).toBe(EVERYTHING);
    expect(builtinTopic('nothing of the kind')).toBeNull();
  });
});
