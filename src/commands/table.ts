import type { CommandDefinition } from './definition.js';
import { definitions } from './definitions.js';
import { usageOf } from './wording.js';

/** The commands as a Markdown table for the README, one row each, ending in a line break. */
export function commandTable(): string {
  const head = ['| command | what it does | who may | who sees it |', '|---|---|---|---|'];
  return [...head, ...definitions.map(row), ''].join('\n');
}

// --- Internal helpers ---

function row(definition: CommandDefinition): string {
  const cells = [
    `\`${usageOf(definition)}\``,
    definition.summary,
    definition.allowed === 'managers' ? 'who manages the channel' : 'everyone',
    seen(definition),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function seen({ visibility, options }: CommandDefinition): string {
  if (visibility({}) === 'public') return 'everyone';
  const flag = options.find(
    ({ kind, name }) => kind === 'flag' && visibility({ [name]: 'true' }) === 'public',
  );
  return flag === undefined ? 'only you' : `only you; with \`${flag.name}\` everyone`;
}
