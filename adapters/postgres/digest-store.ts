import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Channel } from '../../src/channels/channel.js';
import { AppError } from '../../src/errors.js';
import type { PlannedPart } from '../../src/digests/delivery.js';
import type { Digest, DigestContent } from '../../src/digests/digest.js';
import type { DigestStore, DigestWork } from '../../src/ports/digest-store.js';
import { pictureId, type Drawing } from '../../src/pictures/drawing.js';
import { batchesOf } from './batches.js';
import { readChannels } from './channel-rows.js';
import { HAD } from './channel-store.js';
import { openDueDigests } from './digest-open.js';
import { readDigests } from './digest-rows.js';
import { json, type Query, type Sql, text } from './sql.js';

export function createDigestStore(sql: Sql): DigestStore {
  return {
    get: async (digestId) => (await readDigests(sql.query, 'g.id = $1', [digestId]))[0] ?? null,
    openDue: (leadMs, plan) => openDueDigests(sql, leadMs, plan),

    openNow: (channelId) => openNow(sql, channelId),

    find: async (channelId, slot) =>
      (await readDigests(sql.query, 'g.channel_id = $1 and g.slot = $2', [channelId, text(slot)]))[0] ?? null,

    work: async (leadMs) => {
      const rows = await sql.query<DigestWork>(
        `select g.id as "digestId", g.platform, g.status, g.slot_at as "slotAt"
         from broadsheet.digests g join broadsheet.channels c on c.id = g.channel_id
         where g.status <> 'closed'
           and (c.paused_at is null or g.slot_at < (select broadsheet.clock()) - interval '6 hours')
           and g.slot_at <= (select broadsheet.clock()) + make_interval(secs => $1::float8 / 1000)
         order by g.slot_at, g.id`,
        [leadMs],
      );
      return rows;
    },

    freeze: (digest, content, parts, keyOf) =>
      sql.transaction((query) => freeze(query, digest, content, parts, keyOf)),

    close: async (digestId, outcome, reason, only) => {
      const rows = await sql.query<{ id: number }>(
        `update broadsheet.digests
         set status = 'closed', outcome = $2, reason = $3, closed_at = broadsheet.clock()
         where id = $1 and status <> 'closed' and ($4::text is null or status = $4) returning id`,
        [digestId, outcome, reason === null ? null : text(reason), only ?? null],
      );
      return rows.length > 0;
    },

    lastPosted: async (channelId) => {
      const rows = await sql.query<{ day: string | null }>(
        `select g.content ->> 'slot' as day from broadsheet.digests g
         where g.channel_id = $1 and g.outcome in ('posted', 'posted-partly')
         order by g.slot_at desc, g.id desc limit 1`,
        [channelId],
      );
      return rows[0]?.day ?? null;
    },

    drawing: (id) => findDrawing(sql, id),

    history: (channelId, limit) =>
      readDigests(sql.query, 'g.channel_id = $1 order by g.slot_at desc, g.id desc limit $2', [
        channelId,
        limit,
      ]),
  };
}

async function findDrawing(sql: Sql, id: string): Promise<Drawing | null> {
  const rows = await sql.query<{ picture: Drawing }>(
    `select content -> 'picture' as picture from broadsheet.digests
     where picture_id = $1 and content is not null limit 1`,
    [text(id)],
  );
  return rows[0]?.picture ?? null;
}

async function openNow(sql: Sql, channelId: number): Promise<Digest> {
  const rows = await sql.query<{ id: number }>(
    `insert into broadsheet.digests (channel_id, slot, platform, slot_at, status, created_at)
     select c.id, to_char(t.now at time zone 'UTC', '"now:"YYYY-MM-DD"T"HH24:MI:SS"Z-"') || $2,
       c.platform, t.now, 'open', t.now
     from broadsheet.channels c, (select broadsheet.clock() as now) t where c.id = $1
     returning id`,
    [channelId, randomUUID().slice(0, 8)],
  );
  const [digest] = await readDigests(sql.query, 'g.id = $1', [rows[0]?.id ?? null]);
  if (digest !== undefined) return digest;
  throw new AppError(`There is no channel number ${channelId} any more.`, {
    code: 'not-found',
    hint: 'List the channels with `broadsheet channels list`.',
  });
}

async function freeze(
  query: Query,
  { id: digestId, channel }: Pick<Digest, 'id' | 'channel'>,
  content: DigestContent,
  parts: readonly PlannedPart[],
  keyOf: (position: number) => string,
): Promise<boolean> {
  const [present] = await readChannels(query, 'c.id = $1 for update', [channel.id]);
  if (present === undefined || !isDeepStrictEqual(shapingOf(channel), shapingOf(present))) return false;
  if (await hadMeanwhile(query, channel.id, parts)) return false;
  const rows = await query<{ id: number }>(
    `update broadsheet.digests
     set status = 'composed', content = $2::json, picture_id = $3, composed_at = broadsheet.clock()
     where id = $1 and status = 'open' returning id`,
    [digestId, json(content), content.picture == null ? null : pictureId(content.picture)],
  );
  if (rows.length === 0) return false;
  const planned = parts.map((part, position) => ({
    key: keyOf(position),
    position,
    kind: part.kind,
    payload: part.payload,
    paper_ids: part.paperIds,
  }));
  for (const batch of batchesOf(planned))
    await query(
      `insert into broadsheet.deliveries (digest_id, key, position, kind, payload, paper_ids, state)
       select $1, key, position, kind, payload, paper_ids, 'pending' from json_to_recordset($2::json)
         as r (key text, position int, kind text, payload json, paper_ids text[])`,
      [digestId, json(batch)],
    );
  return true;
}

/** The settings that a choice is made by. */
function shapingOf({ schedule, count, layout, picture, topics }: Channel): object {
  return { schedule, count, layout, picture, topics: topics.map(({ name, query }) => ({ name, query })) };
}

/** Two digests of one channel may be composed side by side: the second one to freeze must not repeat a paper of the first. */
async function hadMeanwhile(
  query: Query,
  channelId: number,
  parts: readonly PlannedPart[],
): Promise<boolean> {
  const had = new Set((await query<{ id: string }>(HAD, [channelId])).map((row) => row.id));
  return parts.some(({ paperIds }) => paperIds.some((id) => had.has(id)));
}
