import { formatChannelKey } from '../../src/channels/address.js';
import type { ChannelAddress } from '../../src/channels/channel.js';
import type { NextSlot } from '../../src/ports/channel-store.js';
import type { NoticeClaim, PauseStore, PlatformPause } from '../../src/ports/pause-store.js';
import type { PauseScope } from '../../src/ports/publisher.js';
import { reopenUnsent } from './channel-change.js';
import { readChannels } from './channel-rows.js';
import { type Query, type Sql, text } from './sql.js';

interface PauseRow {
  id: number;
  at: Date;
  scope: PauseScope;
  noticed: boolean;
  checked_at: Date | null;
  seen: boolean;
}

/** This very pause of channel `$1`: instants go through milliseconds, which is all that a Date carries. */
const THIS_PAUSE = `id = $1 and pause_by = 'platform' and date_trunc('milliseconds', paused_at) = $2`;
/** A reason that comes back within this time after it was told is known to people, unless one of them resumed. */
const KNOWN_FOR = '7 days';

export function createPauseStore(sql: Sql): PauseStore {
  return {
    pauseAll: async (platform, workspace, reason) => {
      const rows = await sql.query<{ key: string }>(
        `update broadsheet.channels
         set pause_reason = $3, pause_by = 'platform', paused_at = broadsheet.clock(),
           pause_scope = case when $2::text is null then 'platform' else 'workspace' end
         where platform = $1 and ($2::text is null or workspace = $2) and paused_at is null returning key`,
        [platform, workspace === null ? null : text(workspace), text(reason)],
      );
      return rows.map(({ key }) => key).sort();
    },

    standing: () => standing(sql.query),
    takeNotice: (channelId, at) => takeNotice(sql, channelId, at),

    returnNotice: async (channelId, at) => {
      await sql.query(
        `update broadsheet.channels set noticed_for = null, noticed_reason = null where ${THIS_PAUSE}`,
        [channelId, at],
      );
    },

    checked: async (channelId, at, seen) => {
      await sql.query(
        `update broadsheet.channels set checked_for = paused_at, checked_at = broadsheet.clock(),
           seen_for = case when $3 then paused_at else seen_for end
         where ${THIS_PAUSE}`,
        [channelId, at, seen],
      );
    },

    end: (channelId, at, next) => sql.transaction((query) => end(query, channelId, at, next)),

    rename: async (address, name) => {
      const rows = await sql.query<{ id: number }>(
        'update broadsheet.channels set name = $2 where key = $1 and name is distinct from $2 returning id',
        [text(formatChannelKey(address)), text(name)],
      );
      return rows.length > 0;
    },

    move: (from, place) => sql.transaction((query) => move(query, from, place)),
  };
}

// --- Internal helpers ---

async function end(query: Query, channelId: number, at: Date, next: NextSlot): Promise<boolean> {
  const ended = await query<{ id: number }>(
    `update broadsheet.channels
     set pause_reason = null, pause_by = null, paused_at = null, pause_scope = null,
       next_slot = $3, next_due_at = $4
     where ${THIS_PAUSE} returning id`,
    [channelId, at, next.slot, next.dueAt],
  );
  // What was chosen before the pause may be hours old.
  if (ended.length > 0) await reopenUnsent(query, channelId, null);
  return ended.length > 0;
}

async function move(query: Query, from: ChannelAddress, place: string): Promise<boolean> {
  const keys = [formatChannelKey(from), formatChannelKey({ ...from, place })].map(text);
  const moved = await query<{ id: number }>(
    `update broadsheet.channels c set key = $2, place = $3
     where key = $1 and not exists (select from broadsheet.channels o where o.key = $2) returning id`,
    [...keys, text(place)],
  );
  if (moved.length > 0) {
    await query(
      `update broadsheet.feedback f set channel_key = $2 where channel_key = $1 and not exists (
         select from broadsheet.feedback o
         where o.channel_key = $2 and o.person = f.person and o.paper_id = f.paper_id)`,
      keys,
    );
    await query('update broadsheet.saved_papers set channel_key = $2 where channel_key = $1', keys);
  }
  return moved.length > 0;
}

async function standing(query: Query): Promise<readonly PlatformPause[]> {
  const rows = await query<PauseRow>(
    `select id, paused_at as at, coalesce(pause_scope, 'channel') as scope,
       noticed_for is not distinct from paused_at as noticed,
       case when checked_for = paused_at then checked_at end as checked_at,
       seen_for is not distinct from paused_at as seen
     from broadsheet.channels where pause_by = 'platform' and paused_at is not null order by paused_at, id`,
  );
  if (rows.length === 0) return [];
  const channels = await readChannels(query, 'c.id = any($1::bigint[])', [rows.map(({ id }) => id)]);
  return rows.flatMap(({ id, at, checked_at, ...row }) => {
    const channel = channels.find((each) => each.id === id);
    if (channel?.pause?.by !== 'platform') return [];
    return [{ channel, at, reason: channel.pause.reason, checkedAt: checked_at, ...row }];
  });
}

/** The row is locked first, so that of two processes one sees what the other has written. */
async function takeNotice(sql: Sql, channelId: number, at: Date): Promise<NoticeClaim> {
  const rows = await sql.query<{ known: boolean }>(
    `with before as (
       select id, noticed_at, coalesce(noticed_reason = pause_reason
         and noticed_at > broadsheet.clock() - interval '${KNOWN_FOR}', false) as known
       from broadsheet.channels where ${THIS_PAUSE} and noticed_for is distinct from paused_at for update)
     update broadsheet.channels c
     set noticed_for = c.paused_at, noticed_reason = c.pause_reason,
       noticed_at = case when b.known then b.noticed_at else broadsheet.clock() end
     from before b where b.id = c.id
     returning b.known`,
    [channelId, at],
  );
  const [row] = rows;
  if (row === undefined) return 'taken';
  return row.known ? 'known' : 'mine';
}
