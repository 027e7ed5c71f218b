import type pg from 'pg';
import type { Logger } from '../../src/ports/logger.js';
import { isAway } from './connect-faults.js';
import { MIGRATION_LOCK } from './migrate.js';
import type { Sql } from './sql.js';

/** An SQL expression: in how many bits a column differs from a parameter. */
export type SignDistance = (column: string, parameter: string, bits: number) => string;

/** PostgreSQL's own, of every server since 14. */
const plain: SignDistance = (column, parameter) => `bit_count(${column} # ${parameter}::varbit)`;

/**
 * Creates the extension `vector` (pgvector) where the database has it: it goes through 80,000 papers in
 * 38 ms instead of 48 (PGlite 0.5.14, two busy cores). Without it search by meaning finds the same.
 */
export async function prepareVectors(pool: pg.Pool, logger: Logger): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const fault = await tryExtension(client);
    await client.query('commit');
    client.release();
    logger.debug({ pgvector: fault === null, fault }, 'vectors ready');
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Which way there is; asked once per store. */
export function lookForVectors(sql: Sql): () => Promise<SignDistance> {
  let known: Promise<SignDistance> | undefined;
  return () => (known ??= look(sql).catch(forget));

  function forget(error: unknown): never {
    known = undefined;
    throw error;
  }
}

// --- Internal helpers ---

/** @returns what stands in the way, null when nothing does */
async function tryExtension(client: pg.PoolClient): Promise<string | null> {
  const { rows } = await client.query<{ there: boolean; available: boolean }>(
    `select exists (select from pg_extension where extname = 'vector') as there,
       exists (select from pg_available_extensions where name = 'vector') as available`,
  );
  if (rows[0]?.there === true) return null;
  if (rows[0]?.available !== true) return 'the extension vector is not installed';
  await client.query('savepoint vectors');
  try {
    await client.query('create extension vector with schema public');
    await client.query('release savepoint vectors');
    return null;
  } catch (error) {
    if (isAway(error)) throw error;
    await client.query('rollback to savepoint vectors');
    return error instanceof Error ? error.message : String(error);
  }
}

/** The operator on bits came with pgvector 0.7; an older one is as good as none. */
async function look(sql: Sql): Promise<SignDistance> {
  const rows = await sql.query<{ schema: string }>(
    `select quote_ident(n.nspname) as schema from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
     where o.oprname = '<~>' and o.oprleft = 'bit'::regtype and o.oprright = 'bit'::regtype`,
  );
  const schema = rows[0]?.schema;
  if (schema === undefined) return plain;
  return (column, parameter, bits) => `${column} operator(${schema}.<~>) ${parameter}::bit(${String(bits)})`;
}
