import type pg from 'pg';

/** All schemas but PostgreSQL's own and the watch's. */
const FOREIGN = `('pg_catalog', 'information_schema', 'row_watch')`;
/** PostgreSQL's deadlock_detected. */
const DEADLOCK = '40P01';

/** Every row of every table, as text: one line for the table's name, then one for each row. */
export async function dumpRows(pool: pg.Pool): Promise<string> {
  const texts = [];
  for (const name of await tablesOf(pool)) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    texts.push(name, ...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

/** What was ever written, not only what is left of it. */
export interface RowWatch {
  /** Every version of every row that was written since the watch began, with its table's name. */
  written(): Promise<readonly string[]>;
  /** Channel and text of every NOTIFY. */
  readonly notified: readonly string[];
  stop(): Promise<void>;
}

/**
 * Keeps a copy of every row that is inserted or changed from now on, in a schema of its own, and hears every NOTIFY on
 * any channel that a function of the database names.
 */
export async function watchRows(pool: pg.Pool): Promise<RowWatch> {
  await pool.query(`
    create schema row_watch;
    create table row_watch.written (id bigint generated always as identity, line text not null);
    create function row_watch.keep() returns trigger language plpgsql as $$
      begin
        insert into row_watch.written (line)
          values (tg_table_schema || '.' || tg_table_name || ' ' || new::text);
        return null;
      end $$;`);
  for (const name of await tablesOf(pool))
    await pool.query(
      `create trigger watched after insert or update on ${name} for each row execute function row_watch.keep()`,
    );
  const notified: string[] = [];
  const client = await pool.connect();
  client.on('notification', ({ channel, payload = '' }) => void notified.push(`${channel} ${payload}`));
  for (const channel of await channelsOf(pool)) await client.query(`listen ${channel}`);
  return {
    notified,
    written: async () => {
      const { rows } = await pool.query<{ line: string }>('select line from row_watch.written order by id');
      return rows.map(({ line }) => line);
    },
    stop: async () => {
      await client.query('unlisten *');
      client.release();
      await dropWatch(pool);
    },
  };
}

// --- Internal helpers ---

async function tablesOf(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema not in ${FOREIGN} and table_type = 'BASE TABLE' order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function channelsOf(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select distinct found[1] as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
       regexp_matches(p.prosrc, 'pg_notify\\(''(\\w+)''', 'g') as found
     where n.nspname not in ${FOREIGN}`,
  );
  return rows.map(({ name }) => name);
}

/** The bot goes on writing to the watched tables: a drop that met it halfway is the one that gives way, and comes again. */
async function dropWatch(pool: pg.Pool, tries = 5): Promise<void> {
  try {
    await pool.query('drop schema row_watch cascade');
  } catch (error) {
    if (tries <= 1 || (error as { code?: string }).code !== DEADLOCK) throw error;
    await dropWatch(pool, tries - 1);
  }
}
