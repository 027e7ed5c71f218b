import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createStores, type Database, openDatabase } from '../../adapters/postgres/index.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import { silentLogger } from '../support/silent-logger.js';

describe('the embedded database', { timeout: 90_000 }, () => {
  const open = new Set<Database>();
  const directories: string[] = [];
  afterEach(async () => {
    for (const database of open) await database.close();
    open.clear();
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  });

  const openIn = async (dataDir: string, worker: URL = workerUrl) => {
    const database = await openDatabase({
      databaseUrl: null,
      dataDir,
      version: '1',
      role: 'bot',
      logger: silentLogger,
      workerUrl: worker,
    });
    open.add(database);
    return database;
  };
  const temporary = () => {
    const directory = mkdtempSync(join(tmpdir(), 'broadsheet-data-'));
    directories.push(directory);
    return directory;
  };
  const fresh = async () => {
    const directory = await freshDataDir();
    directories.push(directory);
    return directory;
  };

  it('keeps its socket to its owner and removes it at the end', async () => {
    const database = await openIn(await fresh());
    const folder = database.pool.options.host ?? '';
    expect(dirname(folder)).toBe(tmpdir());
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const socket = join(folder, readdirSync(folder)[0]!);
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    await database.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('keeps what was stored, and can be closed twice', async () => {
    const dataDir = await fresh();
    const database = await openIn(dataDir);
    await createStores(database.pool).sources.remember('https://example.org', { etag: '"1"' });
    await database.maintain();
    await database.close();
    await database.close();
    const again = await openIn(dataDir);
    expect(await createStores(again.pool).sources.validators('https://example.org')).toEqual({ etag: '"1"' });
  });

  it('has BullMQ’s schema on the search path of every connection', async () => {
    const database = await openIn(await fresh());
    const { rows } = await database.queuePool().query<{ search_path: string }>('show search_path');
    expect(rows[0]?.search_path).toMatch(/^bullmq/);
    expect(database.queuePool()).toBe(database.queuePool());
  });

  it('says in a sentence when the data directory is a file, or lies below one', async () => {
    const file = join(temporary(), 'file');
    writeFileSync(file, '');
    for (const dataDir of [file, join(file, 'below')])
      await expect(openIn(dataDir)).rejects.toMatchObject({
        code: 'config',
        message: `The data directory ${dataDir} cannot be used: it is not a directory.`,
        hint: expect.stringContaining('DATA_DIR') as string,
      });
  });

  it('says so when the data directory may not be written to', async () => {
    const dataDir = temporary();
    chmodSync(dataDir, 0o500);
    // Root may write anywhere but to the kernel's own tree.
    const closed = process.getuid?.() === 0 ? '/sys/broadsheet' : dataDir;
    await expect(openIn(closed)).rejects.toMatchObject({
      code: 'config',
      message: /no permission|read-only/,
    });
  });

  it('refuses damaged files with their place and the repair, and gives the directory free again', async () => {
    const dataDir = await fresh();
    writeFileSync(join(dataDir, 'database', 'global', 'pg_control'), 'damaged');
    const attempt = openIn(dataDir);
    await expect(attempt).rejects.toMatchObject({ code: 'database', hint: /backup/ });
    await expect(attempt).rejects.toThrow(join(dataDir, 'database'));
    rmSync(join(dataDir, 'database'), { recursive: true });
    await (await openIn(dataDir)).ping();
  });

  it('does not make a database over something else', async () => {
    const dataDir = temporary();
    mkdirSync(join(dataDir, 'database'));
    writeFileSync(join(dataDir, 'database', 'thesis.txt'), 'only copy');
    await expect(openIn(dataDir)).rejects.toMatchObject({ code: 'database', message: /PG_VERSION/ });
    expect(readdirSync(join(dataDir, 'database'))).toEqual(['thesis.txt']);
  });

  it('refuses a schema that is newer than this program', async () => {
    const dataDir = await fresh();
    const database = await openIn(dataDir);
    await database.pool.query("insert into broadsheet.migrations (version, name) values (9999, 'later')");
    await database.close();
    await expect(openIn(dataDir)).rejects.toMatchObject({ code: 'version-mismatch', message: /9999/ });
  });

  it('starts its thread again when it breaks down, and loses nothing', async () => {
    const dataDir = await fresh();
    const flag = join(dataDir, 'broke');
    const code = `
      import { existsSync, watch, writeFileSync } from 'node:fs';
      watch(${JSON.stringify(dataDir)}, (event, name) => { if (name === 'broke') process.exit(1); });
      await import(${JSON.stringify(workerUrl.href)});`;
    const database = await openIn(dataDir, new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    const { sources } = createStores(database.pool);
    await sources.remember('https://example.org', { etag: '"1"' });
    writeFileSync(flag, '');
    await expect
      .poll(() => database.ping().catch((error: unknown) => error), { timeout: 10_000, interval: 20 })
      .toMatchObject({ code: 'database', retryable: true });
    await expect
      .poll(() => sources.validators('https://example.org').catch(() => null), { timeout: 30_000 })
      .toEqual({ etag: '"1"' });
  });
});
