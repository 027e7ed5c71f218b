import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inviteLink } from '../../adapters/discord/index.js';
import { registrationBody } from '../../adapters/discord/register-body.js';
import { definitions } from '../../src/commands/definitions.js';

interface Option {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  readonly min_value?: number;
  readonly max_value?: number;
  readonly options?: readonly Option[];
}
interface Command extends Option {
  readonly contexts?: readonly number[];
  readonly integration_types?: readonly number[];
}

const NAME = /^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$/u;
const body = registrationBody(definitions) as unknown as readonly Command[];
const [papers, similar] = body as [Command, Command];
const optionsOf = (name: string) => papers.options!.find((option) => option.name === name)?.options ?? [];

/** Every option at any depth, subcommands included. */
function all(options: readonly Option[] = []): Option[] {
  return options.flatMap((option) => [option, ...all(option.options)]);
}

describe('what Discord is told about the commands', () => {
  it('is one slash command with every command below it, and the command of a message’s menu', () => {
    expect(body.map(({ type, name }) => [type, name])).toEqual([
      [1, 'papers'],
      [3, 'Find similar papers'],
    ]);
    expect(papers.options!.map(({ name }) => name)).toEqual(definitions.map(({ name }) => name));
    expect(similar).not.toHaveProperty('description');
    expect(similar).not.toHaveProperty('options');
  });

  it('keeps Discord’s limits: names, descriptions, options, choices, 8,000 characters in all', () => {
    const options = all(papers.options);
    for (const { name, description } of [papers, ...options]) {
      expect(name).toMatch(NAME);
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(100);
    }
    for (const level of [papers, ...options]) {
      expect((level.options ?? []).length).toBeLessThanOrEqual(25);
      const flags = (level.options ?? []).map(({ required }) => required === true);
      expect(flags, 'required options come first').toEqual([...flags].sort((a, b) => Number(b) - Number(a)));
    }
    const choices = options.flatMap((option) => option.choices ?? []);
    for (const option of options) {
      expect((option.choices ?? []).length).toBeLessThanOrEqual(25);
      expect(option.choices !== undefined && option.autocomplete === true).toBe(false);
    }
    for (const { name, value } of choices) {
      expect(name).toMatch(/^.{1,100}$/u);
      expect(value).toMatch(/^.{1,100}$/u);
    }
    const texts = [papers, ...options].flatMap(({ name, description }) => [name, description]);
    const characters = [...texts, ...choices.flatMap(({ name, value }) => [name, value])].join('').length;
    expect(characters).toBeLessThan(8000);
  });

  it('says of every option what it takes', () => {
    expect(optionsOf('search')).toMatchObject([
      { name: 'query', type: 3, required: true, autocomplete: true },
      { name: 'share', type: 5, required: false },
    ]);
    expect(optionsOf('schedule').find(({ name }) => name === 'count')).toMatchObject({
      type: 4,
      min_value: 1,
      max_value: 20,
    });
    expect(optionsOf('trending').find(({ name }) => name === 'window')?.choices).toContainEqual({
      name: 'this week',
      value: 'week',
    });
  });

  it('makes a group of a command of two words', () => {
    expect(papers.options!.find(({ name }) => name === 'forget')).toMatchObject({
      type: 2,
      options: [{ type: 1, name: 'me' }],
    });
  });

  it('is for servers and direct messages; in one server alone Discord does not want to know', () => {
    for (const command of body) {
      expect(command.contexts).toEqual([0, 1]);
      expect(command.integration_types).toEqual([0]);
    }
    for (const command of registrationBody(definitions, 'guild')) {
      expect(command).not.toHaveProperty('contexts');
      expect(command).not.toHaveProperty('integration_types');
    }
  });

  it('comes with an invitation that asks for the very permissions the README names', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(inviteLink('YOUR_APP_ID'));
    const bits = BigInt(new URL(inviteLink('1')).searchParams.get('permissions') ?? '0');
    // View, send, embed, attach, read history, create public threads, send in threads.
    expect(bits).toBe([10n, 11n, 14n, 15n, 16n, 35n, 38n].reduce((sum, bit) => sum | (1n << bit), 0n));
  });
});
