import type {
  ChannelCount,
  DigestCount,
  ForPerson,
  ForPersonCount,
  PausedChannel,
  StatusStore,
} from '../../src/ports/status-store.js';
import type { Sql } from './sql.js';

export function createStatusStore(sql: Sql): StatusStore {
  return {
    channels: () =>
      sql.query<ChannelCount>(
        `select platform, count(*) filter (where paused_at is null)::int as active,
           count(paused_at)::int as paused
         from broadsheet.channels group by platform order by platform`,
        [],
      ),

    forPersonCounts: () =>
      sql.query<ForPersonCount>(
        `select g.platform, count(*)::int as count
         from broadsheet.deliveries d join broadsheet.digests g on g.id = d.digest_id
         where d.state = 'unknown' and d.parked group by g.platform order by g.platform`,
        [],
      ),

    digests: (withinMs) =>
      sql.query<DigestCount>(
        `select platform, "end", sum(count)::int as count from (
           select platform, outcome as "end", count(*) from broadsheet.digests
           where status = 'closed'
             and closed_at > (select broadsheet.clock()) - make_interval(secs => $1::float8 / 1000)
           group by platform, outcome
           union all
           select platform, status, count(*) from broadsheet.digests
           where status <> 'closed' and slot_at <= (select broadsheet.clock()) + interval '5 minutes'
           group by platform, status
         ) ends group by platform, "end" order by platform, "end"`,
        [withinMs],
      ),

    paused: (limit) =>
      sql.query<PausedChannel>(
        `select key, name, pause_reason as reason, pause_by as by, paused_at as since
         from broadsheet.channels where paused_at is not null and platform <> 'email'
         order by paused_at desc, id desc limit $1`,
        [limit],
      ),

    forPerson: (limit) =>
      sql.query<ForPerson>(
        `select d.key, c.key as "channelKey", g.slot, d.kind, d.position, d.last_error as error
         from broadsheet.deliveries d
           join broadsheet.digests g on g.id = d.digest_id
           join broadsheet.channels c on c.id = g.channel_id
         where d.state = 'unknown' and d.parked
         order by g.slot_at desc, g.id desc, d.position limit $1`,
        [limit],
      ),
  };
}
