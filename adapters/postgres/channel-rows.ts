import { usualManagers } from '../../src/channels/settings.js';
import type {
  Channel,
  Layout,
  Managers,
  Pause,
  Platform,
  Topic,
  Weekday,
} from '../../src/channels/channel.js';
import type { Query } from './sql.js';

export interface PauseRow {
  pause_reason: string | null;
  pause_by: Pause['by'] | null;
  paused_at: Date | null;
}

export interface ChannelRow extends PauseRow {
  id: number;
  key: string;
  platform: Platform;
  workspace: string;
  place: string;
  local_time: string;
  zone: string;
  days: Weekday[];
  count: number;
  layout: Layout;
  empty: 'silent' | 'line';
  picture: 'on' | 'off';
  /** Null in rows of before there was a choice. */
  managers: Managers | null;
  set_up_by: string | null;
  name: string | null;
  next_slot: string;
  next_due_at: Date;
  created_at: Date;
}

interface TopicRow extends Topic {
  channel_id: number;
}

/** Channels with their topics. @param where SQL on `c`, e.g. `c.key = $1`, with what follows it (order, lock) */
export async function readChannels(
  query: Query,
  where: string,
  values: readonly unknown[],
): Promise<readonly Channel[]> {
  const rows = await query<ChannelRow>(`select c.* from broadsheet.channels c where ${where}`, values);
  if (rows.length === 0) return [];
  const topics = await query<TopicRow>(
    `select channel_id, name, query from broadsheet.topics
     where channel_id = any($1::bigint[]) order by channel_id, position`,
    [rows.map((row) => row.id)],
  );
  return rows.map((row) =>
    toChannel(
      row,
      topics.flatMap(({ channel_id, ...topic }) => (channel_id === row.id ? [topic] : [])),
    ),
  );
}

function toChannel(row: ChannelRow, topics: readonly Topic[]): Channel {
  return {
    id: row.id,
    key: row.key,
    address: { platform: row.platform, workspace: row.workspace, place: row.place },
    schedule: { time: row.local_time, zone: row.zone, days: row.days },
    count: row.count,
    layout: row.layout,
    empty: row.empty,
    picture: row.picture,
    managers: row.managers ?? usualManagers(row.platform),
    setUpBy: row.set_up_by,
    ...(row.name === null ? {} : { name: row.name }),
    topics,
    pause: toPause(row),
    nextSlot: row.next_slot,
    nextDueAt: row.next_due_at,
    createdAt: row.created_at,
  };
}

export function toPause(row: PauseRow): Pause | null {
  if (row.paused_at === null) return null;
  return { reason: row.pause_reason ?? '', by: row.pause_by ?? 'person', at: row.paused_at };
}
