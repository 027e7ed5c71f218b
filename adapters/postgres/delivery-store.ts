import type { Delivery } from '../../src/digests/delivery.js';
import type { Digest } from '../../src/digests/digest.js';
import type { ClaimDecision, DeliveryRecord, DeliveryStore } from '../../src/ports/delivery-store.js';
import { DELIVERY_FIELDS, patchDelivery, readDeliveries } from './delivery-rows.js';
import { readDigests } from './digest-rows.js';
import { type Query, type Sql, text } from './sql.js';

const RECORDS = `
  select ${DELIVERY_FIELDS}, c.key as "channelKey", g.slot
  from broadsheet.deliveries d
    join broadsheet.digests g on g.id = d.digest_id
    join broadsheet.channels c on c.id = g.channel_id`;

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

    confirm: (key, token, decide) =>
      sql.transaction(async (query) => {
        const [row] = await readDeliveries(query, 'd.key = $1 and d.claim_token = $2 for update', [
          text(key),
          text(token),
        ]);
        if (row === undefined) return false;
        await patchDelivery(query, row.key, decide(row, await now(query)));
        return true;
      }),

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

async function decideParts<T>(
  query: Query,
  digestId: number,
  decide: (digest: Digest, parts: readonly Delivery[], now: Date) => ClaimDecision<T>,
): Promise<T | null> {
  const [digest] = await readDigests(query, 'g.id = $1 for update', [digestId]);
  if (digest === undefined) return null;
  // Locked as well, so that an outcome confirmed meanwhile is seen and not written over.
  const parts = await readDeliveries(query, 'd.digest_id = $1 order by d.position for update', [digestId]);
  const { patches, result } = decide(digest, parts, await now(query));
  for (const { key } of parts) {
    const patch = patches.get(key);
    if (patch !== undefined) await patchDelivery(query, key, patch);
  }
  return result;
}

async function now(query: Query): Promise<Date> {
  const rows = await query<{ now: Date }>('select broadsheet.clock() as now');
  return rows[0]?.now ?? new Date(NaN);
}
