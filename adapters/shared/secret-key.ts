import { randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src/errors.js';

export interface SecretKeyOptions {
  /** SECRET_KEY; null when it is not set. */
  readonly secretKey: string | null;
  /** SECRET_KEY_PREVIOUS; null when it is not set. */
  readonly previousSecretKey: string | null;
  /** Null when the database is the embedded one: then a key may be kept beside it. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

export interface SecretKeys {
  /** The one that seals. */
  readonly current: string;
  /** Those that open what was sealed before, or by somebody who rotates right now. */
  readonly others: readonly string[];
}

const FILE = 'secret.key';
const PREVIOUS = 'secret.previous.key';
/** There while somebody rotates; left over when that was interrupted. */
const NEXT = 'secret.next.key';
/** A key on its way to its file; left over when its maker was killed. */
const TEMPORARY = /^\.secret-[\w-]+\.tmp$/;
/** Making a key takes a moment: a copy older than this is nobody's. */
const LEFT_BEHIND_MS = 60_000;
const KEY_BYTES = 32;
const KEY = /^[a-f0-9]{64}$/;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;
/** On a file system without links the file is there a moment before its content. */
const LOOKS = 10;
const LOOK_EVERY_MS = 50;

/**
 * The key that seals and those that still open: SECRET_KEY and SECRET_KEY_PREVIOUS, else the ones in `DATA_DIR`.
 * `secret.key` is made there at the first call, readable by its owner alone. Whoever comes at the same time (the
 * command line beside a starting bot) gets the same one.
 * @throws AppError `config` when there is none and none may be made, or a file cannot be read, written or understood
 */
export async function openSecretKeys(options: SecretKeyOptions): Promise<SecretKeys> {
  const { secretKey, previousSecretKey } = options;
  if (secretKey !== null)
    return { current: secretKey, others: previousSecretKey === null ? [] : [previousSecretKey] };
  if (options.databaseUrl !== null)
    throw new AppError('SECRET_KEY is missing: with DATABASE_URL set it cannot be kept beside the data.', {
      code: 'config',
      hint: 'Make one with: openssl rand -hex 32',
    });
  const directory = resolve(options.dataDir);
  return withKeyFile(join(directory, FILE), async (path) => {
    // In the order in which a rotation moves a key, so that none is missed on its way.
    const next = await readKey(join(directory, NEXT));
    const current = (await readKey(path)) ?? (await makeKey(directory, path));
    const previous = await readKey(join(directory, PREVIOUS));
    return { current, others: [next, previous].filter((key) => key !== null) };
  });
}

/** A rotation of the key file that is under way. */
export interface KeyRotation {
  /** The key to seal with from now on, the old one among the others. */
  readonly keys: SecretKeys;
  /** Makes it so, when everything kept is sealed with the new key. What was sealed before the last rotation opens no more. */
  readonly finish: () => void;
}

/**
 * Begins to replace the key in `DATA_DIR`: the new one is known to everybody who opens the keys from now on. Two who do
 * it at the same time, or one after an interrupted one, work towards the same new key.
 * @throws AppError `config` as `openSecretKeys`
 */
export async function startKeyRotation(dataDir: string): Promise<KeyRotation> {
  const options = { secretKey: null, previousSecretKey: null, databaseUrl: null, dataDir };
  const { current: old, others } = await openSecretKeys(options);
  const directory = resolve(dataDir);
  const path = join(directory, NEXT);
  const next = await withKeyFile(path, async () => (await readKey(path)) ?? makeKey(directory, path));
  return {
    keys: { current: next, others: [...others, old] },
    finish: () => {
      try {
        finishRotation(directory, { old, next });
        dropLeftCopies(directory);
      } catch (error) {
        throw unusable(path, error);
      }
    },
  };
}

/** Deletes the previous key of `DATA_DIR`: what was sealed with it opens no more. @returns false when there was none */
export function dropPreviousKey(dataDir: string): boolean {
  const path = join(resolve(dataDir), PREVIOUS);
  try {
    const found = contentOf(path) !== null;
    rmSync(path, { force: true });
    dropLeftCopies(resolve(dataDir));
    return found;
  } catch (error) {
    throw unusable(path, error);
  }
}

// --- Internal helpers ---

async function withKeyFile<T>(path: string, work: (path: string) => Promise<T>): Promise<T> {
  try {
    return await work(path);
  } catch (error) {
    throw error instanceof AppError ? error : unusable(path, error);
  }
}

function finishRotation(directory: string, { old, next }: { old: string; next: string }): void {
  // Whoever was faster has done both already.
  if (contentOf(join(directory, NEXT)) !== next) return;
  if (contentOf(join(directory, FILE)) === old) replace(directory, join(directory, PREVIOUS), old);
  renameSync(join(directory, NEXT), join(directory, FILE));
}

/** A dropped key must not live on in a copy that a killed process left behind. */
function dropLeftCopies(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (!TEMPORARY.test(name)) continue;
    const path = join(directory, name);
    // Whoever makes one right now may take it away meanwhile.
    const madeAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - madeAt > LEFT_BEHIND_MS) rmSync(path, { force: true });
  }
}

/** The whole new content or the whole old one, whenever the machine stops. */
function replace(directory: string, path: string, key: string): void {
  const temporary = join(directory, `.secret-${randomUUID()}.tmp`);
  writeFileSync(temporary, `${key}\n`, { mode: OWNER_ONLY, flag: 'wx', flush: true });
  renameSync(temporary, path);
}

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
