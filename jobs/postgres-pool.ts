import type { PgPool } from 'bullmq';
import type { Notification, Pool, PoolClient } from 'pg';

/** The channel BullMQ announces new jobs on. */
const CHANNEL = 'bullmq_jobs';

export interface BorrowedPool {
  readonly view: PgPool;
  /** Takes every listener off the pool again. */
  giveBack(): void;
}

/**
 * A caller's pool as BullMQ may have it.
 *
 * Without its events: BullMQ would add a listener for every queue and worker and never take it away.
 * With wake-ups put right: BullMQ listens for new jobs on clients it keeps checked out. On the embedded database all
 * clients share one session, and a notification arrives at whichever client speaks at that moment, mostly the one
 * that enqueued the job; it is passed on to the listening ones. (On a server only those ever get one.)
 */
export function borrowPool(pool: Pool): BorrowedPool {
  const listening = new Set<PoolClient>();
  const watched = new Map<PoolClient, (message: Notification) => void>();
  /** Two borrowers of one pool would pass a message to and fro for ever. */
  const passedOn = new WeakSet<Notification>();

  const watch = (client: PoolClient): void => {
    if (watched.has(client)) return;
    const passOn = (message: Notification) => {
      if (message.channel !== CHANNEL || listening.has(client) || passedOn.has(message)) return;
      passedOn.add(message);
      for (const listener of listening) listener.emit('notification', message);
    };
    watched.set(client, passOn);
    client.on('notification', passOn);
  };
  const released = (_error: Error, client: PoolClient): void => void listening.delete(client);
  const removed = (client: PoolClient): void => void watched.delete(client);

  pool.on('acquire', watch).on('release', released).on('remove', removed);

  const view = {
    query: (text: string, params?: readonly unknown[]) =>
      pool.query(text, params === undefined ? undefined : [...params]),
    /** BullMQ checks clients out only for listening, and for a moment when it starts. */
    connect: async () => {
      const client = await pool.connect();
      listening.add(client);
      return client;
    },
    end: () => Promise.resolve(),
    on: () => view,
    removeAllListeners: () => view,
  };
  return {
    // BullMQ describes node-postgres in types of its own, which differ from the official ones in small things.
    view: view as unknown as PgPool,
    giveBack: () => {
      pool.off('acquire', watch).off('release', released).off('remove', removed);
      for (const [client, passOn] of watched) client.off('notification', passOn);
      watched.clear();
    },
  };
}
