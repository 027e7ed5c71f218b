import { MAIL_WORKSPACE } from '../../src/channels/address.js';
import type { ChannelSettings } from '../../src/channels/channel.js';
import type { Confirmation, Subscriber, SubscriberStore } from '../../src/ports/subscriber-store.js';
import { changeChannel } from './channel-change.js';
import { readChannels } from './channel-rows.js';
import { removeChannel } from './channel-store.js';
import { createLetterStore } from './letter-store.js';
import { type Query, type Sql, text } from './sql.js';

interface SubscriberRow {
  readonly id: string;
  readonly channel_id: number;
  readonly address: string;
}

interface LetterRow {
  readonly address: string;
  readonly address_hash: string;
  readonly settings: ChannelSettings;
}

export function createSubscriberStore(sql: Sql): SubscriberStore {
  return {
    ...createLetterStore(sql),

    confirm: (id, next) => sql.transaction((query) => confirm(query, id, next)),

    get: (id) => readSubscriber(sql.query, 'id', id),

    find: (addressHash) => readSubscriber(sql.query, 'address_hash', addressHash),

    forget: (addressHash) => sql.transaction((query) => forget(query, addressHash)),

    remove: (id) =>
      sql.transaction(async (query) => {
        const [row] = await query<{ address_hash: string }>(
          'select address_hash from broadsheet.subscribers where id = $1',
          [text(id)],
        );
        return row !== undefined && (await forget(query, row.address_hash)).subscriptions > 0;
      }),

    counts: async () => {
      const [counts] = await sql.query<{ subscribers: number; paused: number; waiting: number }>(
        `select count(*)::int as subscribers, count(c.paused_at)::int as paused,
           (select count(*)::int from broadsheet.letters where state in ('pending', 'sending')) as waiting
         from broadsheet.subscribers s join broadsheet.channels c on c.id = s.channel_id`,
      );
      return counts ?? { subscribers: 0, paused: 0, waiting: 0 };
    },

    reseal: (reseal) => sql.transaction((query) => resealAll(query, reseal)),
  };
}

// --- Internal helpers ---

async function readSubscriber(
  query: Query,
  column: 'id' | 'address_hash',
  value: string,
): Promise<Subscriber | null> {
  const [row] = await query<SubscriberRow>(
    `select id, channel_id, address from broadsheet.subscribers where ${column} = $1`,
    [text(value)],
  );
  if (row === undefined) return null;
  const [channel] = await readChannels(query, 'c.id = $1', [row.channel_id]);
  return channel === undefined ? null : { id: row.id, sealed: row.address, channel };
}

async function confirm(
  query: Query,
  id: string,
  next: Parameters<SubscriberStore['confirm']>[1],
): Promise<Confirmation> {
  const [letter] = await query<LetterRow>(
    `select address, address_hash, settings from broadsheet.letters
     where id = $1 and kind = 'confirm' and expires_at > broadsheet.clock()`,
    [text(id)],
  );
  if (letter === undefined) {
    const subscriber = await readSubscriber(query, 'id', id);
    return subscriber === null ? { kind: 'gone' } : { kind: 'subscribed', subscriber, created: false };
  }
  await lock(query, letter.address_hash);
  const known = await readSubscriber(query, 'address_hash', letter.address_hash);
  if (known !== null)
    return known.id === id
      ? { kind: 'subscribed', subscriber: known, created: false }
      : { kind: 'known', subscriber: known };
  const address = { platform: 'email', workspace: MAIL_WORKSPACE, place: id } as const;
  const change = { before: null, settings: letter.settings, next: next(letter.settings) };
  const made = await changeChannel(query, address, change);
  if (made === null) return { kind: 'gone' };
  await query(
    `insert into broadsheet.subscribers (id, channel_id, address, address_hash, confirmed_at)
     values ($1, $2, $3, $4, broadsheet.clock())`,
    [id, made.channel.id, letter.address, letter.address_hash],
  );
  await query('delete from broadsheet.letters where address_hash = $1', [letter.address_hash]);
  return {
    kind: 'subscribed',
    created: true,
    subscriber: { id, sealed: letter.address, channel: made.channel },
  };
}

/** Two links of one address, opened at the same moment, are one after the other. */
async function lock(query: Query, hash: string): Promise<void> {
  await query('select pg_advisory_xact_lock(hashtextextended($1, 0))::text', [`subscriber ${hash}`]);
}

async function forget(
  query: Query,
  addressHash: string,
): Promise<{ subscriptions: number; letters: number }> {
  await lock(query, addressHash);
  const letters = await query<{ id: string }>(
    'delete from broadsheet.letters where address_hash = $1 returning id',
    [text(addressHash)],
  );
  const rows = await query<{ key: string }>(
    `select c.key from broadsheet.subscribers s join broadsheet.channels c on c.id = s.channel_id
     where s.address_hash = $1`,
    [text(addressHash)],
  );
  for (const { key } of rows) await removeChannel(query, key);
  return { subscriptions: rows.length, letters: letters.length };
}

async function resealAll(query: Query, reseal: Parameters<SubscriberStore['reseal']>[0]): Promise<number> {
  let changed = 0;
  for (const table of ['subscribers', 'letters']) {
    const rows = await query<{ id: string; address: string }>(
      `select id, address from broadsheet.${table} order by id for update`,
    );
    for (const { id, address } of rows) {
      const anew = reseal(id, address);
      if (anew === null) continue;
      await query(`update broadsheet.${table} set address = $2 where id = $1`, [id, anew]);
      changed += 1;
    }
  }
  return changed;
}
