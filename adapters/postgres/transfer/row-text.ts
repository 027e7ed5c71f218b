import { createHash } from 'node:crypto';
import { quoted, tableName, type Column } from './tables.js';
import type { Query } from '../sql.js';

/** How many rows a table has, and the sum of their hashes, 16 hex digits: the same in whatever order the rows come. */
export interface Census {
  readonly rows: number;
  readonly hash: string;
}

/** Values in one spelling, whatever the session or the server is set to; for the transaction. */
export const ONE_SPELLING: readonly string[] = [
  "set local timezone = 'UTC'",
  "set local datestyle = 'ISO, YMD'",
  "set local intervalstyle = 'postgres'",
  "set local bytea_output = 'hex'",
  'set local extra_float_digits = 1',
];

/** SQL: one row as a line of JSON, an array of every column's text, so that each value comes back to the byte. */
export function rowLine(columns: readonly Column[]): string {
  return `to_json(array[${columns.map(({ name }) => `t.${quoted(name)}::text`).join(', ')}])::text`;
}

/** Counts what rows there are; the same figures as `takeCensus` of the same rows. */
export function createCensus(): { add(line: Uint8Array): void; result(): Census } {
  let rows = 0;
  let sum = 0n;
  return {
    add: (line) => {
      rows += 1;
      sum += createHash('sha256').update(line).digest().readBigInt64BE();
    },
    result: () => ({ rows, hash: hex(sum) }),
  };
}

/** The census of a table as it stands in the database, in a transaction of `ONE_SPELLING`. */
export async function takeCensus(query: Query, table: string, columns: readonly Column[]): Promise<Census> {
  const rows = await query<{ rows: number; sum: string }>(
    `select count(*) as rows, coalesce(sum(
       ('x' || encode(substr(sha256(convert_to(line, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint), 0)::text as sum
     from (select ${rowLine(columns)} as line from ${tableName(table)} t) l`,
  );
  const { rows: count = 0, sum = '0' } = rows[0] ?? {};
  return { rows: count, hash: hex(BigInt(sum)) };
}

function hex(sum: bigint): string {
  return BigInt.asUintN(64, sum).toString(16).padStart(16, '0');
}
