import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, type Database, openDatabase } from '../../adapters/postgres/index.js';
import { serverBinaries, startServer, type TestServer, urlOf } from '../support/postgres-server.js';
import { silentLogger } from '../support/silent-logger.js';

if (serverBinaries === null && process.env['CI'] === 'true')
  throw new Error('The tests of a server’s faults need a `postgres` binary: install postgresql.');

const open = (databaseUrl: string): Promise<Database> =>
  openDatabase({ databaseUrl, dataDir: '.', version: '1', role: 'bot', logger: silentLogger });

/** What a person is told. */
const refusal = async (databaseUrl: string) => {
  const error: unknown = await open(databaseUrl).then(
    (database) => database.close(),
    (fault: unknown) => fault,
  );
  expect(error).toMatchObject({ name: 'AppError' });
  return error as { code: string; message: string; hint: string; retryable: boolean };
};

describe.skipIf(serverBinaries === null)('a PostgreSQL server', { timeout: 90_000 }, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query("create role guarded login password 'secret'; create role guest login");
    await client.query('create database ready');
    writeFileSync(
      join(server.folder, 'files', 'pg_hba.conf'),
      'local all guarded scram-sha-256\nlocal all all trust\n',
    );
    await client.query('select pg_reload_conf()');
    await client.end();
  });
  afterAll(() => server.close());

  const as = (user: string, database = 'ready') =>
    urlOf(server.folder, database).replace('postgres@', `${user}@`);

  it('is named with the repair, and never with the password, when it refuses', async () => {
    const wrong = await refusal(as('guarded:wrong-password'));
    expect(wrong).toMatchObject({ code: 'database', hint: /DATABASE_URL/ });
    expect(wrong.message).toMatch(/refused the user or password .*\/ready as guarded/);
    expect(JSON.stringify([wrong.message, wrong.hint])).not.toContain('wrong-password');
  });

  it('is missing the database', async () => {
    expect(await refusal(as('postgres', 'nowhere'))).toMatchObject({
      code: 'database',
      message: /does not exist on the server .*nowhere/,
      hint: /createdb/,
    });
  });

  it('does not let the user create the schema', async () => {
    expect(await refusal(as('guest'))).toMatchObject({
      code: 'database',
      message: /permission denied/,
      hint: /CREATE/,
    });
  });

  it('is not there', async () => {
    expect(await refusal('postgresql://postgres@127.0.0.1:1/x')).toMatchObject({
      code: 'database',
      retryable: true,
      message: /ECONNREFUSED.*127\.0\.0\.1:1\/x/,
      hint: /Start PostgreSQL/,
    });
  });

  it('is too old', async () => {
    const old = createServer((socket) => {
      socket.on('error', () => undefined);
      let greeted = false;
      socket.on('data', () => {
        socket.write(
          greeted ? Buffer.concat([row('90624', '9.6.24'), READY]) : Buffer.concat([AUTHENTICATED, READY]),
        );
        greeted = true;
      });
    });
    old.listen(0, '127.0.0.1');
    await once(old, 'listening');
    const { port } = old.address() as { port: number };
    try {
      expect(await refusal(`postgresql://x@127.0.0.1:${port}/x?sslmode=disable`)).toMatchObject({
        code: 'database',
        message: /9\.6\.24/,
        hint: /PostgreSQL 15 or newer/,
      });
    } finally {
      old.close();
    }
  });

  it('is migrated once when several processes start on it together', async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, () => open(as('postgres'))));
    const { rows } = await databases[0]!.pool.query<{ version: number; name: string }>(
      'select version, name from broadsheet.migrations order by version',
    );
    expect(rows[0]).toEqual({ version: 1, name: '0001_first.sql' });
    expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1));
    await Promise.all(databases.map((database) => database.close()));
  });

  it('needs no right to create anything once its schema is there', async () => {
    const owner = await open(as('postgres'));
    await owner.pool.query('grant usage on schema broadsheet to guest');
    await owner.pool.query('grant select on broadsheet.migrations to guest');
    await owner.close();
    const database = await open(as('guest'));
    await database.ping();
    await database.close();
  });

  it('bears for half a minute with a process that stands still in a transaction, and frees its rows then', async () => {
    const database = await open(as('postgres'));
    for (const pool of [database.pool, database.queuePool()]) {
      const { rows } = await pool.query<{ bears: string }>(
        `select current_setting('idle_in_transaction_session_timeout') as bears`,
      );
      expect(rows).toEqual([{ bears: '30s' }]);
    }
    await database.close();
  });

  it('may restart: meanwhile stores fail retryably, afterwards they go on', async () => {
    const database = await open(as('postgres'));
    const { sources } = createStores(database.pool);
    await sources.remember('https://example.org', { etag: '"1"' });
    const listening = await database.queuePool().connect();
    listening.on('error', () => undefined);
    await server.down();
    await expect(sources.validators('https://example.org')).rejects.toMatchObject({
      code: 'database',
      retryable: true,
    });
    await expect(database.ping()).rejects.toMatchObject({ code: 'database', retryable: true });
    await server.up();
    expect(await sources.validators('https://example.org')).toEqual({ etag: '"1"' });
    listening.release(true);
    await database.close();
  });
});

const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const AUTHENTICATED = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const number = (value: number, bytes: 2 | 4): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
};
/** One row of the text columns `num` and `ver`, as the protocol has it. */
const row = (...values: readonly [string, string]): Buffer => {
  const column = (name: string): Buffer =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      number(0, 4),
      number(0, 2),
      number(25, 4),
      number(-1, 2),
      number(-1, 4),
      number(0, 2),
    ]);
  const data = values.flatMap((value) => [number(value.length, 4), Buffer.from(value)]);
  return Buffer.concat([
    message('T', Buffer.concat([number(2, 2), column('num'), column('ver')])),
    message('D', Buffer.concat([number(2, 2), ...data])),
    message('C', Buffer.from('SELECT 1\0')),
  ]);
};
