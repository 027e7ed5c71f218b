import { randomUUID } from 'node:crypto';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import type { Channel, ChannelAddress, ChannelSettings } from '../../src/channels/channel.js';
import type { ComposeDeps } from '../../src/digests/compose.js';
import { deliverDigest } from '../../src/digests/deliver.js';
import { DELIVERY_TIMING } from '../../src/digests/delivery-machine.js';
import type { Digest, DigestContent } from '../../src/digests/digest.js';
import type { PreviewDeps } from '../../src/digests/preview.js';
import { createRankingCache } from '../../src/digests/ranking-cache.js';
import { nextSlot } from '../../src/digests/slots.js';
import { tick, type TickDeps } from '../../src/digests/tick.js';
import { mergePaper } from '../../src/papers/merge.js';
import type { PaperFacts, SourceName } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import type { Job } from '../../src/ports/job-queue.js';
import type { Publisher } from '../../src/ports/publisher.js';
import type { Source } from '../../src/ports/source.js';
import { rankInSlices } from '../../src/ranking/rank.js';
import type { DatabaseKind, TestDatabase } from './databases.js';
import { silentLogger } from './silent-logger.js';
import { putChannel } from './put-channel.js';

/** Monday, five minutes before nine in Berlin. */
export const MONDAY = new Date('2026-11-23T07:55:00Z');
export const later = (minutes: number, from = MONDAY): Date => new Date(from.getTime() + minutes * 60_000);

/** Bounds a test that hangs. Milliseconds. */
const DELIVER_WITHIN_MS = 60_000;

/** What the steps of a digest did to the outside. */
export interface Traces {
  /** Contents that were rendered. */
  readonly rendered: DigestContent[];
  /** Lines said, with their place. */
  readonly said: string[];
  readonly jobs: { readonly job: Job; readonly id: string; readonly at: Date | undefined }[];
  ranked: number;
}

export interface Newsroom {
  readonly stores: Stores;
  readonly traces: Traces;
  readonly deps: ComposeDeps & PreviewDeps;
  readonly tickDeps: TickDeps;
  /** Empties the database, forgets the traces and stops the clock at `MONDAY`, both sources just read. */
  reset(): Promise<void>;
  setClock(now: Date): Promise<void>;
  /** As if no source had ever been read. */
  forgetSources(): Promise<void>;
  /** A paper on Hugging Face's list of that day, seen at that instant. */
  list(id: string, paper?: ListedPaper): Promise<void>;
  /** Each channel with a place of its own; by default in Berlin at nine, every day, on everything. */
  addChannel(settings?: Partial<ChannelSettings>, address?: ChannelAddress): Promise<Channel>;
  /** Ticks once and gives the channel's newest digest. */
  tickFor(channel: Channel): Promise<Digest>;
  /** Brings a composed digest as far as it goes now; no call is ever late. */
  deliver(digestId: number, publisher: Publisher): Promise<void>;
  /** Marks every part of a digest as sent, and the digest as posted. */
  post(digestId: number): Promise<void>;
  close(): Promise<void>;
}

export interface ListedPaper {
  readonly title?: string;
  readonly upvotes?: number;
  readonly on?: string;
  readonly at?: Date;
}

/** The steps of a digest on a real database; the far ends only take notes. */
export async function openNewsroom(kind: DatabaseKind): Promise<Newsroom> {
  const database = await kind.open();
  const stores = createStores(database.pool);
  const traces: Traces = { rendered: [], said: [], jobs: [], ranked: 0 };
  let places = 0;
  const { deps, tickDeps } = depsOf(stores, traces);
  const room: Newsroom = {
    stores,
    traces,
    deps,
    tickDeps,
    reset: async () => {
      Object.assign(traces, { ranked: 0 });
      for (const list of [traces.rendered, traces.said, traces.jobs]) list.length = 0;
      deps.rankings.prune(later(1_000_000));
      await empty(database);
      await database.setClock(MONDAY);
      for (const name of ['huggingface', 'arxiv'] as const) await stores.sources.recordOk(name, later(-10));
    },
    setClock: (now) => database.setClock(now),
    forgetSources: async () => {
      await database.pool.query('delete from broadsheet.source_state');
    },
    list: async (id, paper = {}) => {
      await stores.papers.save([listed(id, paper)], mergePaper);
    },
    addChannel: async (
      settings = {},
      address = { platform: 'discord', workspace: '1', place: String(++places) },
    ) => {
      const all = { ...plainSettings, ...settings };
      const now = await stores.clock.now();
      return (await putChannel(stores.channels, address, all, nextSlot(all.schedule, now))).channel;
    },
    tickFor: async (channel) => {
      await tick(tickDeps);
      const [digest] = await stores.digests.history(channel.id, 1);
      if (digest === undefined) throw new Error('The tick opened nothing.');
      return digest;
    },
    deliver: async (digestId, publisher) => {
      const signal = (): AbortSignal => AbortSignal.timeout(DELIVER_WITHIN_MS);
      const deliver = {
        publisherFor: () => publisher,
        timing: DELIVERY_TIMING,
        newToken: randomUUID,
        callSignal: signal,
        startWatch: () => () => 0,
        logger: silentLogger,
      };
      await deliverDigest(digestId, { ...stores, ...deliver }, signal());
    },
    post: async (digestId) => {
      await database.pool.query(`update broadsheet.deliveries set state = 'sent' where digest_id = $1`, [
        digestId,
      ]);
      await stores.digests.close(digestId, 'posted', null);
    },
    close: () => database.close(),
  };
  return room;
}

