import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { openDatabase, type Database } from '../../adapters/postgres/index.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import { silentLogger } from '../support/silent-logger.js';

const CLIENTS = 16;
const ROUNDS = 20;
/** More than a socket holds at once (212 kB on Linux), so that one client's messages arrive between another's. */
const LARGE = 'x'.repeat(900_000);

describe('many clients on the one session of the embedded database', { timeout: 120_000 }, () => {
  let database: Database;
  let config: pg.ClientConfig;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await freshDataDir();
    database = await openDatabase({
      databaseUrl: null,
      dataDir,
      version: 'test',
      role: 'bot',
      logger: silentLogger,
      workerUrl,
    });
    config = { host: database.pool.options.host ?? '', user: 'postgres', database: 'postgres' };
    await database.pool.query('create table public.kept (client int, n int)');
  });
  afterAll(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client(config);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const drop = (client: pg.Client): void => {
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  };

  it('answers each its own question, while connections are dropped in the middle of a query', async () => {
    let dropped = 0;
    const talk = async (id: number): Promise<number> => {
      let client = await connect();
      let right = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const mark = `${id}:${round}`;
        const size = 400_000 + ((id * 7_919 + round * 104_729) % 500_000);
        // Each asks in its own words: an answer to another's statement shows.
        const { rows } = await client.query<Record<string, unknown>>(
          `select '${mark}' as mark, length($1::text) as size${', $2::int as more'.repeat(id % 2)}`,
          [LARGE.slice(0, size), ...(id % 2 === 0 ? [] : [round])],
        );
        const expected = { mark, size, ...(id % 2 === 0 ? {} : { more: round }) };
        if (isDeepStrictEqual(rows, [expected])) right += 1;
        if ((id + round) % 5 === 0) {
          client.query('select $1::text, $2::text', [mark, LARGE]).catch(() => undefined);
          if (round % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
          drop(client);
          dropped += 1;
          client = await connect();
        }
      }
      await client.end();
      return right;
    };
    const right = await Promise.all(Array.from({ length: CLIENTS }, (_, id) => talk(id)));
    expect(right).toEqual(Array.from({ length: CLIENTS }, () => ROUNDS));
    expect(dropped).toBe((CLIENTS * ROUNDS) / 5);
  });

  it('keeps transactions apart, and what was committed', async () => {
    const counts = async (id: number): Promise<number[]> => {
      const client = await connect();
      const seen: number[] = [];
      for (let n = 0; n < 6; n += 1) {
        await client.query('begin');
        await client.query('insert into public.kept values ($1, $2)', [id, n]);
        const { rows } = await client.query<{ count: string }>(
          'select count(*) from public.kept where client = $1',
          [id],
        );
        seen.push(Number(rows[0]?.count));
        await client.query(n % 2 === 0 ? 'commit' : 'rollback');
      }
      await client.end();
      return seen;
    };
    const seen = await Promise.all(Array.from({ length: 8 }, (_, id) => counts(id)));
    expect(seen).toEqual(Array.from({ length: 8 }, () => [1, 2, 2, 3, 3, 4]));
    const { rows } = await database.pool.query('select count(*)::int as n from public.kept');
    expect(rows).toEqual([{ n: 24 }]);
  });

  it('undoes what a client did whose connection ended before its query was complete', async () => {
    const client = await connect();
    const connection = (client as unknown as { connection: { stream: { write(data: Buffer): void } } })
      .connection;
    // Parse, Bind and Execute of an insert, and no Sync.
    connection.stream.write(
      Buffer.concat([
        message('P', Buffer.from('\0insert into public.kept values (99, 99)\0\0\0')),
        message('B', Buffer.alloc(8)),
        message('E', Buffer.alloc(5)),
        message('H', Buffer.alloc(0)),
      ]),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    drop(client);
    const { rows } = await database.pool.query(
      'select count(*)::int as n from public.kept where client = 99',
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('goes on after a query that fails', async () => {
    await expect(database.pool.query('select $1::int', ['word'])).rejects.toMatchObject({ code: '22P02' });
    await expect(database.pool.query('selekt')).rejects.toMatchObject({ code: '42601' });
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
