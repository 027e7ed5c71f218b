import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type DatabaseProcess,
  type ProcessOptions,
  startDatabaseProcess,
} from '../support/database-process.js';
import { freshDataDir } from '../support/embedded-template.js';

describe('one owner of a data directory', { timeout: 90_000 }, () => {
  const started: DatabaseProcess[] = [];
  const directories: string[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((process) => process.kill()));
    for (const directory of directories.splice(0)) {
      // A killed owner leaves its socket behind for the next one to remove; here there is none.
      const { socketDir } = readLock(directory);
      if (typeof socketDir === 'string') rmSync(socketDir, { recursive: true, force: true });
      rmSync(directory, { recursive: true, force: true });
    }
  });

  const dataDirectory = async () => {
    const directory = await freshDataDir();
    directories.push(directory);
    return directory;
  };
  const start = (options: ProcessOptions) => {
    const process = startDatabaseProcess(options);
    started.push(process);
    return process;
  };
  const lockFiles = (dataDir: string) => readdirSync(dataDir).filter((name) => name.startsWith('lock-'));
  const readLock = (dataDir: string) =>
    JSON.parse(readFileSync(join(dataDir, lockFiles(dataDir)[0]!), 'utf8')) as Record<string, unknown>;
  const overwriteLock = (dataDir: string, content: unknown) => {
    writeFileSync(join(dataDir, lockFiles(dataDir)[0]!), JSON.stringify(content));
  };

  it('refuses a second bot with the pid, the directory and the repair, and loses nothing of the first', async () => {
    const dataDir = await dataDirectory();
    const first = start({ dataDir, role: 'bot' });
    expect(await first.opening).toMatchObject({ kind: 'open' });
    await first.query('create table public.rows (n int)');
    const second = start({ dataDir, role: 'bot' });
    const writing = (async () => {
      for (let n = 0; n < 50; n += 1) await first.query(`insert into public.rows values (${n})`);
    })();
    const refusal = await second.opening;
    expect(refusal).toMatchObject({ kind: 'refused', code: 'already-running' });
    if (refusal.kind !== 'refused') return;
    expect(refusal.message).toContain(String(first.pid));
    expect(refusal.message).toContain(dataDir);
    expect(refusal.hint).toContain(`kill ${first.pid}`);
    await writing;
    await first.kill();
    const third = start({ dataDir, role: 'bot' });
    expect(await third.opening).toMatchObject({ kind: 'open' });
    expect(await third.query('select count(*)::int as n from public.rows')).toEqual([{ n: 50 }]);
    await third.close();
    expect(readLock(dataDir)).toMatchObject({ released: true });
  });

  it('lets exactly one of many takers of a stale lock win', async () => {
    const dataDir = await dataDirectory();
    const killed = start({ dataDir, role: 'bot' });
    await killed.opening;
    await killed.kill();
    const takers = Array.from({ length: 5 }, () => start({ dataDir, role: 'bot' }));
    const openings = await Promise.all(takers.map((taker) => taker.opening));
    expect(openings.filter((opening) => opening.kind === 'open')).toHaveLength(1);
    expect(lockFiles(dataDir)).toHaveLength(1);
  });

  it('lets a tool read and write beside a running bot', async () => {
    const dataDir = await dataDirectory();
    const bot = start({ dataDir, role: 'bot' });
    // The bot has the directory already, and is still opening the database.
    await vi.waitUntil(() => lockFiles(dataDir).length > 0, { timeout: 30_000, interval: 5 });
    const tool = start({ dataDir, role: 'tool' });
    expect(await bot.opening).toMatchObject({ kind: 'open' });
    expect(await tool.opening).toMatchObject({ kind: 'open' });
    await tool.query("insert into broadsheet.paces values ('from-tool', now())");
    expect(await bot.query('select name from broadsheet.paces')).toEqual([{ name: 'from-tool' }]);
    await tool.close();
    expect(readLock(dataDir)).toMatchObject({ pid: bot.pid, role: 'bot', released: false });
    await bot.close();
  });

  it('refuses a tool of another version than the bot’s', async () => {
    const dataDir = await dataDirectory();
    const bot = start({ dataDir, role: 'bot', version: '1.0.0' });
    await bot.opening;
    const tool = start({ dataDir, role: 'tool', version: '1.1.0' });
    const refusal = await tool.opening;
    expect(refusal).toMatchObject({ kind: 'refused', code: 'version-mismatch' });
    if (refusal.kind === 'refused') expect(refusal.message).toMatch(/1\.0\.0.*1\.1\.0/);
  });

  it('has a starting bot wait for a tool, and give up after its time', async () => {
    const dataDir = await dataDirectory();
    const tool = start({ dataDir, role: 'tool' });
    expect(await tool.opening).toMatchObject({ kind: 'open' });
    const hasty = start({ dataDir, role: 'bot', waitForOwnerMs: 300 });
    expect(await hasty.opening).toMatchObject({ kind: 'refused', code: 'already-running' });
    const patient = start({ dataDir, role: 'bot' });
    await tool.query("insert into broadsheet.paces values ('from-tool', now())");
    await tool.close();
    expect(await patient.opening).toMatchObject({ kind: 'open' });
    expect(await patient.query('select name from broadsheet.paces')).toEqual([{ name: 'from-tool' }]);
    await patient.close();
  });

  it('leaves a usable directory when killed while the files are first being made', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-data-'));
    directories.push(dataDir);
    const first = start({ dataDir, role: 'bot' });
    await vi.waitUntil(() => existsSync(join(dataDir, 'database.new', 'PG_VERSION')), { timeout: 60_000 });
    await first.kill();
    expect(readdirSync(dataDir)).not.toContain('database');
    const second = start({ dataDir, role: 'bot' });
    expect(await second.opening).toMatchObject({ kind: 'open' });
    expect(await second.query('select count(*)::int as n from broadsheet.papers')).toEqual([{ n: 0 }]);
    await second.close();
  });

  it('does not take a process that got the pid of the dead owner for the owner', async () => {
    const dataDir = await dataDirectory();
    const bot = start({ dataDir, role: 'bot' });
    await bot.opening;
    const lock = readLock(dataDir);
    await bot.kill();
    // This test's own process has that pid by now, and it started at another time.
    overwriteLock(dataDir, { ...lock, pid: process.pid });
    const next = start({ dataDir, role: 'bot' });
    expect(await next.opening).toMatchObject({ kind: 'open' });
    await next.close();
  });

  it('respects an owner that is stopped, not dead', async () => {
    const dataDir = await dataDirectory();
    const bot = start({ dataDir, role: 'bot' });
    await bot.opening;
    bot.signal('SIGSTOP');
    expect(await start({ dataDir, role: 'bot' }).opening).toMatchObject({ code: 'already-running' });
  });
});
