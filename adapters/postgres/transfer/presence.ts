import type pg from 'pg';
import { AppError } from '../../../src/errors.js';
import { BOT_NAME } from '../pools.js';

/**
 * Refuses while a bot has a connection to the same database of a server. Each process of a bot keeps one open, by
 * which it is known.
 * @throws AppError `already-running`
 */
export async function refuseRunningBot(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ client: string | null; count: number }>(
    `select host(client_addr) as client, count(*)::int as count from pg_stat_activity
     where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()
     group by 1 order by 1`,
    [BOT_NAME],
  );
  if (rows.length === 0) return;
  const places = rows.map(({ client }) => client ?? 'this machine');
  throw new AppError(`A bot is running on this database, from ${places.join(' and ')}.`, {
    code: 'already-running',
    hint: 'Stop every process of it, so that nothing is posted meanwhile, and try again.',
  });
}
