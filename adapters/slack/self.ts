import type { SlackCall } from './client.js';
import { authSchema, type Auth } from './schema.js';

/** Who the bot token says we are. Rejects with what the call throws. */
export interface Self {
  /** Asks Slack once and remembers the answer. */
  readonly known: (signal: AbortSignal) => Promise<Auth>;
  /** Asks Slack again. */
  readonly fresh: (signal: AbortSignal) => Promise<Auth>;
}

export function createSelf(call: SlackCall): Self {
  let known: Auth | null = null;
  const fresh = async (signal: AbortSignal): Promise<Auth> => {
    known = authSchema.parse(await call('auth.test', {}, signal));
    return known;
  };
  return { fresh, known: async (signal) => known ?? fresh(signal) };
}
