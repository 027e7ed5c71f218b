import { AppError, describeError } from '../../errors.js';
import type { TokenOwner } from '../../ports/place-list.js';
import { settingFault, type SettingName } from '../../setup/check-setting.js';
import type { Asker } from './asker.js';
import type { EnvFile } from './env-file.js';

export interface Here {
  readonly ask: Asker;
  readonly file: EnvFile;
}

export interface TokenQuestion {
  readonly name: SettingName;
  /** What to paste, as people find it. */
  readonly message: string;
  /** Asks the platform; throws an AppError with the reason when the token is no good. @returns what to say of it */
  readonly test: (token: string) => Promise<{ readonly good: string; readonly owner?: TokenOwner }>;
}

export interface GoodToken {
  readonly token: string;
  readonly owner: TokenOwner | null;
}

/**
 * Gets a token that works: the one that is set already, or a pasted one, as often as it takes.
 * @returns null when the person leaves it for later
 */
export async function goodToken(question: TokenQuestion, here: Here): Promise<GoodToken | null> {
  const { name } = question;
  const { ask, file } = here;
  const present = file.value(name);
  if (present !== undefined) {
    const found = await tested(present, question, ask);
    if (file.fromOutside(name)) {
      ask.say(`${name} is set in the environment, which counts before .env: change it there.`);
      return found;
    }
    if (found !== null && (await ask.yes(`Keep this ${name}?`))) return found;
  }
  for (;;) {
    const token = (
      await ask.secret({
        message: `${question.message} (hidden; empty to leave it for later)`,
        check: (answer) => (answer.trim() === '' ? null : settingFault(name, answer.trim())),
      })
    ).trim();
    if (token === '') return null;
    const found = await tested(token, question, ask);
    if (found !== null) return found;
  }
}

/** Runs a step that may fail for reasons outside; it is told, and may be tried again. @returns null when it is left */
export async function persistently<T>(
  ask: Asker,
  work: () => Promise<T>,
  again = 'Try again?',
): Promise<T | null> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      ask.bad(describeError(error));
      if (!(await ask.yes(again))) return null;
    }
  }
}

// --- Internal helpers ---

/** What cannot be asked now may be asked again with the same token. */
async function tested(token: string, question: TokenQuestion, ask: Asker): Promise<GoodToken | null> {
  try {
    const { good, owner } = await question.test(token);
    ask.good(good);
    return { token, owner: owner ?? null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ask.bad(describeError(error));
    if (!error.retryable || !(await ask.yes('Try the same again?'))) return null;
    return tested(token, question, ask);
  }
}
