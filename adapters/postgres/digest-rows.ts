import type { Platform } from '../../src/channels/channel.js';
import type { Digest, DigestContent, DigestOutcome, DigestStatus } from '../../src/digests/digest.js';
import { readChannels } from './channel-rows.js';
import type { Query } from './sql.js';

interface DigestRow {
  id: number;
  channel_id: number;
  slot: string;
  platform: Platform;
  slot_at: Date;
  status: DigestStatus;
  outcome: DigestOutcome | null;
  reason: string | null;
  content: DigestContent | null;
}

/** Digests with their channel as it is now. @param where SQL on `g` with what follows it */
export async function readDigests(
  query: Query,
  where: string,
  values: readonly unknown[],
): Promise<readonly Digest[]> {
  const rows = await query<DigestRow>(`select g.* from broadsheet.digests g where ${where}`, values);
  if (rows.length === 0) return [];
  const channels = new Map(
    (await readChannels(query, 'c.id = any($1::bigint[])', [rows.map((row) => row.channel_id)])).map(
      (channel) => [channel.id, channel],
    ),
  );
  return rows.flatMap((row) => {
    const channel = channels.get(row.channel_id);
    if (channel === undefined) return [];
    return {
      id: row.id,
      channel,
      slot: row.slot,
      platform: row.platform,
      slotAt: row.slot_at,
      status: row.status,
      outcome: row.outcome,
      reason: row.reason,
      content: row.content,
    };
  });
}
