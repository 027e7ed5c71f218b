import { isDeepStrictEqual } from 'node:util';
import type { Channel, ChannelAddress, ChannelSettings, Pause } from '../../src/channels/channel.js';
import type { ChannelChange, NextSlot } from '../../src/ports/channel-store.js';
import { readChannels } from './channel-rows.js';
import { json, type Query, text } from './sql.js';

/** The body of `ChannelStore.change`, inside its transaction: whoever comes second waits for the row, and then sees it changed. */
export async function changeChannel(
  query: Query,
  address: ChannelAddress,
  { before, settings, next, setUpBy = null, name = null, pause }: ChannelChange,
): Promise<{ channel: Channel; created: boolean } | null> {
  const key = keyOf(address);
  const created = before === null && (await insert(query, address, settings, next, setUpBy));
  if (before === null && !created) return null;
  const [current] = await readChannels(query, 'c.key = $1 for update', [key]);
  if (current === undefined || (before !== null && !isSame(before, current))) return null;
  if (created) await writeTopics(query, current.id, settings);
  else await change(query, current, settings, next);
  if (name !== null)
    await query('update broadsheet.channels set name = $2 where id = $1', [current.id, text(name)]);
  if (pause === 'ends') await endPause(query, current.id, next);
  else if (pause !== undefined) await startPause(query, current.id, { ...pause, by: 'person' });
  return { channel: await readOne(query, key, ''), created };
}

/** @returns true when this call paused it */
export async function startPause(
  query: Query,
  channelId: number,
  pause: Omit<Pause, 'at'>,
): Promise<boolean> {
  const rows = await query<{ id: number }>(
    `update broadsheet.channels
     set pause_reason = $2, pause_by = $3, paused_at = broadsheet.clock(), pause_scope = null
     where id = $1 and paused_at is null returning id`,
    [channelId, text(pause.reason), pause.by],
  );
  if (rows.length === 0 && pause.by === 'person')
    await query(
      `update broadsheet.channels set pause_by = 'person' where id = $1 and pause_by = 'platform'`,
      [channelId],
    );
  return rows.length > 0;
}

async function endPause(query: Query, channelId: number, next: NextSlot): Promise<void> {
  await query(
    `update broadsheet.channels
     set pause_reason = null, pause_by = null, paused_at = null, pause_scope = null, noticed_reason = null,
       next_slot = $2, next_due_at = $3
     where id = $1`,
    [channelId, next.slot, next.dueAt],
  );
  // What was chosen before the pause may be hours old.
  await reopenUnsent(query, channelId, null);
}

/** @returns false when there is a channel with this address, which then stays as it is */
async function insert(
  query: Query,
  address: ChannelAddress,
  settings: ChannelSettings,
  next: NextSlot,
  setUpBy: string | null,
): Promise<boolean> {
  const inserted = await query<{ id: number }>(
    `insert into broadsheet.channels
       (key, platform, workspace, place, local_time, zone, days, count, layout, empty, managers, picture, next_slot,
        next_due_at, set_up_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, broadsheet.clock())
     on conflict (key) do nothing returning id`,
    [
      keyOf(address),
      address.platform,
      text(address.workspace),
      text(address.place),
      ...settingValues(settings),
      next.slot,
      next.dueAt,
      setUpBy === null ? null : text(setUpBy),
    ],
  );
  return inserted.length > 0;
}

async function change(
  query: Query,
  before: Channel,
  settings: ChannelSettings,
  next: NextSlot,
): Promise<void> {
  const scheduleChanged = !isDeepStrictEqual(before.schedule, settings.schedule);
  const choiceChanged = !isDeepStrictEqual(settingsOf(before), settingsOf(settings));
  await query(
    `update broadsheet.channels set
       local_time = $2, zone = $3, days = $4, count = $5, layout = $6, empty = $7, managers = $8, picture = $9
     where id = $1`,
    [before.id, ...settingValues(settings)],
  );
  if (!scheduleChanged && !choiceChanged) return;
  await query('delete from broadsheet.topics where channel_id = $1', [before.id]);
  await writeTopics(query, before.id, settings);
  // A slot that is due but not opened yet stays due when only other settings change.
  if (scheduleChanged)
    await query('update broadsheet.channels set next_slot = $2, next_due_at = $3 where id = $1', [
      before.id,
      next.slot,
      next.dueAt,
    ]);
  await reopenUnsent(query, before.id, scheduleChanged ? next : null);
}

/**
 * Takes back the choice of digests of which nothing was sent, so that they are composed again.
 * @param next a new slot: a digest of the same day moves to its new instant, and has another try if it ended empty or failed
 */
export async function reopenUnsent(query: Query, channelId: number, next: NextSlot | null): Promise<void> {
  const digests = await query<{ id: number }>(
    `select id from broadsheet.digests
     where channel_id = $1 and (status <> 'closed' or
       (slot = $2 and outcome in ('failed', 'skipped', 'nothing-matched', 'no-mailing', 'source-down')))
     order by id for update`,
    [channelId, next?.slot ?? null],
  );
  const unsent = await query<{ id: number }>(
    `select g.id from broadsheet.digests g
     where g.id = any($1::bigint[]) and not exists (
       select from broadsheet.deliveries d
       where d.digest_id = g.id and (d.state not in ('pending', 'skipped') or d.first_send_at is not null))`,
    [digests.map((row) => row.id)],
  );
  const ids = unsent.map((row) => row.id);
  if (ids.length === 0) return;
  await query('delete from broadsheet.deliveries where digest_id = any($1::bigint[])', [ids]);
  await query(
    `update broadsheet.digests set status = 'open', content = null, composed_at = null,
       outcome = null, reason = null, closed_at = null,
       slot_at = case when slot = $2 then $3 else slot_at end
     where id = any($1::bigint[])`,
    [ids, next?.slot ?? null, next?.dueAt ?? null],
  );
}

function keyOf({ platform, workspace, place }: ChannelAddress): string {
  return [platform, workspace, place].map(text).join(':');
}

/** The same channel, with what a person or the platform may have changed. Its next slot moves by itself. */
function isSame(a: Channel, b: Channel): boolean {
  const told = ({ id, schedule, managers, pause, ...rest }: Channel): object => ({
    id,
    schedule,
    managers,
    pause,
    ...settingsOf(rest),
  });
  return isDeepStrictEqual(told(a), told(b));
}

async function writeTopics(query: Query, channelId: number, settings: ChannelSettings): Promise<void> {
  await query(
    `insert into broadsheet.topics (channel_id, position, name, query)
     select $1, t.position, t.topic ->> 'name', t.topic ->> 'query'
     from json_array_elements($2::json) with ordinality as t (topic, position)`,
    [channelId, json(settings.topics)],
  );
}

async function readOne(query: Query, key: string, lock: string): Promise<Channel> {
  const [channel] = await readChannels(query, `c.key = $1 ${lock}`, [key]);
  if (channel === undefined) throw new Error(`The channel ${key} vanished while it was being stored.`);
  return channel;
}

function settingValues({
  schedule,
  count,
  layout,
  empty,
  managers,
  picture,
}: ChannelSettings): readonly unknown[] {
  return [schedule.time, schedule.zone, schedule.days, count, layout, empty, managers, picture];
}

function settingsOf({
  count,
  layout,
  empty,
  picture,
  topics,
}: Pick<ChannelSettings, 'count' | 'layout' | 'empty' | 'picture' | 'topics'>): object {
  return { count, layout, empty, picture, topics: topics.map(({ name, query }) => ({ name, query })) };
}
