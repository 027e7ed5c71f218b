import { createInterface } from 'node:readline/promises';
import { AppError } from '../errors.js';

/**
 * Asks on the terminal before something is deleted for good.
 * @param what where all that is kept goes: `about slack:TEAM`
 * @returns false when the person thinks better of it
 * @throws AppError `usage` where nobody can be asked and `yes` was not given
 */
export async function confirmed(what: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  const { stdin: input, stderr: output } = process;
  if (!input.isTTY)
    throw new AppError(`This deletes all that is kept ${what}, and cannot be undone.`, {
      code: 'usage',
      hint: 'Add --yes if that is what you want.',
    });
  const terminal = createInterface({ input, output });
  try {
    const said = await terminal.question(`Delete all that is kept ${what}? It cannot be undone. Type yes: `);
    return said.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}
