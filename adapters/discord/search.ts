import type { DiscordRest } from './rest.js';

/** What one reading back looks for. */
export interface Search {
  readonly rest: DiscordRest;
  /** The bot's user id. */
  readonly me: string;
  readonly marker: string;
  /** Snowflake; only what is newer is looked at. */
  readonly after: string;
  readonly signal: AbortSignal;
}
