import { randomUUID } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const record = z.object({
  pid: z.number(),
  startedAt: z.string().nullable(),
  host: z.string(),
  pidSpace: z.string().nullable(),
  version: z.string(),
  role: z.enum(['bot', 'tool']),
  /** Folder of the database's socket; null while the database is being opened. */
  socketDir: z.string().nullable(),
  released: z.boolean(),
});

/** What a lock file says of its owner. */
export type LockRecord = z.infer<typeof record>;

/** The lock file that counts: the one with the highest number. */
export interface CurrentLock {
  readonly number: number;
  /** Null when the file cannot be read: its writer died in the act. */
  readonly record: LockRecord | null;
  readonly touchedMs: number;
}

const NAME = /^lock-(\d+)\.json$/;

/**
 * The lock is the highest-numbered `lock-N.json`. Taking over writes number N + 1, which only one can do, and looks
 * again; the owner of the highest number is the owner of the directory. The highest file is never deleted, only
 * marked as released: so two takers of one stale lock cannot both win, whatever their timing.
 */
export function readLock(directory: string): CurrentLock | null {
  const number = highest(directory);
  if (number === 0) return null;
  const path = lockPath(directory, number);
  try {
    const touchedMs = statSync(path).mtimeMs;
    const parsed = record.safeParse(parseJson(readFileSync(path, 'utf8')));
    return { number, record: parsed.success ? parsed.data : null, touchedMs };
  } catch (error) {
    if (isMissing(error)) return readLock(directory);
    throw error;
  }
}

/** @returns whether this call now owns the directory */
export function takeLock(directory: string, number: number, content: LockRecord): boolean {
  const path = lockPath(directory, number);
  if (!writeExclusive(directory, path, content)) return false;
  if (highest(directory) !== number) {
    rmSync(path, { force: true });
    return false;
  }
  for (const older of numbers(directory))
    if (older < number) rmSync(lockPath(directory, older), { force: true });
  return true;
}

/** Rewrites one's own lock in one step. */
export function writeLock(directory: string, number: number, content: LockRecord): void {
  const temporary = temporaryPath(directory);
  writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 });
  renameSync(temporary, lockPath(directory, number));
}

export function lockPath(directory: string, number: number): string {
  return join(directory, `lock-${number}.json`);
}

/** A link appears with its whole content or not at all; file systems without links get a plain exclusive write. */
function writeExclusive(directory: string, path: string, content: LockRecord): boolean {
  const temporary = temporaryPath(directory);
  const text = JSON.stringify(content);
  writeFileSync(temporary, text, { mode: 0o600 });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  } finally {
    rmSync(temporary, { force: true });
  }
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function temporaryPath(directory: string): string {
  return join(directory, `.lock-${randomUUID()}.tmp`);
}

function highest(directory: string): number {
  return Math.max(0, ...numbers(directory));
}

function numbers(directory: string): number[] {
  return readdirSync(directory).flatMap((name) => {
    const match = NAME.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
