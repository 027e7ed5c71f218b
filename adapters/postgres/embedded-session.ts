import type { PGlite } from '@electric-sql/pglite';

const SYNC = 'S'.charCodeAt(0);
/** Parse, Bind, Describe, Execute, Close, Flush: what an extended query is made of until its Sync. */
const EXTENDED: ReadonlySet<number> = new Set(Buffer.from('PBDECH', 'latin1'));

type Stream = Parameters<PGlite['execProtocolRawStream']>[1];

/**
 * A face of the database for the socket server, on which clients' queries do not mix.
 *
 * All clients share one session. The server queues every protocol message by itself and lets others in between
 * whenever the database is outside a transaction, so that one client's Bind could meet another's Parse. Here the
 * session also counts as "in a transaction" from the first message of an extended query until its Sync, and the
 * server keeps it for that client.
 * @param broken called when the database itself fails; the server's queue stands still after that
 */
export function fenceSession(db: PGlite, broken: (error: unknown) => void): PGlite {
  let pipeline = false;

  const run = async (message: Uint8Array, stream: Stream): Promise<void> => {
    try {
      await db.execProtocolRawStream(message, stream);
    } catch (error) {
      broken(error);
      throw error;
    }
  };

  const face = {
    waitReady: db.waitReady,
    isInTransaction: (): boolean => pipeline || db.isInTransaction(),
    runExclusive: <T>(work: () => Promise<T>): Promise<T> => db.runExclusive(work),
    execProtocolRawStream: async (message: Uint8Array, stream: Stream): Promise<void> => {
      const kind = message[0] ?? 0;
      if (EXTENDED.has(kind)) pipeline = true;
      await run(message, stream);
      if (kind === SYNC) pipeline = false;
    },
    /** The server calls this only to clear up after a client that has gone in the middle of something. */
    exec: async (sql: string): Promise<unknown> => {
      if (pipeline) {
        await db.runExclusive(async () => {
          for (const message of ABANDON) await run(message, { onRawData: () => undefined });
        });
        pipeline = false;
      }
      return db.isInTransaction() ? db.exec(sql) : [];
    },
  };
  return face as unknown as PGlite;
}

/**
 * Ends a half-sent extended query as if its client's own server process had died: a Parse that cannot succeed undoes
 * what the query did so far (a bare Sync would commit it), and a Sync makes the session listen again.
 */
const ABANDON: readonly Uint8Array[] = [parseMessage('client has gone'), Uint8Array.of(SYNC, 0, 0, 0, 4)];

function parseMessage(sql: string): Uint8Array {
  const body = Buffer.from(`\0${sql}\0\0\0`, 'latin1');
  const head = Buffer.alloc(5);
  head.writeUInt8('P'.charCodeAt(0), 0);
  head.writeInt32BE(body.length + 4, 1);
  return new Uint8Array(Buffer.concat([head, body]));
}
