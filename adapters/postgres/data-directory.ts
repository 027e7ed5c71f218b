import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  rmdirSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../../src/errors.js';

/** `pg` looks for a socket of this name in the folder given as host, for its default port. */
const SOCKET_NAME = '.s.PGSQL.5432';
const PREFIX = 'broadsheet-db-';
/** Longest socket path: 108 bytes with the closing zero on Linux (unix(7)), 104 on macOS. */
const MAX_SOCKET_PATH = 103;

/**
 * Makes the data directory when it is missing, readable by its owner alone.
 * @returns its absolute path
 * @throws AppError `config` when it is no directory or cannot be written to
 */
export function prepareDataDirectory(dataDir: string): string {
  const directory = resolve(dataDir);
  try {
    makeDirectory(directory);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    // What access() allows, a read-only mount may still refuse.
    rmdirSync(mkdtempSync(join(directory, '.probe-')));
  } catch (error) {
    throw new AppError(`The data directory ${directory} cannot be used: ${reason(error)}.`, {
      code: 'config',
      hint: 'Point DATA_DIR at a directory this user may write to, or set DATABASE_URL.',
      cause: error,
    });
  }
  return directory;
}

/** A folder of its own for the database's socket, closed to other users. Its path must be short. */
export function makeSocketFolder(): { readonly folder: string; readonly socket: string } {
  const wanted = join(tmpdir(), `${PREFIX}XXXXXX`, SOCKET_NAME);
  const parent = Buffer.byteLength(wanted) > MAX_SOCKET_PATH ? '/tmp' : tmpdir();
  const folder = mkdtempSync(join(parent, PREFIX));
  return { folder, socket: join(folder, SOCKET_NAME) };
}

/** Removes a folder of `makeSocketFolder`; leaves every other path alone, since the path may come from a file. */
export function removeSocketFolder(folder: string): void {
  if (!basename(folder).startsWith(PREFIX) || ![tmpdir(), '/tmp'].includes(dirname(folder))) return;
  rmSync(folder, { recursive: true, force: true });
}

/** Level by level: Node's own recursive making never ends where a parent cannot hold folders (`/proc`, Node 20). */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) {
    if (!statSync(directory).isDirectory()) throw Object.assign(new Error('a file'), { code: 'ENOTDIR' });
    return;
  }
  const parent = dirname(directory);
  if (parent !== directory) makeDirectory(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !existsSync(directory)) throw error;
  }
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'it is not a directory';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to write there';
  if (code === 'EROFS') return 'it is on a read-only file system';
  if (code === 'ENOENT') return 'it cannot be made there';
  if (code === 'ENOSPC') return 'the disk is full';
  return error instanceof Error ? error.message : String(error);
}