// --- Internal helpers ---

const plainSettings: ChannelSettings = {
  schedule: { time: '09:00', zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6, 7] },
  count: 3,
  layout: 'thread',
  empty: 'silent',
  picture: 'on',
  managers: 'members',
  topics: [{ name: 'everything', query: '' }],
};

async function empty({ pool }: TestDatabase): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('broadsheet.%I', tablename) as name from pg_tables
     where schemaname = 'broadsheet' and tablename not like '%migration%'`,
  );
  await pool.query(`truncate ${rows.map(({ name }) => name).join(', ')} cascade`);
}

function listed(id: string, paper: ListedPaper): { facts: PaperFacts; sighting: Sighting } {
  const { title = `Study of ${id}`, upvotes = 5, on = '2026-11-23', at = later(-60) } = paper;
  return {
    facts: { id, source: 'huggingface', title, abstract: 'An abstract.', authors: ['Ada Lovelace'] },
    sighting: {
      paperId: id,
      source: 'huggingface',
      list: 'daily',
      listedOn: on,
      observedAt: at,
      signals: { upvotes },
    },
  };
}

function depsOf(stores: Stores, traces: Traces): Pick<Newsroom, 'deps' | 'tickDeps'> {
  const publisher = stubPublisher(traces);
  const queue: TickDeps['queue'] = {
    enqueue: (job, { id, at }) => {
      traces.jobs.push({ job, id, at });
      return Promise.resolve();
    },
  };
  const rankings = createRankingCache();
  const shared = {
    ...stores,
    sourceStates: stores.sources,
    sources: [stubSource('huggingface', 'Hugging Face'), stubSource('arxiv', 'arXiv')],
    rankings,
    logger: silentLogger,
    queue,
  };
  const rank: ComposeDeps['rank'] = (papers, now) => {
    traces.ranked += 1;
    return rankInSlices(papers, now);
  };
  return { deps: { ...shared, rank, publisherFor: () => publisher }, tickDeps: shared };
}

function stubSource(name: SourceName, title: string): Source {
  return {
    name,
    title,
    read: () => {
      throw new Error('Nothing is read here.');
    },
    nextReadAt: (lastOkAt, now) => (lastOkAt === null ? now : later(20, lastOkAt)),
  };
}

/** Renders plain JSON: one head, then one card per paper; compact is the head with all papers. */
function stubPublisher(traces: Traces): Publisher {
  const never = () => Promise.reject(new Error('Nothing is posted here.'));
  return {
    platform: 'discord',
    policy: () => ({ repeatWithinMs: 0, settleMs: 0, maxResends: 0 }),
    render: (content, layout, keyOf) => {
      traces.rendered.push(content);
      const ids = content.cards.map(({ paperId }) => paperId);
      const head = { kind: 'head', payload: { key: keyOf(0), ids } } as const;
      if (layout === 'compact') return [{ ...head, paperIds: ids }];
      const cards = ids.map((id, index) => ({
        kind: 'card' as const,
        payload: { key: keyOf(index + 1), id },
        paperIds: [id],
      }));
      return [{ ...head, paperIds: [] }, ...cards];
    },
    send: never,
    look: never,
    inspect: never,
    say: (address, text) => {
      traces.said.push(`${address.place}: ${text}`);
      return Promise.resolve();
    },
  };
}
