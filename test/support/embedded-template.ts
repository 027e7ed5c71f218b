import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../adapters/postgres/index.js';
import { silentLogger } from './silent-logger.js';

/** The compiled database thread: a Worker cannot load TypeScript. */
export const workerUrl = new URL('../../dist/adapters/postgres/embedded-worker.js', import.meta.url);

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A data directory with a migrated, empty embedded database, which takes seconds to make: made once for each state of
 * the migrations, kept in the temporary folder, and copied for each use.
 * @returns a new directory; the caller removes it
 */
export async function freshDataDir(): Promise<string> {
  const template = await templateDir();
  const directory = mkdtempSync(join(tmpdir(), 'broadsheet-data-'));
  cpSync(join(template, 'database'), join(directory, 'database'), { recursive: true });
  return directory;
}

async function templateDir(): Promise<string> {
  if (!existsSync(fileURLToPath(workerUrl)))
    throw new Error('The compiled database thread is missing: run `npm run build` first.');
  const template = join(tmpdir(), `broadsheet-template-${userInfo().uid}-${fingerprint()}`);
  if (existsSync(template)) return template;
  const making = mkdtempSync(join(tmpdir(), 'broadsheet-data-'));
  const database = await openDatabase({
    databaseUrl: null,
    dataDir: making,
    version: 'template',
    role: 'tool',
    logger: silentLogger,
    workerUrl,
  });
  await database.maintain();
  await database.close();
  try {
    renameSync(making, template);
  } catch {
    // Another test process was faster; its template is as good.
    rmSync(making, { recursive: true, force: true });
  }
  return template;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const migrations = join(ROOT, 'adapters', 'postgres', 'migrations');
  for (const name of readdirSync(migrations).sort())
    hash.update(name).update(readFileSync(join(migrations, name)));
  hash.update(readFileSync(join(ROOT, 'node_modules', '@electric-sql', 'pglite', 'package.json')));
  return hash.digest('hex').slice(0, 16);
}
