import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { AppError } from '../../src/errors.js';
import { packageRoot } from '../shared/package-root.js';
import { patient } from './pools.js';
import type { Query } from './sql.js';

/** Serialises programs that start on one database at the same time; the number spells BSHT. */
export const MIGRATION_LOCK = 0x42534854;

/** A migration may build an index over all papers. */
const MIGRATION_LIMIT_MS = 15 * 60_000;

const APPLIED = 'select coalesce(max(version), 0)::int as version from broadsheet.migrations';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the schema `broadsheet` up to this program's version, in one transaction and under a lock.
 * @returns how many migrations were applied
 * @throws AppError `version-mismatch` when the schema is of a newer program
 */
export async function migrate(pool: pg.Pool): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const count = await migrateIn(client);
    await client.query('commit');
    client.release();
    return count;
  } catch (error) {
    // Closing the connection rolls back, also when it is the connection that failed.
    client.release(true);
    throw error;
  }
}

/** Number of this program's last migration. */
export function newestSchema(): number {
  return readMigrations().at(-1)?.version ?? 0;
}

/** Number of the last migration that the database has seen. */
export async function appliedSchema(query: Query): Promise<number> {
  const rows = await query<{ version: number }>(APPLIED);
  return rows[0]?.version ?? 0;
}

/** The body of `migrate`, in its transaction and under its lock. @param upTo the last one to apply; all by default */
export async function migrateIn(client: pg.PoolClient, upTo = Infinity): Promise<number> {
  const migrations = readMigrations();
  const applied = await appliedVersion(client);
  const newest = migrations.at(-1)?.version ?? 0;
  if (applied > newest)
    throw new AppError(`The database has schema version ${applied}, this program knows ${newest}.`, {
      code: 'version-mismatch',
      hint: 'Start the newer program, or restore a backup made before the update.',
    });
  const pending = migrations.filter(({ version }) => version > applied && version <= upTo);
  for (const { version, name, sql } of pending) {
    await client.query(patient(sql, MIGRATION_LIMIT_MS));
    await client.query('insert into broadsheet.migrations (version, name) values ($1, $2)', [version, name]);
  }
  return pending.length;
}

/** Creates the schema only when it is missing: the right to create it is then needed once, not at every start. */
async function appliedVersion(client: pg.PoolClient): Promise<number> {
  const found = await client.query<{ known: boolean }>(
    "select to_regclass('broadsheet.migrations') is not null as known",
  );
  if (found.rows[0]?.known !== true)
    await client.query(`
      create schema if not exists broadsheet;
      create table broadsheet.migrations (
        version integer primary key,
        name text not null,
        applied_at timestamptz not null default now()
      );`);
  const { rows } = await client.query<{ version: number }>(APPLIED);
  return rows[0]?.version ?? 0;
}

function readMigrations(): readonly Migration[] {
  const folder = join(packageRoot(import.meta.url), 'adapters', 'postgres', 'migrations');
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort()
    .map((name) => ({
      version: Number(name.slice(0, 4)),
      name,
      sql: readFileSync(join(folder, name), 'utf8'),
    }));
}
