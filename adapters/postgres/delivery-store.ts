import type { Delivery } from '../../src/digests/delivery.js';
import type {
  ClaimDecision,
  ClaimedDigest,
  DeliveryRecord,
  DeliveryStore,
} from '../../src/ports/delivery-store.js';
import { type PauseRow, toPause } from './channel-rows.js';
import { DELIVERY_FIELDS, patchDelivery, readDeliveries } from './delivery-rows.js';
import { type Query, type Sql, text } from './sql.js';

const RECORDS = `
  select ${DELIVERY_FIELDS}, c.key as "channelKey", g.slot
  from broadsheet.deliveries d
    join broadsheet.digests g on g.id = d.digest_id
    join broadsheet.channels c on c.id = g.channel_id`;

const CLAIMED = `
  select g.id, g.slot, g.platform, g.status, g.slot_at as "slotAt",
    c.key, c.pause_reason, c.pause_by, c.paused_at
  from broadsheet.digests g join broadsheet.channels c on c.id = g.channel_id where g.id = $1 for update of g`;

export function createDeliveryStore(sql: Sql): DeliveryStore {
  return {
    claim: (digestId, decide) => sql.transaction((query) => decideParts(query, digestId, decide)),

    settle: (digestId, decide) =>
      sql.transaction(async (query) => {
        const result = await decideParts(query, digestId, decide);
        await query(
          `update broadsheet.digests set status = 'composed', outcome = null, reason = null, closed_at = null
           where id = $1 and status = 'closed'`,
          [digestId],
        );
        return result;
      }),

    confirm: async (key, token, decide) => {
      const [row] = await readDeliveries(sql.query, 'd.key = $1 and d.claim_token = $2', [
        text(key),
        text(token),
      ]);
      // No lock: whoever changes the row meanwhile takes the token away, and then nothing is written.
      return row !== undefined && (await patchDelivery(sql.query, row.key, token, decide(row, row.now)));
    },

    find: (keyStart) =>
      sql.query<DeliveryRecord>(`${RECORDS} where left(d.key, length($1)) = $1 order by d.key limit 2`, [
        text(keyStart),
      ]),

    list: ({ state, channelKey, limit }) =>
      sql.query<DeliveryRecord>(
        `${RECORDS} where ($1::text is null or d.state = $1) and ($2::text is null or c.key = $2)
         order by g.slot_at desc, g.id desc, d.position limit $3`,
        [state ?? null, channelKey === undefined ? null : text(channelKey), limit],
      ),
  };
}

type ClaimedRow = Omit<ClaimedDigest, 'channel'> & PauseRow & { readonly key: string };

/** Every message of a herd comes through here: few statements, and no column more than is asked for. */
async function decideParts<T>(
  query: Query,
  digestId: number,
  decide: (digest: ClaimedDigest, parts: readonly Delivery[], now: Date) => ClaimDecision<T>,
): Promise<T | null> {
  const [row] = await query<ClaimedRow>(CLAIMED, [digestId]);
  if (row === undefined) return null;
  const digest: ClaimedDigest = { ...row, channel: { key: row.key, pause: toPause(row) } };
  // Locked as well, so that an outcome confirmed meanwhile is seen and not written over.
  const parts = await readDeliveries(query, 'd.digest_id = $1 order by d.position for update', [digestId]);
  const now = parts[0]?.now ?? (await clock(query));
  const { patches, result } = decide(digest, parts, now);
  for (const part of parts) {
    const patch = patches.get(part.key);
    if (patch !== undefined) await patchDelivery(query, part.key, null, patch);
  }
  return result;
}

async function clock(query: Query): Promise<Date> {
  const rows = await query<{ now: Date }>('select broadsheet.clock() as now');
  return rows[0]?.now ?? new Date(NaN);
}
