import { findPaperIds } from '../papers/find-ids.js';
import { oneSlipAway } from '../text/nearest.js';
import type { CommandDefinition, CommandName, OptionValues } from './definition.js';
import { definitionOf, definitions } from './definitions.js';
import { readScheduleWords } from './read-schedule.js';
import type { Action } from './request.js';
import { quote, SLASH } from './wording.js';

/** What typed text means, with a note when it was not taken word for word. */
export interface Typed {
  readonly action: Action;
  /** Empty when there is nothing to say. */
  readonly note: string;
}

/** Shorter words have too many neighbours: `new` is not meant for `now`. */
const LEAST_SLIP = 5;
/** Two letters swapped are a slip in shorter words, too: `shwo`. */
const LEAST_SWAP = 4;
/**
 * How a wish for a list begins after `show`: `me …`, `papers on …`, `us the latest papers about …`. Titles that begin so
 * are rare, and a search finds them, too.
 */
const ASKING =
  /^(?:(?:me|us)(?=\s|$)\s*)?(?:(?:(?:the|some|all|any|more|new|newest|latest|recent|best|top|good)\s+)*(?:papers?|articles?|preprints?|research|work)\s+(?:on|about|for|in|by)\s+)?/i;
const TRUE = /^(?:true|yes|on|y|1)$/i;

/**
 * What somebody means who types after `/papers`. Total and pure: a command's name first makes it that command, one
 * slip in it is forgiven, nothing is help, and anything else is searched for.
 */
export function readText(text: string): Action {
  return readTyped(text).action;
}

/** The same, with a note for the person when it was read in another way than typed. */
export function readTyped(text: string): Typed {
  const typed = unlink(text)
    .trim()
    .replace(/^\/?papers(?=\s|$)/i, '')
    .trim();
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(typed) ?? [];
  if (first === '') return plain(command('help', {}));
  const exact = definitionOf(first.toLowerCase());
  if (exact !== null) return readCommand(exact, rest) ?? insteadOf(exact, typed);
  const meant = meantCommand(first.toLowerCase());
  const read = meant === null ? null : readCommand(meant, rest);
  if (meant === null || read === null) return plain(command('search', { query: typed }));
  const searched = `${SLASH} search ${first}`;
  return {
    action: read.action,
    note: `I read ${quote(first)} as ${meant.name}. To look for that word, type ${searched}. ${read.note}`.trim(),
  };
}

// --- Internal helpers ---

function command(name: CommandName, options: OptionValues): Action {
  return { kind: 'command', name, options };
}

function plain(action: Action): Typed {
  return { action, note: '' };
}

/** Slack puts links between angle brackets. */
function unlink(text: string): string {
  return text.replace(/<(https?:[^|<>\s]{1,2000})(?:\|[^<>]{0,2000})?>/g, '$1');
}

/** A command followed by words that do not fit it: `pause tokens` is about papers. */
function insteadOf({ name, second, options }: CommandDefinition, typed: string): Typed {
  const itself = [SLASH, name, ...(second === undefined ? [] : [second])].join(' ');
  const repair =
    options.length === 0
      ? `For the command, type ${itself} and nothing after it.`
      : `For the command, type ${itself}, or see ${SLASH} help ${name}.`;
  return { action: command('search', { query: typed }), note: `I searched for these words. ${repair}` };
}

/** `show me papers on rag` asks for a list, not for all to see one paper of that title; null for a paper. */
function readShow(definition: CommandDefinition, rest: string): Typed | null {
  const [asking] = ASKING.exec(rest) ?? [''];
  if (definition.name !== 'show' || asking === '') return null;
  const wanted = rest.slice(asking.length).trim();
  // `show me 2607.23193` means that paper.
  if (findPaperIds(wanted).length > 0) return plain(command('show', { paper: wanted }));
  return {
    action: command('search', wanted === '' ? {} : { query: wanted }),
    note: `I searched, for you alone. To show everyone one paper, type ${SLASH} show and its id, link or title.`,
  };
}

/** The command one slip away; null for a word that is its own, like `scheduler`. */
function meantCommand(word: string): CommandDefinition | null {
  const name = oneSlipAway(
    word,
    definitions.map((definition) => definition.name),
  );
  if (name === null || word.startsWith(name)) return null;
  const swapped = word.length === name.length && lettersOf(word) === lettersOf(name);
  return word.length >= (swapped ? LEAST_SWAP : LEAST_SLIP) ? definitionOf(name) : null;
}

function lettersOf(word: string): string {
  return Array.from(word).sort().join('');
}

/** @returns null when the words after the name do not fit the command */
function readCommand(definition: CommandDefinition, rest: string): Typed | null {
  const { name, second, options, rest: restName } = definition;
  if (second !== undefined && rest.toLowerCase() === second) return plain(command(name, {}));
  if (name === 'schedule') {
    const { given, left } = takeOptions(rest, optionNames(definition));
    const words = readScheduleWords(left);
    return words === null ? null : plain(command(name, { ...words, ...given }));
  }
  if (options.length === 0) return rest === '' ? plain(command(name, {})) : null;
  if (restName === undefined) return null;
  const asked = readShow(definition, rest);
  if (asked !== null) return asked;
  const others = optionNames(definition).filter((option) => option !== restName);
  const { given, left } = takeOptions(rest, others);
  const window = others.includes('window') ? takeWindow(left) : { left, window: undefined };
  const value = withoutName(window.left, restName);
  return plain(
    command(name, {
      ...(value === '' ? {} : { [restName]: value }),
      ...(window.window === undefined ? {} : { window: window.window }),
      ...flagsRead(given, definition),
    }),
  );
}

function optionNames({ options }: CommandDefinition): readonly string[] {
  return options.map(({ name }) => name);
}

/** Takes `time:09:00`, `name=x` and `name:"x y"` out of a text. The last of two wins. */
function takeOptions(
  text: string,
  names: readonly string[],
): { readonly given: OptionValues; readonly left: string } {
  if (names.length === 0) return { given: {}, left: text.trim() };
  const option = new RegExp(`(?<!\\S)(${names.join('|')})[:=]\\s?(?:["“”]([^"“”]*)["“”]|(\\S+))`, 'gi');
  const given: Record<string, string> = {};
  const left = text.replace(option, (_, name: string, quoted?: string, bare?: string) => {
    given[name.toLowerCase()] = quoted ?? bare ?? '';
    return ' ';
  });
  return { given, left: left.trim() };
}

/** `robotics month`, `robotics this week`. */
function takeWindow(text: string): { readonly left: string; readonly window: string | undefined } {
  const match = /(?:^|\s)(?:this\s+)?(today|week|month)$/i.exec(text);
  if (match === null) return { left: text, window: undefined };
  return { left: text.slice(0, match.index).trim(), window: match[1]?.toLowerCase() };
}

/** `paper:2607.23193` and the like: the option's own name before its one value says nothing more. */
function withoutName(text: string, name: string): string {
  const match = new RegExp(`^${name}[:=]\\s?(?:["“”]([^"“”]*)["“”]|(\\S+))$`, 'is').exec(text);
  return match === null ? text : (match[1] ?? match[2] ?? '').trim();
}

function flagsRead(given: OptionValues, { options }: CommandDefinition): OptionValues {
  const flags = options.filter(({ kind }) => kind === 'flag').map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      flags.includes(name) ? String(TRUE.test(value)) : value,
    ]),
  );
}
