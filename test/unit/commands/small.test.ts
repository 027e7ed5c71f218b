import { describe, expect, it } from 'vitest';
import type { Weekday } from '../../../src/channels/channel.js';
import { parseDays } from '../../../src/channels/parse-schedule.js';
import { createTurns } from '../../../src/commands/turns.js';
import { daysInWords, daysToType, listOf, quote, topicNames } from '../../../src/commands/wording.js';

describe('turns', () => {
  it('let one name’s tasks run one after the other, also after one that failed', async () => {
    const turns = createTurns();
    const done: string[] = [];
    const task =
      (name: string, ticks: number, fails = false) =>
      async (): Promise<void> => {
        done.push(`${name} begins`);
        for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
        done.push(`${name} ends`);
        if (fails) throw new Error(name);
      };

    const first = turns('a', task('first', 9, true));
    const others = [turns('a', task('second', 0)), turns('b', task('other', 0))];

    await expect(first).rejects.toThrow('first');
    await Promise.all(others);
    expect(done.filter((line) => !line.startsWith('other'))).toEqual([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
    ]);
    expect(done.indexOf('other ends')).toBeLessThan(done.indexOf('first ends'));
  });
});

describe('words', () => {
  it.each<readonly [readonly Weekday[], string, string]>([
    [[1, 2, 3, 4, 5, 6, 7], 'every day', 'daily'],
    [[1, 2, 3, 4, 5], 'Monday to Friday', 'mon-fri'],
    [[1], 'every Monday', 'weekly:mon'],
    [[1, 3, 5], 'Monday, Wednesday and Friday', 'mon,wed,fri'],
    [[6, 7], 'Saturday and Sunday', 'sat,sun'],
    [[5, 6, 7], 'Friday to Sunday', 'fri-sun'],
  ])('for the days %j are %s, and %s to type', (days, words, typed) => {
    expect(daysInWords(days)).toBe(words);
    expect(daysToType(days)).toBe(typed);
    expect(parseDays(typed)).toEqual({ ok: true, value: days });
  });

  it('list names', () => {
    expect(['', 'a', 'a,b', 'a,b,c'].map((names) => listOf(names.split(',')))).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
    expect(topicNames(Array.from({ length: 50 }, (_, i) => ({ name: `t${i}` })))).toMatch(/t9 and 40 more$/);
    expect(topicNames(Array.from({ length: 11 }, (_, i) => ({ name: `t${i}` })))).toMatch(/t9 and t10$/);
  });

  it('quote what was typed without its tricks, and not all of it', () => {
    expect(quote('a\u202Eb\n\nc')).toBe('“ab c”');
    expect(quote('x'.repeat(10_000)).length).toBeLessThan(100);
  });
});
