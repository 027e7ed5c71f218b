import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import pg from 'pg';
import { afterAll } from 'vitest';
import { type Database, openDatabase } from '../../adapters/postgres/index.js';
import { freshDataDir, workerUrl } from './embedded-template.js';
import { serverBinaries, startServer, type TestServer, urlOf } from './postgres-server.js';
import { silentLogger } from './silent-logger.js';

/** A fresh, migrated database of its own for one test or one file of tests. */
export interface TestDatabase {
  readonly kind: 'embedded' | 'server';
  readonly pool: pg.Pool;
  /** What to give as DATABASE_URL; null when embedded. */
  readonly url: string | null;
  /** What to give as DATA_DIR; null on a server. A second process there must be a tool of version `test`. */
  readonly dataDir: string | null;
  queuePool(): pg.Pool;
  /** Stops the database's clock at an instant; null lets it run again. */
  setClock(date: Date | null): Promise<void>;
  /** Ends it; what it held is gone. */
  close(): Promise<void>;
}

export interface DatabaseKind {
  readonly name: 'embedded' | 'server';
  readonly open: () => Promise<TestDatabase>;
}

const givenUrl = process.env['DATABASE_URL'] ?? '';
const hasServer = givenUrl !== '' || serverBinaries !== null;
if (!hasServer && process.env['CI'] === 'true')
  throw new Error(
    'The tests of the stores need a PostgreSQL server: install postgresql or set DATABASE_URL.',
  );

/** Every kind of database there is here. A contract runs on all of them. */
export const testDatabases: readonly DatabaseKind[] = [
  { name: 'embedded', open: openEmbedded },
  ...(hasServer ? [{ name: 'server' as const, open: async () => openOnServer(await serverHere()) }] : []),
];

/** The same on a server of the caller's own, which it may stop and start. */
export function databaseOn({ url, folder }: TestServer): DatabaseKind {
  const server = { admin: url, urlFor: (name: string) => urlOf(folder, name) };
  return { name: 'server', open: () => openOnServer(server) };
}

/** Stops the database's clock at an instant; null lets it run again. */
export async function setClock(pool: pg.Pool, date: Date | null): Promise<void> {
  const body = date === null ? 'clock_timestamp()' : `timestamptz '${date.toISOString()}'`;
  await pool.query(
    `create or replace function broadsheet.clock() returns timestamptz language sql volatile as $$ select ${body} $$`,
  );
}

async function openEmbedded(): Promise<TestDatabase> {
  const dataDir = await freshDataDir();
  const database = await open(null, dataDir);
  return assemble(database, null, dataDir, () => {
    rmSync(dataDir, { recursive: true, force: true });
    return Promise.resolve();
  });
}

async function openOnServer({ admin, urlFor }: Server): Promise<TestDatabase> {
  const name = `broadsheet_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(admin, `create database ${name}`);
  const url = urlFor(name);
  return assemble(await open(url, '.'), url, null, () =>
    asAdmin(admin, `drop database if exists ${name} with (force)`),
  );
}

function open(databaseUrl: string | null, dataDir: string): Promise<Database> {
  return openDatabase({
    databaseUrl,
    dataDir,
    version: 'test',
    // A server's other clients would take it for a running bot.
    role: databaseUrl === null ? 'bot' : 'tool',
    logger: silentLogger,
    workerUrl,
  });
}

function assemble(
  database: Database,
  url: string | null,
  dataDir: string | null,
  clearUp: () => Promise<void>,
): TestDatabase {
  return {
    kind: database.kind,
    pool: database.pool,
    url,
    dataDir,
    queuePool: () => database.queuePool(),
    setClock: (date) => setClock(database.pool, date),
    close: async () => {
      await database.close();
      await clearUp();
    },
  };
}

interface Server {
  /** URL of a database from which others are made. */
  readonly admin: string;
  readonly urlFor: (name: string) => string;
}

let own: Promise<TestServer> | undefined;

/** The server of DATABASE_URL, else one of this test process, started at the first call. */
async function serverHere(): Promise<Server> {
  if (givenUrl !== '') {
    const urlFor = (name: string): string => Object.assign(new URL(givenUrl), { pathname: `/${name}` }).href;
    return { admin: givenUrl, urlFor };
  }
  const { url, folder } = await (own ??= startServer());
  return { admin: url, urlFor: (name) => urlOf(folder, name) };
}

afterAll(async () => {
  const server = await own;
  own = undefined;
  await server?.close();
});

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
