import { ApiError, missingAccess, type Answer } from './answer.js';
import { between } from './check-response.js';
import type { State } from './state.js';
import { invalidForm } from './validate.js';

type Json = Record<string, unknown>;

/** Names of slash commands and options (interactions/application-commands, "Application Command Naming"). */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const CHAT_INPUT = 1;
const MESSAGE = 3;
export const OPTION = { subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5 } as const;

const list = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);
const str = (value: unknown) => (typeof value === 'string' ? value : '');

/** Bulk Overwrite Application Commands, global or of one guild. */
export function overwriteCommands(state: State, app: string, guildId: string | null, body: unknown): Answer {
  if (app !== state.appId)
    throw new ApiError(403, 20012, 'You are not authorized to perform this action on this application');
  if (guildId !== null && state.guilds.get(guildId)?.joined !== true) throw missingAccess();
  const commands = list(body);
  const faults = commands.flatMap((command) => faultsOf(command, guildId));
  for (const [type, most] of [
    [CHAT_INPUT, 100],
    [MESSAGE, 15],
  ] as const) {
    const names = commands
      .filter((command) => (command['type'] ?? CHAT_INPUT) === type)
      .map(({ name }) => name);
    if (names.length > most) faults.push(`commands of type ${type}: ${most} at most`);
    if (new Set(names).size < names.length) faults.push(`commands of type ${type}: names must be unique`);
  }
  if (faults.length > 0) throw invalidForm(faults);
  const stored = commands.map((command) => ({ ...command, id: state.newId(), application_id: app }));
  state.commands.set(guildId ?? 'global', stored);
  return { status: 200, body: stored };
}

/** The slash command of that name as people see it in a place; undefined when there is none. */
export function registered(state: State, guildId: string, type: number, name: string): Json | undefined {
  const scopes = [...(state.commands.get(guildId) ?? []), ...(state.commands.get('global') ?? [])];
  return scopes.find((command) => (command['type'] ?? CHAT_INPUT) === type && command['name'] === name);
}

function faultsOf(command: Json, guildId: string | null): string[] {
  const faults: string[] = [];
  const name = str(command['name']);
  if (guildId !== null && ('contexts' in command || 'integration_types' in command))
    faults.push(`${name}: contexts and integration_types are for global commands only`);
  if (command['type'] === MESSAGE) {
    between(`${name}: name`, name, 1, 32, faults);
    if (str(command['description']) !== '' || 'options' in command)
      faults.push(`${name}: a message command has no description and no options`);
    return faults;
  }
  if (!NAME.test(name) || name !== name.toLowerCase()) faults.push(`${name}: not a name`);
  between(`${name}: description`, command['description'], 1, 100, faults);
  checkOptions(name, list(command['options']), 0, faults);
  const total = charactersOf(command);
  if (total > 8000) faults.push(`${name}: ${total} characters in all, 8000 allowed`);
  return faults;
}

function checkOptions(at: string, options: readonly Json[], depth: number, faults: string[]): void {
  if (options.length > 25) faults.push(`${at}: 25 options at most`);
  const names = options.map(({ name }) => str(name));
  if (new Set(names).size < names.length) faults.push(`${at}: option names must be unique`);
  const firstOptional = options.findIndex((option) => option['required'] !== true);
  if (firstOptional >= 0 && options.slice(firstOptional).some((option) => option['required'] === true))
    faults.push(`${at}: required options must come first`);
  for (const option of options) checkOption(at, option, depth, faults);
}

function checkOption(above: string, option: Json, depth: number, faults: string[]): void {
  const name = str(option['name']);
  const at = `${above} ${name}`;
  const type = option['type'];
  if (!NAME.test(name) || name !== name.toLowerCase()) faults.push(`${at}: not a name`);
  between(`${at}: description`, option['description'], 1, 100, faults);
  if (type === OPTION.group && depth > 0) faults.push(`${at}: a group inside a group`);
  if (type === OPTION.subcommand || type === OPTION.group) {
    if (type === OPTION.subcommand && depth > 1) faults.push(`${at}: nested too deep`);
    checkOptions(at, list(option['options']), depth + 1, faults);
    return;
  }
  const choices = list(option['choices']);
  if (choices.length > 25) faults.push(`${at}: 25 choices at most`);
  if (choices.length > 0 && option['autocomplete'] === true) faults.push(`${at}: choices and autocomplete`);
  for (const choice of choices) {
    between(`${at}: choice name`, choice['name'], 1, 100, faults);
    between(`${at}: choice value`, choice['value'], 1, 100, faults);
  }
}

/** Names, descriptions and values of the command, its options and their choices together. */
function charactersOf(item: Json): number {
  const own = [item['name'], item['description'], item['value']].map((text) => str(text).length);
  const inner = [...list(item['options']), ...list(item['choices'])].map(charactersOf);
  return [...own, ...inner].reduce((sum, length) => sum + length, 0);
}
