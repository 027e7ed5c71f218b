import { type Query, text } from './sql.js';

/**
 * Deletes what commands and posts leave behind of a channel or a workspace and its channels: claims of what may be done
 * once, which would go after a day, and turns, which would go after an hour. Turns that are over say nothing any more and
 * go whosever they were: Discord's limits are kept by routes, which do not begin with a channel's key.
 * @param key a channel's key, or `platform:workspace`; no pattern
 */
export async function deleteTraces(query: Query, key: string): Promise<void> {
  // What a platform has asked to wait with stays until it is over, whoever comes back to the place meanwhile.
  await query(
    `delete from broadsheet.turns where (held_until is null or held_until <= broadsheet.clock())
       and (key = $1 or starts_with(key, $1 || ':') or next_at <= broadsheet.clock())`,
    [text(key)],
  );
  await query("delete from broadsheet.answers where position(':' || $1 || ':' in id || ':') > 0", [
    text(key),
  ]);
}
