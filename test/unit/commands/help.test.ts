import { describe, expect, it } from 'vitest';
import { definitions } from '../../../src/commands/definitions.js';
import { helpOn } from '../../../src/commands/help.js';
import { commandTable } from '../../../src/commands/table.js';
import { usageOf } from '../../../src/commands/wording.js';
import { wordsOfReply } from '../../support/command-world.js';

describe('the definitions', () => {
  it('fit both platforms', () => {
    for (const { name, summary, options, examples } of definitions) {
      expect(name).toMatch(/^[a-z]{1,32}$/);
      expect(options.length).toBeLessThanOrEqual(25);
      expect(examples.length).toBeGreaterThan(0);
      // Discord wants those that must be given before the others.
      const required = options.map((option) => option.required);
      expect(required).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
      for (const words of [summary, ...options.map((option) => option.summary)]) {
        expect(words.length, words).toBeLessThanOrEqual(100);
        expect(words).not.toMatch(/\.$/);
      }
      for (const { choices = [] } of options) expect(choices.length).toBeLessThanOrEqual(25);
    }
  });

  it('are each called once', () => {
    expect(new Set(definitions.map(({ name }) => name)).size).toBe(definitions.length);
  });
});

describe('help', () => {
  it('names every command as it is typed, with what it does', () => {
    const words = wordsOfReply(helpOn(''));

    for (const definition of definitions)
      expect(words).toContain(`${usageOf(definition)}: ${definition.summary}`);
    expect(words).toContain('/papers search query [share]');
    expect(words).toContain('/papers forget me');
  });

  it.each(definitions.map((definition) => [definition.name, definition] as const))(
    'on %s tells its options, examples and who sees the answer',
    (name, { options, examples, allowed }) => {
      const words = wordsOfReply(helpOn(name));

      for (const option of options) expect(words).toContain(option.summary);
      for (const example of examples) expect(words).toContain(`/papers ${example}`);
      expect(words).toMatch(/Only you see the answer|Everyone in the channel sees the answer/);
      expect(words.includes('Only for those who may change')).toBe(allowed === 'managers');
    },
  );

  it.each(['Subscribe', ' /papers subscribe topic ', 'papers subscribe'])('takes %j', (text) => {
    expect(helpOn(text).title).toBe('/papers subscribe topic [name] [anyway]');
  });

  it('on a wrong word offers the nearest right one, else them all', () => {
    expect(wordsOfReply(helpOn('subscrbe'))).toContain(
      'There is no command “subscrbe”. Did you mean /papers subscribe?',
    );
    expect(wordsOfReply(helpOn('zebra'))).toContain('There is no command “zebra”. These are all:');
  });

  it('on search tells that it may be shared', () => {
    expect(wordsOfReply(helpOn('search'))).toContain('Only you see the answer, unless you set share.');
    expect(wordsOfReply(helpOn('show'))).toContain('Everyone in the channel sees the answer.');
  });
});

describe('the README’s table', () => {
  it('has one row per command, with cells that are kept apart', () => {
    const lines = commandTable().trimEnd().split('\n');

    expect(lines).toHaveLength(2 + definitions.length);
    for (const line of lines) expect(line.split(/(?<!\\)\|/)).toHaveLength(6);
    expect(lines).toContain(
      '| `/papers subscribe topic [name] [anyway]` | Add a topic to this channel’s daily digest | who manages the channel | only you |',
    );
    expect(commandTable()).toContain('| only you; with `share` everyone |');
  });
});
