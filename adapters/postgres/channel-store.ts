import type { ChannelStore } from '../../src/ports/channel-store.js';
import { changeChannel, startPause } from './channel-change.js';
import { readChannels } from './channel-rows.js';
import { forgetWhereSaved } from './people-store.js';
import { type Query, type Sql, text } from './sql.js';
import { deleteTraces } from './traces.js';

/** Papers of channel `$1` with a card that may be there or may still come. A pending card of a closed digest never comes. */
export const HAD = `
  select distinct unnest(d.paper_ids) as id
  from broadsheet.deliveries d join broadsheet.digests g on g.id = d.digest_id
  where g.channel_id = $1
    and (d.state in ('sending', 'sent', 'unknown') or (d.state = 'pending' and g.status <> 'closed'))`;

export function createChannelStore(sql: Sql): ChannelStore {
  return {
    change: (address, change) => sql.transaction((query) => changeChannel(query, address, change)),

    get: async (key) => (await readChannels(sql.query, 'c.key = $1', [text(key)]))[0] ?? null,

    list: () => readChannels(sql.query, 'true order by c.key collate "C"', []),

    remove: (key) => sql.transaction((query) => removeChannel(query, key)),

    pause: (channelId, pause) => startPause(sql.query, channelId, pause),

    moveNext: async (channelId, from, to) => {
      const rows = await sql.query<{ id: number }>(
        `update broadsheet.channels set next_slot = $4, next_due_at = $5
         where id = $1 and next_slot = $2 and next_due_at = $3 returning id`,
        [channelId, from.slot, from.dueAt, to.slot, to.dueAt],
      );
      return rows.length > 0;
    },

    had: async (channelId) => {
      const rows = await sql.query<{ id: string }>(HAD, [channelId]);
      return new Set(rows.map((row) => row.id));
    },

    forgetSetUp: async (platform, personId) => {
      const rows = await sql.query<{ id: number }>(
        'update broadsheet.channels set set_up_by = null where platform = $1 and set_up_by = $2 returning id',
        [platform, text(personId)],
      );
      return rows.length;
    },
  };
}

/** The body of `remove`, inside its transaction. @returns false when there was none */
export async function removeChannel(query: Query, key: string): Promise<boolean> {
  const rows = await query<{ id: number }>('delete from broadsheet.channels where key = $1 returning id', [
    text(key),
  ]);
  // Opinions hang on the key alone: they may be given where no digest goes.
  await query('delete from broadsheet.feedback where channel_key = $1', [text(key)]);
  await deleteTraces(query, key);
  await forgetWhereSaved(query, key);
  return rows.length > 0;
}
