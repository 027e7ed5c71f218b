import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDirectory } from '../../adapters/postgres/lock.js';
import { readLock, takeLock, type LockRecord } from '../../adapters/postgres/lock-file.js';
import { thisProcess } from '../../adapters/postgres/process-identity.js';
import { silentLogger } from '../support/silent-logger.js';

describe('the lock of a data directory', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'broadsheet-lock-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const lock = (role: 'bot' | 'tool' = 'bot', silentMs = 1_000) =>
    lockDirectory({ directory, version: '1', role, waitMs: 300, silentMs, logger: silentLogger });
  const leave = (content: Partial<LockRecord>) => {
    const record = {
      ...thisProcess(),
      version: '1',
      role: 'bot',
      socketDir: null,
      released: false,
      ...content,
    };
    const path = join(directory, 'lock-7.json');
    writeFileSync(path, JSON.stringify(record));
    return path;
  };

  it('refuses itself a second time, and is free after its release', async () => {
    const owned = await lock();
    await expect(lock()).rejects.toMatchObject({ code: 'already-running' });
    if (owned.kind === 'owner') owned.release();
    const again = await lock();
    expect(again.kind).toBe('owner');
    if (again.kind === 'owner') again.release();
  });

  it('waits a moment for a bot that is just stopping', async () => {
    const stopping = await lock();
    const next = lockDirectory({
      directory,
      version: '1',
      role: 'bot',
      waitMs: 15_000,
      logger: silentLogger,
    });
    if (stopping.kind === 'owner') setTimeout(() => stopping.release(), 200);
    const owned = await next;
    expect(owned.kind).toBe('owner');
    if (owned.kind === 'owner') owned.release();
  });

  it('names where a bot can be reached to a tool, once it can', async () => {
    const owned = await lock();
    await expect(lock('tool')).rejects.toMatchObject({ code: 'already-running', retryable: true });
    if (owned.kind === 'owner') owned.announce('/tmp/broadsheet-db-x');
    expect(await lock('tool')).toEqual({
      kind: 'guest',
      socketDir: '/tmp/broadsheet-db-x',
      pid: process.pid,
    });
    if (owned.kind === 'owner') owned.release();
  });

  it('takes over from a dead process, and from an earlier process with this pid', async () => {
    leave({ pid: 2 ** 22 + 1 });
    const first = await lock();
    expect(first.kind).toBe('owner');
    if (first.kind === 'owner') first.release();
    leave({ startedAt: 'earlier' });
    // The highest number counts, so the file left behind is an old one now.
    expect(readLock(directory)?.number).toBe(8);
  });

  it('takes over from its own pid of an earlier start, as the first process of a container has it', async () => {
    leave({ startedAt: 'earlier' });
    const owned = await lock();
    expect(owned.kind).toBe('owner');
    if (owned.kind === 'owner') owned.release();
  });

  it.each([{ host: 'another-machine' }, { pidSpace: 'another-container' }])(
    'takes an owner it cannot see (%o) for dead only when its file stands still',
    async (place) => {
      const path = leave(place);
      const beat = setInterval(() => utimesSync(path, new Date(), new Date()), 200);
      try {
        // Far longer than the distance of two beats, whatever holds them up.
        await expect(lock('bot', 20_000)).rejects.toMatchObject({ code: 'already-running' });
        await expect(lock('tool', 20_000)).rejects.toMatchObject({ code: 'already-running' });
      } finally {
        clearInterval(beat);
      }
      const owned = await lock();
      expect(owned.kind).toBe('owner');
      if (owned.kind === 'owner') owned.release();
    },
  );

  it('survives a file that was cut off while being written', async () => {
    writeFileSync(join(directory, 'lock-7.json'), '{"pid":');
    const owned = await lock();
    expect(owned.kind).toBe('owner');
    if (owned.kind === 'owner') owned.release();
  });

  it('gives one number to one taker, and nothing to a taker that looked too long ago', () => {
    const record: LockRecord = {
      ...thisProcess(),
      version: '1',
      role: 'bot',
      socketDir: null,
      released: false,
    };
    expect(takeLock(directory, 1, record)).toBe(true);
    expect(takeLock(directory, 1, record)).toBe(false);
    expect(takeLock(directory, 2, record)).toBe(true);
    expect(takeLock(directory, 3, record)).toBe(true);
    expect(takeLock(directory, 2, record)).toBe(false);
    expect(readLock(directory)?.number).toBe(3);
  });

  it('shows that it lives by the time of its file', async () => {
    const owned = await lock();
    const { number } = readLock(directory)!;
    const path = join(directory, `lock-${number}.json`);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      pid: process.pid,
      version: '1',
      role: 'bot',
    });
    utimesSync(path, new Date(0), new Date(0));
    await expect.poll(() => readLock(directory)?.touchedMs, { timeout: 10_000 }).toBeGreaterThan(1_000);
    if (owned.kind === 'owner') owned.release();
  });
});
