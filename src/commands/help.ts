import { nearest } from '../text/nearest.js';
import type { CommandDefinition, OptionDefinition } from './definition.js';
import { definitionOf, definitions } from './definitions.js';
import { notes, rows, text, button } from './blocks.js';
import type { Handler } from './deps.js';
import type { CommandReply, ReplyBlock } from './reply.js';
import { quote, SLASH, usageOf } from './wording.js';

const GRAMMAR =
  'In queries all words count: "a phrase", -not, cat:cs.CL, author:"yann lecun", org:nvidia, since:7d, min:20 (upvotes), has:code, sort:new, and | between alternatives.';

/** `help [command]`, all of it from the definitions. */
export const help: Handler = ({ options }) => Promise.resolve(helpOn(options['command'] ?? ''));

/** @param name of a command; empty = all of them */
export function helpOn(name: string): CommandReply {
  const [word = ''] = name
    .trim()
    .toLowerCase()
    .replace(/^\/?papers\b/, '')
    .trim()
    .split(/\s+/);
  if (word === '') return allCommands();
  const definition = definitionOf(word);
  if (definition !== null) return oneCommand(definition);
  const near = definitionOf(
    nearest(
      word,
      definitions.map((each) => each.name),
      2,
    ) ?? '',
  );
  const { title, blocks } = near === null ? allCommands() : oneCommand(near);
  const repair = near === null ? 'These are all:' : `Did you mean ${SLASH} ${near.name}?`;
  return { title, blocks: [text(`There is no command ${quote(word)}. ${repair}`), ...blocks] };
}

// --- Internal helpers ---

function allCommands(): CommandReply {
  return {
    title: 'What you can ask',
    blocks: [
      {
        kind: 'fields',
        fields: definitions.map((definition) => ({ name: usageOf(definition), value: definition.summary })),
      },
      ...notes(GRAMMAR, `One of them in detail: ${SLASH} help subscribe`),
      ...rows([
        ...button('What this channel gets', { do: 'topics' }),
        ...button('My saved papers', { do: 'saved' }),
        ...button('How lists are made', { do: 'about' }),
      ]),
    ],
  };
}

function oneCommand(definition: CommandDefinition): CommandReply {
  return {
    title: usageOf(definition),
    blocks: [
      text(`${definition.summary}.`),
      ...optionFields(definition.options),
      text(['For example:', ...definition.examples.map((example) => `${SLASH} ${example}`)].join('\n')),
      ...notes(
        seenBy(definition),
        definition.allowed === 'managers' ? 'Only for those who may change this channel’s settings.' : '',
        definition.options.some(({ name }) => name === 'query' || name === 'topic') ? GRAMMAR : '',
      ),
    ],
  };
}

function optionFields(options: readonly OptionDefinition[]): readonly ReplyBlock[] {
  if (options.length === 0) return [];
  const fields = options.map(({ name, summary, required, choices }) => ({
    name: required ? name : `${name} (may be left out)`,
    value: choices === undefined ? summary : `${summary}: ${choices.map(({ value }) => value).join(', ')}`,
  }));
  return [{ kind: 'fields', fields }];
}

/** Who sees the answer. */
export function seenBy({ visibility, options }: CommandDefinition): string {
  if (visibility({}) === 'public') return 'Everyone in the channel sees the answer.';
  const flag = options.find(
    ({ kind, name }) => kind === 'flag' && visibility({ [name]: 'true' }) === 'public',
  );
  return flag === undefined
    ? 'Only you see the answer.'
    : `Only you see the answer, unless you set ${flag.name}.`;
}
