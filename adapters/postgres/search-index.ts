import type pg from 'pg';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { isAway } from './connect-faults.js';
import { MIGRATION_LOCK } from './migrate.js';
import { patient } from './pools.js';
import type { Sql } from './sql.js';

/** The index that finds candidates: BM25 of `pg_textsearch`, whose operators live in `schema`, or PostgreSQL's own full text. */
export type SearchIndex = { readonly kind: 'bm25'; readonly schema: string } | { readonly kind: 'full-text' };

/** A word of the title counts three times one of the abstract; of a hundred authors the first are enough here. */
export const BM25_LINE = `(title_words || ' ' || title_words || ' ' || title_words || ' ' || text_words || ' ' || left(name_words, 2000))`;
export const BM25_INDEX = 'broadsheet.search_papers_bm25';
/** The words are folded already: the configuration `simple` leaves them alone. */
export const FULL_TEXT = `to_tsvector('simple', title_words || ' ' || text_words || ' ' || left(name_words, 2000))`;
/** Far more than a large catalogue on a slow machine takes. */
const INDEX_LIMIT_MS = 15 * 60_000;
/** Rights, locks, cancelled statements, lack of room: they say nothing of an index that is there. (SQLSTATE, PostgreSQL appendix A) */
const PASSING = /^(?:42501|40|53|55P03|57)/;
const FULL_TEXT_INDEX = 'broadsheet.search_papers_text';

/**
 * Makes the index over the words of papers, and takes away the kind that is not used. BM25 where the extension can be
 * created and answers, else PostgreSQL's full text; a server that never had the extension is fine. Takes half a minute
 * for 80,000 papers when the kind changes, else milliseconds.
 * @throws AppError `database` when the extension was there and has gone: nothing can be saved beside its index
 */
export async function prepareSearchIndex(pool: pg.Pool, logger: Logger): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const fault = await tryBm25(client);
    if (fault === null) await client.query(`drop index if exists ${FULL_TEXT_INDEX}`);
    else {
      await dropBm25(client, fault);
      await makeIndex(
        client,
        FULL_TEXT_INDEX,
        `create index search_papers_text on broadsheet.search_papers using gin (${FULL_TEXT})`,
      );
    }
    await client.query('commit');
    client.release();
    logger.debug({ index: fault === null ? 'bm25' : 'full text', fault }, 'search index ready');
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Which index there is; asked once per store, because a process may come beside the one that made it. */
export function lookForIndex(sql: Sql): () => Promise<SearchIndex> {
  let known: Promise<SearchIndex> | undefined;
  return () => (known ??= look(sql).catch(forget));

  function forget(error: unknown): never {
    known = undefined;
    throw error;
  }
}

// --- Internal helpers ---

/** @returns what stands in the way, null when nothing does */
async function tryBm25(client: pg.PoolClient): Promise<string | null> {
  const { rows } = await client.query<{ there: boolean }>(
    `select exists (select from pg_available_extensions where name = 'pg_textsearch') as there`,
  );
  if (rows[0]?.there !== true) return 'the extension pg_textsearch is not installed';
  const before = await isThere(client, BM25_INDEX);
  await client.query('savepoint bm25');
  try {
    await client.query('create extension if not exists pg_textsearch with schema public');
    await makeIndex(
      client,
      BM25_INDEX,
      `create index search_papers_bm25 on broadsheet.search_papers
       using bm25 (${BM25_LINE}) with (text_config = 'simple', b = 0.4)`,
    );
    const schema = await schemaOf((text) => client.query(text));
    if (schema !== null) await client.query(bm25Scan(schema, 'paper_id', ''), ['paper', 1]);
    await client.query('release savepoint bm25');
    return schema === null ? 'the extension has no schema' : null;
  } catch (error) {
    // A database that went away says nothing of the extension.
    if (isAway(error)) throw error;
    if (before && PASSING.test(codeOf(error))) throw unread(error);
    await client.query('rollback to savepoint bm25');
    return error instanceof Error ? error.message : String(error);
  }
}

/** Only the owner may say "create … if not exists", also when it does: so it is looked for first. */
async function makeIndex(client: pg.PoolClient, name: string, statement: string): Promise<void> {
  if (!(await isThere(client, name))) await client.query(patient(statement, INDEX_LIMIT_MS));
}

async function isThere(client: pg.PoolClient, name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    name,
  ]);
  return rows[0]?.there === true;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function unread(cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError(`The search index of pg_textsearch is there but could not be read: ${reason}.`, {
    code: 'database',
    hint: "Grant the bot's role the rights on the schema broadsheet, or start again when the database is less busy; the index was left as it is.",
    cause,
  });
}

async function dropBm25(client: pg.PoolClient, fault: string): Promise<void> {
  try {
    await client.query(`drop index if exists ${BM25_INDEX}`);
  } catch (cause) {
    throw new AppError(`The database has a search index of pg_textsearch that it cannot use: ${fault}.`, {
      code: 'database',
      hint: 'Install the extension again and name it in shared_preload_libraries of the server.',
      cause,
    });
  }
}

/**
 * The best papers of an index scan. $1: words with one space between, $2: how many. Without the score: asked for in
 * the select list it is computed again outside the index, 0.2 ms a row.
 */
export function bm25Scan(schema: string, columns: string, where: string): string {
  return `select ${columns} from broadsheet.search_papers s ${where}
    order by ${BM25_LINE} operator(${schema}.<@>) ${schema}.to_bm25query($1, '${BM25_INDEX}') limit $2`;
}

async function look(sql: Sql): Promise<SearchIndex> {
  const rows = await sql.query<{ bm25: boolean }>(`select to_regclass('${BM25_INDEX}') is not null as bm25`);
  const schema =
    rows[0]?.bm25 === true ? await schemaOf(async (text) => ({ rows: await sql.query(text) })) : null;
  return schema === null ? { kind: 'full-text' } : { kind: 'bm25', schema };
}

async function schemaOf(
  ask: (text: string) => Promise<{ readonly rows: readonly { readonly schema: string }[] }>,
): Promise<string | null> {
  const { rows } = await ask(
    `select quote_ident(n.nspname) as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     where e.extname = 'pg_textsearch'`,
  );
  return rows[0]?.schema ?? null;
}
