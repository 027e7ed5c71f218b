import type { Query } from '../sql.js';

export interface MovedTable {
  readonly name: string;
  /** What its rows are called, one and more; null: the program's own bookkeeping, no reason to spare a database. */
  readonly counted: readonly [string, string] | null;
}

/**
 * The tables whose rows move with a database, in an order in which no row comes before one it refers to. Columns are
 * looked up, so that a new one moves along; a new table has to be named here or in `LEFT_BEHIND`.
 */
export const MOVED: readonly MovedTable[] = [
  { name: 'papers', counted: ['paper', 'papers'] },
  { name: 'sightings', counted: ['sighting', 'sightings'] },
  { name: 'channels', counted: ['channel', 'channels'] },
  { name: 'topics', counted: null },
  { name: 'digests', counted: ['digest', 'digests'] },
  { name: 'deliveries', counted: ['message', 'messages'] },
  { name: 'saved_papers', counted: ['saved paper', 'saved papers'] },
  { name: 'feedback', counted: ['opinion', 'opinions'] },
  { name: 'workspaces', counted: ['workspace with settings', 'workspaces with settings'] },
  { name: 'subscribers', counted: ['reader by mail', 'readers by mail'] },
  { name: 'letters', counted: ['letter', 'letters'] },
  { name: 'search_papers', counted: null },
  { name: 'search_words', counted: null },
  { name: 'search_totals', counted: null },
  { name: 'paper_vectors', counted: ['vector', 'vectors'] },
  { name: 'paper_vector_numbers', counted: null },
  { name: 'attention_model', counted: null },
  { name: 'learning_turn', counted: null },
  { name: 'asked', counted: null },
  { name: 'source_state', counted: null },
  { name: 'http_validators', counted: null },
  { name: 'paces', counted: null },
  { name: 'answers', counted: null },
  { name: 'views', counted: null },
  { name: 'facts', counted: null },
  { name: 'retention', counted: null },
];

/** Tables that stay, and why. */
export const LEFT_BEHIND: Readonly<Record<string, string>> = {
  migrations: 'every database keeps its own',
  unfinished_import: 'there only while an import is under way',
  turns: 'turns of the next seconds; not even a crash keeps them',
  leases: 'who is connected now; whoever starts takes it anew',
  refusals: 'counts of the last minutes; not even a crash keeps them',
};

export interface Column {
  readonly name: string;
  /** As PostgreSQL spells it, to cast to. */
  readonly type: string;
}

/** A column that numbers rows by itself. */
export interface Numbered {
  readonly table: string;
  readonly column: string;
}

/** The columns of every table of the schema, in their order. */
export async function columnsOf(query: Query): Promise<ReadonlyMap<string, readonly Column[]>> {
  const rows = await query<{ table: string; name: string; type: string }>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'broadsheet'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     order by c.relname, a.attnum`,
  );
  const tables = new Map<string, Column[]>();
  for (const { table, name, type } of rows) {
    const columns = tables.get(table) ?? [];
    tables.set(table, columns);
    columns.push({ name, type });
  }
  return tables;
}

export function numberedColumns(query: Query): Promise<readonly Numbered[]> {
  return query<Numbered & Record<string, string>>(
    `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'broadsheet'::regnamespace and c.relkind in ('r', 'p') and a.attidentity <> ''
     order by 1, 2`,
  );
}

/** A name from the catalogue, or checked against it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function tableName(name: string): string {
  return `broadsheet.${quoted(name)}`;
}
