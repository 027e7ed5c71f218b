import { AppError } from '../errors.js';
import { countOf } from '../text/numbers.js';
import type { Runtime } from '../wiring/runtime.js';
import { dropPreviousKeyFile, resealWithCurrent, rotateKeyFile } from '../wiring/secrets.js';
import type { Output } from './output.js';

export interface RotateKeyOptions {
  readonly dropPrevious?: boolean;
  readonly json?: boolean;
}

/** How long a person's question may wait in a queue, sealed with the key of then. */
const IN_FLIGHT = '30 minutes';

/**
 * Gives the bot a new key, or forgets the one of before. A key from the environment is the operator's to change; then
 * this seals what is kept with the new one.
 * @throws AppError `usage` with the steps when there is nothing it can do, `config` when something opens with no known key
 */
export async function rotateKey(options: RotateKeyOptions, runtime: Runtime, output: Output): Promise<void> {
  const { secretKey } = runtime.config;
  const steps = options.dropPrevious === true ? forgetOld : secretKey === null ? rotateFile : resealOnly;
  const { resealed, lines, ...done } = await steps(runtime);
  if (options.json === true) output.json({ ...done, resealed });
  else for (const line of lines) output.line(line);
}

// --- Internal helpers ---

interface Done {
  readonly newKey: boolean;
  readonly previousKey: 'kept' | 'dropped' | 'none';
  readonly resealed: number;
  readonly lines: readonly string[];
}

async function rotateFile(runtime: Runtime): Promise<Done> {
  const resealed = await rotateKeyFile(runtime);
  return {
    newKey: true,
    previousKey: 'kept',
    resealed,
    lines: [
      'There is a new key in DATA_DIR/secret.key. Back it up.',
      sealedAnew(resealed),
      'A running bot takes it at its next start; until then it goes on with the old one.',
      `The old key opens what is under way, for at most ${IN_FLIGHT}. After that, and after a restart, drop it with:`,
      '  broadsheet rotate-key --drop-previous',
    ],
  };
}

async function resealOnly(runtime: Runtime): Promise<Done> {
  if (runtime.config.previousSecretKey === null)
    throw new AppError('The key comes from SECRET_KEY, which is yours to change.', {
      code: 'usage',
      hint: [
        'Like this:',
        '  1. Move the key to SECRET_KEY_PREVIOUS and put a new one into SECRET_KEY (openssl rand -hex 32).',
        '  2. Restart every process of the bot.',
        '  3. Run broadsheet rotate-key again: it seals what is kept with the new key.',
        `  4. After ${IN_FLIGHT} remove SECRET_KEY_PREVIOUS and restart.`,
      ].join('\n'),
    });
  const resealed = await resealWithCurrent(runtime);
  return {
    newKey: false,
    previousKey: 'kept',
    resealed,
    lines: [
      sealedAnew(resealed),
      `SECRET_KEY_PREVIOUS still opens what is under way. Remove it ${IN_FLIGHT} after every process has the new SECRET_KEY.`,
    ],
  };
}

async function forgetOld(runtime: Runtime): Promise<Done> {
  if (runtime.config.secretKey !== null)
    throw new AppError('The previous key comes from SECRET_KEY_PREVIOUS, which is yours to remove.', {
      code: 'usage',
      hint: 'First run broadsheet rotate-key, so that nothing needs it any more.',
    });
  const { resealed, found } = await dropPreviousKeyFile(runtime);
  const line = found ? 'The previous key is deleted.' : 'There is no previous key.';
  return { newKey: false, previousKey: found ? 'dropped' : 'none', resealed, lines: [line] };
}

function sealedAnew(resealed: number): string {
  return resealed === 0
    ? 'Nothing had to be sealed anew.'
    : `${countOf(resealed, 'stored secret is', 'stored secrets are')} sealed with it. Saved papers and opinions stay whose they are.`;
}
