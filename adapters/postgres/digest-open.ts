import type { Channel } from '../../src/channels/channel.js';
import type { DuePlan } from '../../src/ports/digest-store.js';
import { readChannels } from './channel-rows.js';
import { type Query, type Sql, text } from './sql.js';

type Plan = (channel: Channel, now: Date) => DuePlan;

/** Due and not paused. $1: milliseconds ahead. */
const DUE = `c.paused_at is null
  and c.next_due_at <= (select broadsheet.clock()) + make_interval(secs => $1::float8 / 1000)`;

/**
 * The body of `DigestStore.openDue`. A channel whose plan cannot be made does not keep the others from theirs; its
 * error is thrown after them.
 */
export async function openDueDigests(sql: Sql, leadMs: number, plan: Plan): Promise<number> {
  const due = await sql.query<{ id: number }>(
    `select c.id from broadsheet.channels c where ${DUE} order by c.next_due_at, c.id`,
    [leadMs],
  );
  let opened = 0;
  let fault: { readonly error: unknown } | undefined;
  for (const { id } of due) {
    try {
      opened += await sql.transaction((query) => openOne(query, id, leadMs, plan));
    } catch (error) {
      fault ??= { error };
    }
  }
  if (fault !== undefined) throw fault.error;
  return opened;
}

async function openOne(query: Query, channelId: number, leadMs: number, plan: Plan): Promise<number> {
  // Another process that has the channel just now opens its slot.
  const [channel] = await readChannels(query, `${DUE} and c.id = $2 for update skip locked`, [
    leadMs,
    channelId,
  ]);
  if (channel === undefined) return 0;
  const [clock] = await query<{ now: Date }>('select broadsheet.clock() as now');
  const { open, skipped, next } = plan(channel, clock?.now ?? new Date(NaN));

  for (const slot of skipped)
    await query(
      `insert into broadsheet.digests
         (channel_id, slot, platform, slot_at, status, outcome, reason, created_at, closed_at)
       values ($1, $2, $3, $4, 'closed', 'skipped', $5, broadsheet.clock(), broadsheet.clock())
       on conflict (channel_id, slot) do nothing`,
      [channelId, slot.slot, channel.address.platform, slot.dueAt, text(slot.reason)],
    );
  const rows = open === null ? [] : await insertOpen(query, channel, open.slot, open.dueAt);
  await query('update broadsheet.channels set next_slot = $2, next_due_at = $3 where id = $1', [
    channelId,
    next.slot,
    next.dueAt,
  ]);
  return rows.length;
}

function insertOpen(
  query: Query,
  channel: Channel,
  slot: string,
  slotAt: Date,
): Promise<readonly { id: number }[]> {
  return query<{ id: number }>(
    `insert into broadsheet.digests (channel_id, slot, platform, slot_at, status, created_at)
     values ($1, $2, $3, $4, 'open', broadsheet.clock())
     on conflict (channel_id, slot) do nothing returning id`,
    [channel.id, slot, channel.address.platform, slotAt],
  );
}
