import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../errors.js';
import { shippedFolder } from '../../wiring/setting-up.js';
import { registerCommands } from '../../wiring/registration.js';
import type { Output } from '../output.js';
import { withRuntime } from '../with-runtime.js';
import { Left } from './asker.js';
import { createClackAsker } from './clack-asker.js';
import { openEnvFile } from './env-file.js';
import type { Here } from './keep-token.js';
import { faultsOf, runWizard } from './wizard.js';

/** Exit code of a program that was stopped by Ctrl-C: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

/**
 * Sets the bot up by questions, in the folder it is run in.
 * @throws AppError `usage` where nobody can be asked
 */
export async function runInit(output: Output): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new AppError('broadsheet init asks questions, and there is no terminal to ask them in.', {
      code: 'usage',
      hint: 'Copy .env.example to .env, fill it in, and check it with: broadsheet doctor',
    });
  const ask = await createClackAsker();
  const path = resolve('.env');
  const file = await openEnvFile({
    path,
    template: await readFile(join(shippedFolder(), '.env.example'), 'utf8').catch(() => ''),
    env: process.env,
    mayReplace: (name) => ask.yes(`${name} has another value in .env. Replace it?`, false),
  });
  const leave = (): void => {
    sayLeft({ ask, file });
    process.exit(INTERRUPTED);
  };
  // Between two questions Ctrl-C comes as a signal; a terminal that is closed ends the input.
  process.once('SIGINT', leave);
  process.stdin.once('end', leave);
  try {
    ask.say(`Setting up Broadsheet. What you confirm is kept in ${path}. Leave at any time with Ctrl-C.`);
    await runWizard({
      ask,
      file,
      output,
      withRuntime: (env, work) => withRuntime(work, { ...env, LOG_LEVEL: 'error' }),
      register: registerCommands,
    });
  } catch (error) {
    if (!(error instanceof Left)) throw error;
    sayLeft({ ask, file });
    process.exitCode = INTERRUPTED;
  } finally {
    process.off('SIGINT', leave);
    process.stdin.off('end', leave);
  }
}

// --- Internal helpers ---

function sayLeft(here: Here): void {
  const faults = faultsOf(here);
  if (faults !== null) here.ask.bad(`The bot would not start like this. ${faults}`);
  here.ask.say('Stopped. What you confirmed is kept; go on with: npm run broadsheet -- init');
}
