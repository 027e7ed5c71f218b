import { OPTION, registered } from './commands.js';
import type { State } from './state.js';

type Json = Record<string, unknown>;

export type TypedOptions = Readonly<Record<string, string | number | boolean>>;

const list = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);

export interface Typed {
  /** Of the command itself: `papers`. */
  readonly root: string;
  /** What is typed after it: `search`, `forget me`. */
  readonly name: string;
  readonly options: TypedOptions;
  /** The option that is being typed; the others may still be missing. */
  readonly focused?: string;
}

/**
 * A typed slash command as its event carries it. Held against what was registered, if anything was: Discord's client
 * lets nobody send what is not.
 * @throws when the client would not send it
 */
export function typedData(state: State, guildId: string, typed: Typed): Json {
  const [word = '', second] = typed.name.split(' ');
  const command = registered(state, guildId, 1, typed.root);
  if (command === undefined && state.commands.size > 0) throw new Error(`/${typed.root} is not registered`);
  if (command !== undefined && guildId === '@me' && !list(command['contexts']).includes(1 as never))
    throw new Error(`/${typed.root} is not registered for direct messages`);
  const first = find(command, word);
  const definition = second === undefined ? first : find(first, second);
  const options = Object.entries(typed.options).map(([name, value]) =>
    optionData(typed, definition, name, value),
  );
  if (typed.focused === undefined) refuseMissing(typed, definition);
  const own = { type: OPTION.subcommand, name: second ?? word, options };
  const path = second === undefined ? own : { type: OPTION.group, name: word, options: [own] };
  return { id: command?.['id'] ?? state.newId(), type: 1, name: typed.root, options: [path] };
}

/** The subcommand or option of that name; undefined when nothing was registered. */
function find(parent: Json | undefined, name: string): Json | undefined {
  if (parent === undefined) return undefined;
  const found = list(parent['options']).find((option) => option['name'] === name);
  if (found === undefined) throw new Error(`"${name}" is not registered under "${String(parent['name'])}"`);
  return found;
}

function optionData(
  typed: Typed,
  command: Json | undefined,
  name: string,
  value: TypedOptions[string],
): Json {
  const definition = find(command, name);
  const focused = typed.focused === name;
  const type = definition?.['type'] ?? guessed(value);
  if (definition !== undefined && !focused) refuseWrong(definition, value);
  if (focused && definition !== undefined && definition['autocomplete'] !== true)
    throw new Error(`"${name}" suggests nothing`);
  return { type, name, value: focused ? String(value) : value, ...(focused ? { focused: true } : {}) };
}

function guessed(value: TypedOptions[string]): number {
  if (typeof value === 'boolean') return OPTION.boolean;
  return typeof value === 'number' ? OPTION.integer : OPTION.string;
}

const JS_TYPES: Record<number, string> = {
  [OPTION.string]: 'string',
  [OPTION.integer]: 'number',
  [OPTION.boolean]: 'boolean',
};

function refuseWrong(definition: Json, value: TypedOptions[string]): void {
  const name = String(definition['name']);
  if (typeof value !== JS_TYPES[Number(definition['type'])])
    throw new Error(`"${name}" takes no ${typeof value}`);
  const choices = list(definition['choices']);
  if (choices.length > 0 && !choices.some((choice) => choice['value'] === value))
    throw new Error(`"${name}" has no choice "${String(value)}"`);
  const { min_value: least, max_value: most } = definition;
  const outside =
    (typeof least === 'number' && Number(value) < least) ||
    (typeof most === 'number' && Number(value) > most);
  if (outside) throw new Error(`"${name}" is out of range: ${String(value)}`);
}

function refuseMissing(typed: Typed, definition: Json | undefined): void {
  const missing = list(definition?.['options']).filter(
    (option) => option['required'] === true && !(String(option['name']) in typed.options),
  );
  if (missing.length > 0)
    throw new Error(`"${typed.name}" lacks ${missing.map(({ name }) => name).join(', ')}`);
}
