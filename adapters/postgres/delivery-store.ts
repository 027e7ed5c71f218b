import type { DeliveryRecord, DeliveryStore } from '../../src/ports/delivery-store.js';
import { DELIVERY_FIELDS, patchDelivery, readDeliveries } from './delivery-rows.js';
import { readDigests } from './digest-rows.js';
import { type Query, type Sql, text } from './sql.js';

export function createDeliveryStore(sql: Sql): DeliveryStore {
  return {
    claim: (digestId, decide) =>
      sql.transaction(async (query) => {
        const [digest] = await readDigests(query, 'g.id = $1 for update', [digestId]);
        if (digest === undefined) return null;
        // Locked as well, so that an outcome confirmed meanwhile is seen and not written over.
        const parts = await readDeliveries(query, 'd.digest_id = $1 order by d.position for update', [
          digestId,
        ]);
        const { patches, result } = decide(digest, parts, await now(query));
        for (const { key } of parts) {
          const patch = patches.get(key);
          if (patch !== undefined) await patchDelivery(query, key, patch);
        }
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

    list: ({ state, channelKey, limit }) =>
      sql.query<DeliveryRecord>(
        `select ${DELIVERY_FIELDS}, c.key as "channelKey", g.slot
         from broadsheet.deliveries d
           join broadsheet.digests g on g.id = d.digest_id
           join broadsheet.channels c on c.id = g.channel_id
         where ($1::text is null or d.state = $1) and ($2::text is null or c.key = $2)
         order by g.slot_at desc, g.id desc, d.position limit $3`,
        [state ?? null, channelKey === undefined ? null : text(channelKey), limit],
      ),
  };
}

async function now(query: Query): Promise<Date> {
  const rows = await query<{ now: Date }>('select broadsheet.clock() as now');
  return rows[0]?.now ?? new Date(NaN);
}
