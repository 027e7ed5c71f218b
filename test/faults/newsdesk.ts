import { createStores, type Stores } from '../../adapters/postgres/index.js';
import type { Channel, ChannelAddress, Layout } from '../../src/channels/channel.js';
import type { ComposeDeps } from '../../src/digests/compose.js';
import { createRankingCache } from '../../src/digests/ranking-cache.js';
import { nextSlot } from '../../src/digests/slots.js';
import { mergePaper } from '../../src/papers/merge.js';
import type { Source } from '../../src/ports/source.js';
import { rankInSlices } from '../../src/ranking/rank.js';
import { testDatabases, type DatabaseKind, type TestDatabase } from '../support/databases.js';
import { silentLogger } from '../support/silent-logger.js';
import { putChannel } from '../support/put-channel.js';

/** Monday; the slot of every channel is nine o'clock in Berlin. */
export const BEFORE_SLOT = Date.parse('2026-11-23T07:54:30Z');
export const SLOT_AT = Date.parse('2026-11-23T08:00:00Z');
export const PAPERS = ['2611.00001', '2611.00002', '2611.00003'] as const;

/** The ledger and all that a digest is made of, on a real database with a clock that stands where it is put. */
export interface Newsdesk {
  readonly stores: Stores;
  readonly database: TestDatabase;
  readonly compose: Omit<ComposeDeps, 'publisherFor' | 'queue'>;
  setClock(now: number): Promise<void>;
  /** Digests that have not ended. */
  open(): Promise<number>;
  /** Open digests that go on without a person: one whose head or thread waits for one stays until it is too late. */
  underWay(): Promise<number>;
  /** Empties the database and fills it with the papers of the day. @param now default `BEFORE_SLOT`, where the clock is put */
  reset(now?: Date): Promise<void>;
  /** Lets the clock run by itself. */
  goLive(): Promise<void>;
  /** Ends every other connection to the database in the middle of whatever it does. */
  cutConnections(): Promise<void>;
  addChannel(
    address: ChannelAddress,
    layout: Layout,
    at?: { readonly time: string; readonly zone: string },
  ): Promise<Channel>;
  close(): Promise<void>;
}

/** @param kind default the server where there is one: processes share it, and a rollback there is another process's doing */
export async function openNewsdesk(kind: DatabaseKind | undefined = testDatabases.at(-1)): Promise<Newsdesk> {
  if (kind === undefined) throw new Error('There is no database.');
  const database = await kind.open();
  const { pool } = database;
  const stores = createStores(pool);
  await pool.query('create table public.clock (now timestamptz not null)');
  await pool.query(`insert into public.clock values ('${new Date(BEFORE_SLOT).toISOString()}')`);
  await pool.query(
    `create or replace function broadsheet.clock() returns timestamptz language sql volatile
     as $$ select now from public.clock $$`,
  );
  const setClock = async (now: number) => {
    await pool.query('update public.clock set now = $1', [new Date(now)]);
  };
  const rankings = createRankingCache();
  const compose = {
    ...stores,
    sourceStates: stores.sources,
    sources: [quietSource],
    rankings,
    rank: rankInSlices,
    logger: silentLogger,
  };
  return {
    stores,
    database,
    compose,
    setClock,
    async open() {
      const { rows } = await pool.query(`select 1 from broadsheet.digests where status <> 'closed'`);
      return rows.length;
    },
    async underWay() {
      const { rows } = await pool.query(
        `select 1 from broadsheet.digests d
         where d.status <> 'closed' and not exists (
           select 1 from broadsheet.deliveries p where p.digest_id = d.id and p.parked and p.kind <> 'card')`,
      );
      return rows.length;
    },
    goLive: () => database.setClock(null),
    async cutConnections() {
      if (database.kind === 'embedded') return;
      await pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
    },
    async reset(now = new Date(BEFORE_SLOT)) {
      const { rows } = await pool.query<{ name: string }>(
        `select format('broadsheet.%I', tablename) as name from pg_tables
         where schemaname = 'broadsheet' and tablename not like '%migration%'`,
      );
      await pool.query(`truncate ${rows.map(({ name }) => name).join(', ')} cascade`);
      await setClock(now.getTime());
      rankings.prune(new Date(now.getTime() + 1e12));
      await stores.sources.recordOk('huggingface', new Date(now.getTime() - 60_000));
      await savePapers(stores, now.getTime());
    },
    async addChannel(address, layout, at = { time: '09:00', zone: 'Europe/Berlin' }) {
      const settings = {
        schedule: { ...at, days: [1, 2, 3, 4, 5, 6, 7] as const },
        count: PAPERS.length,
        layout,
        empty: 'silent' as const,
        picture: 'on' as const,
        managers: 'members' as const,
        topics: [{ name: 'everything', query: '' }],
      };
      const next = nextSlot(settings.schedule, await stores.clock.now());
      return (await putChannel(stores.channels, address, settings, next)).channel;
    },
    close: () => database.close(),
  };
}

// --- Internal helpers ---

async function savePapers(stores: Stores, now: number): Promise<void> {
  const listed = PAPERS.map((id, index) => ({
    facts: {
      id,
      source: 'huggingface' as const,
      title: `Study of ${id}`,
      abstract: 'An abstract.',
      authors: ['Ada Lovelace'],
    },
    sighting: {
      paperId: id,
      source: 'huggingface' as const,
      list: 'daily' as const,
      listedOn: new Date(now).toISOString().slice(0, 10),
      observedAt: new Date(now - 3_600_000),
      signals: { upvotes: 90 - index * 20 },
    },
  }));
  await stores.papers.save(listed, mergePaper);
}

const quietSource: Source = {
  name: 'huggingface',
  title: 'Hugging Face',
  read: () => {
    throw new Error('Nothing is read here.');
  },
  nextReadAt: (_lastOkAt, now) => new Date(now.getTime() + 86_400_000),
};
