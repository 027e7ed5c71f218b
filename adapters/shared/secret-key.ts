import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src/errors.js';

export interface SecretKeyOptions {
  /** SECRET_KEY; null when it is not set. */
  readonly secretKey: string | null;
  /** Null when the database is the embedded one: then a key may be kept beside it. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

const FILE = 'secret.key';
const KEY_BYTES = 32;
const KEY = /^[a-f0-9]{64}$/;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;
/** On a file system without links the file is there a moment before its content. */
const LOOKS = 10;
const LOOK_EVERY_MS = 50;

/**
 * The key that seals: SECRET_KEY, else the one in `DATA_DIR/secret.key`, which is made at the first call, readable by
 * its owner alone. Whoever comes at the same time (the command line beside a starting bot) gets the same one.
 * @throws AppError `config` when there is none and none may be made, or the file cannot be read, written or understood
 */
export async function openSecretKey(options: SecretKeyOptions): Promise<string> {
  if (options.secretKey !== null) return options.secretKey;
  if (options.databaseUrl !== null)
    throw new AppError('SECRET_KEY is missing: with DATABASE_URL set it cannot be kept beside the data.', {
      code: 'config',
      hint: 'Make one with: openssl rand -hex 32',
    });
  const directory = resolve(options.dataDir);
  const path = join(directory, FILE);
  try {
    return (await readKey(path)) ?? (await makeKey(directory, path));
  } catch (error) {
    throw error instanceof AppError ? error : unusable(path, error);
  }
}

// --- Internal helpers ---

/** Null when there is no file yet. */
async function readKey(path: string): Promise<string | null> {
  for (let looks = 1; ; looks += 1) {
    const content = contentOf(path);
    if (content === null) return null;
    if (KEY.test(content)) return content;
    if (content !== '' || looks === LOOKS) throw noKey(path);
    await sleep(LOOK_EVERY_MS);
  }
}

function contentOf(path: string): string | null {
  try {
    const content = readFileSync(path, 'utf8').trim();
    closeToOthers(path);
    return content;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A restored backup may have opened it to others. Somebody else's file is theirs to close. */
function closeToOthers(path: string): void {
  try {
    if ((statSync(path).mode & OTHERS) !== 0) chmodSync(path, OWNER_ONLY);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
  }
}

/** Of several makers one wins; the others take the winner's key. */
async function makeKey(directory: string, path: string): Promise<string> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const key = randomBytes(KEY_BYTES).toString('hex');
  if (publish(directory, path, `${key}\n`)) return key;
  const winner = await readKey(path);
  if (winner === null) throw noKey(path);
  return winner;
}

/** A link appears with its whole content or not at all; file systems without links get a plain exclusive write. */
function publish(directory: string, path: string, content: string): boolean {
  const temporary = join(directory, `.secret-${randomUUID()}.tmp`);
  writeFileSync(temporary, content, { mode: OWNER_ONLY, flag: 'wx', flush: true });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  } finally {
    rmSync(temporary, { force: true });
  }
  try {
    writeFileSync(path, content, { mode: OWNER_ONLY, flag: 'wx', flush: true });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function noKey(path: string): AppError {
  return new AppError(`The file ${path} holds no key of Broadsheet.`, {
    code: 'config',
    hint: 'Put it back from a backup. Without the old key, saved papers and opinions are nobody’s any more.',
  });
}

function unusable(path: string, error: unknown): AppError {
  const reason = codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM' ? 'no permission' : messageOf(error);
  return new AppError(`The key file ${path} cannot be read or made: ${reason}.`, {
    code: 'config',
    hint: 'Run as the user who owns it, or set SECRET_KEY.',
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
