import type pg from 'pg';
import { AppError } from '../../src/errors.js';
import { statementFault } from './connect-faults.js';
import { patient } from './pools.js';

/** One statement; its rows as the caller declares them. */
export type Query = <T extends pg.QueryResultRow = never>(
  text: string,
  values?: readonly unknown[],
) => Promise<readonly T[]>;

export interface Sql {
  readonly query: Query;
  /**
   * Runs `work` in one transaction; only SQL may be awaited in it, because on the embedded database an open
   * transaction holds everyone up. What `work` throws of its own is thrown on unchanged, after a rollback.
   */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
}

/**
 * @param limitMs how long a statement may take; the pool's own limit by default
 * @throws AppError `database` from every statement that fails, retryable when the database was away
 */
export function createSql(pool: pg.Pool, limitMs?: number): Sql {
  return {
    query: queryOn(pool, limitMs),
    transaction: async (work) => {
      const client = await pool.connect().catch((error: unknown) => {
        throw statementFault(error);
      });
      // A connection lost between two statements must not become an uncaught event; the next statement fails.
      const ignore = (): void => undefined;
      client.on('error', ignore);
      const query = queryOn(client, limitMs);
      let broken = false;
      try {
        await query('begin');
        const result = await work(query);
        await query('commit');
        return result;
      } catch (error) {
        await query('rollback').catch(() => (broken = true));
        throw error;
      } finally {
        client.off('error', ignore);
        client.release(broken);
      }
    },
  };
}

/** @throws as the statements of `createSql` */
export function queryOn(target: pg.Pool | pg.PoolClient, limitMs?: number): Query {
  return async <T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => {
    try {
      const statement = limitMs === undefined ? text : patient(text, limitMs);
      return (await target.query<T>(statement, [...values])).rows;
    } catch (error) {
      throw error instanceof AppError ? error : statementFault(error);
    }
  };
}

/** JSON that PostgreSQL takes: without NUL, and with lone surrogates replaced, which its text cannot hold. */
export function json(value: unknown): string {
  return JSON.stringify(value).replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (escape) => {
    if (escape === '\\\\') return escape;
    return escape === '\\u0000' ? '' : '\ufffd';
  });
}

/** A text parameter that PostgreSQL takes. */
export function text(value: string): string {
  return value.replaceAll('\0', '');
}
