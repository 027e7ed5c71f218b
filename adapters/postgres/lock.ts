import { utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { type CurrentLock, type LockRecord, lockPath, readLock, takeLock, writeLock } from './lock-file.js';
import { removeSocketFolder } from './data-directory.js';
import { isAlive, thisProcess } from './process-identity.js';

/** How often an owner shows by the file's time that it lives. */
const HEARTBEAT_MS = 2_000;
/** An owner that cannot be seen from here is dead when its file has stood still for so long before our eyes. */
const SILENT_MS = 10_000;
const LOOK_EVERY_MS = 100;

export interface LockOptions {
  readonly directory: string;
  readonly version: string;
  readonly role: 'bot' | 'tool';
  /** How long to wait for somebody who will be done soon. */
  readonly waitMs: number;
  /** How long the file of an owner that cannot be seen from here must stand still. Default 10 s. */
  readonly silentMs?: number;
  readonly logger: Logger;
}

/** A bot that is told to stop gives the directory back within moments; a new one waits that long before it is refused. */
const STOPPING_MS = 3_000;

export interface OwnedLock {
  readonly kind: 'owner';
  /** Tells others where the database can be reached. */
  announce(socketDir: string): void;
  release(): void;
}

/** A bot runs there; its database can be reached at `socketDir`. */
export interface GuestPass {
  readonly kind: 'guest';
  readonly socketDir: string;
  readonly pid: number;
}

/**
 * Becomes the one owner of a data directory, or a tool becomes the guest of the bot that owns it.
 * @throws AppError `already-running` when somebody else has it, `version-mismatch` for a tool of another version
 */
export async function lockDirectory(options: LockOptions): Promise<OwnedLock | GuestPass> {
  const { directory } = options;
  const deadline = Date.now() + options.waitMs;
  const refusedAt = Date.now() + Math.min(options.waitMs, STOPPING_MS);
  for (;;) {
    const current = readLock(directory);
    if (await isFree(directory, current, options.silentMs ?? SILENT_MS)) {
      const owned = take(options, (current?.number ?? 0) + 1);
      if (owned !== null) {
        sweepSocket(current?.record ?? null);
        return owned;
      }
      continue;
    }
    const owner = current?.record ?? null;
    if (owner?.role === 'bot') {
      if (options.role === 'tool') {
        const pass = guestPass(options, owner);
        if (pass !== null) return pass;
      } else if (Date.now() >= refusedAt) throw botRunning(directory, owner);
    }
    if (Date.now() >= deadline) throw stillBusy(directory, owner);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Null while the bot is still opening its database. */
function guestPass({ directory, version }: LockOptions, owner: LockRecord): GuestPass | null {
  if (owner.version !== version) throw otherVersion(directory, owner, version);
  if (isAlive(owner) === null) throw elsewhere(directory, owner);
  return owner.socketDir === null ? null : { kind: 'guest', socketDir: owner.socketDir, pid: owner.pid };
}

async function isFree(directory: string, current: CurrentLock | null, silentMs: number): Promise<boolean> {
  if (current === null) return true;
  const { record } = current;
  if (record === null) return standsStill(directory, current, silentMs);
  if (record.released) return true;
  const alive = isAlive(record);
  return alive === null ? standsStill(directory, current, silentMs) : !alive;
}

/** Watches the file instead of comparing clocks, which may differ between machines. */
async function standsStill(directory: string, first: CurrentLock, silentMs: number): Promise<boolean> {
  const deadline = Date.now() + silentMs;
  while (Date.now() < deadline) {
    await sleep(LOOK_EVERY_MS);
    const now = readLock(directory);
    if (now?.number !== first.number || now.touchedMs !== first.touchedMs) return false;
  }
  return true;
}

function take(options: LockOptions, number: number): OwnedLock | null {
  const { directory, version, role, logger } = options;
  const content: LockRecord = { ...thisProcess(), version, role, socketDir: null, released: false };
  if (!takeLock(directory, number, content)) return null;

  const beat = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(lockPath(directory, number), now, now);
    } catch (error) {
      logger.error(
        { directory, error },
        'The lock file is gone or cannot be touched: a second bot could open the same data. Stop this bot and start it again.',
      );
    }
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    kind: 'owner',
    announce: (socketDir) => writeLock(directory, number, { ...content, socketDir }),
    release: () => {
      clearInterval(beat);
      writeLock(directory, number, { ...content, released: true });
    },
  };
}

/** A killed owner leaves its socket behind. */
function sweepSocket(previous: LockRecord | null): void {
  const folder = previous?.host === hostname() ? previous.socketDir : null;
  if (folder !== null) removeSocketFolder(folder);
}

function botRunning(directory: string, owner: LockRecord): AppError {
  return new AppError(
    `A bot is already running on ${directory}: process ${owner.pid} on ${owner.host}, version ${owner.version}.`,
    {
      code: 'already-running',
      hint: `Stop it (kill ${owner.pid}), or give this one another DATA_DIR or a DATABASE_URL.`,
    },
  );
}

function otherVersion(directory: string, owner: LockRecord, version: string): AppError {
  return new AppError(
    `The bot running on ${directory} (process ${owner.pid}) is version ${owner.version}, this command is ${version}.`,
    {
      code: 'version-mismatch',
      hint: 'Restart the bot with this version, or use the command of its version.',
    },
  );
}

function elsewhere(directory: string, owner: LockRecord): AppError {
  return new AppError(
    `The bot that owns ${directory} runs on ${owner.host} or in another container, out of reach from here.`,
    { code: 'already-running', hint: 'Run this command there (docker exec), or set DATABASE_URL for both.' },
  );
}

function stillBusy(directory: string, owner: LockRecord | null): AppError {
  const who =
    owner === null
      ? 'somebody'
      : `${owner.role === 'bot' ? 'a starting bot' : 'another broadsheet command'}, process ${owner.pid} on ${owner.host},`;
  return new AppError(`The data in ${directory} is still in use: ${who} has not given it back.`, {
    code: 'already-running',
    retryable: true,
    hint: 'Wait for it to end, then try again.',
  });
}
