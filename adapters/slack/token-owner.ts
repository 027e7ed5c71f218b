import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import type { TokenOwner } from '../../src/ports/place-list.js';
import { createSlackCall } from './client.js';
import { codeOf, slackError } from './errors.js';
import { authSchema } from './schema.js';
import { BOT_SCOPES } from './scopes.js';

export interface SlackTokenDeps {
  readonly token: string;
  /** Web API base, e.g. `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly logger: Logger;
}

/**
 * Asks Slack whose bot token this is, and what it may not do though it should.
 * @throws AppError `config` when it is nobody's, `platform` when Slack cannot be asked
 */
export async function slackTokenOwner(deps: SlackTokenDeps, signal: AbortSignal): Promise<TokenOwner> {
  const hint = 'Copy the "Bot User OAuth Token" (xoxb-…) from "OAuth & Permissions" of the installed app.';
  const auth = await asked('bot token', hint, async () =>
    authSchema.parse(await createSlackCall(deps)('auth.test', {}, signal)),
  );
  const granted = auth.response_metadata?.scopes;
  const lacks = BOT_SCOPES.map(({ scope }) => scope).filter((scope) => granted?.includes(scope) === false);
  return { name: `${auth.user ?? 'the bot'} in ${auth.team ?? auth.team_id}`, appId: null, lacks };
}

/** Asks Slack for a line to listen on, which is all that an app-level token is for. @throws AppError as above */
export async function checkSlackAppToken(deps: SlackTokenDeps, signal: AbortSignal): Promise<void> {
  const hint = 'Make one under "Basic Information" → "App-Level Tokens" with the scope connections:write.';
  await asked('app-level token', hint, () => createSlackCall(deps)('apps.connections.open', {}, signal));
}

// --- Internal helpers ---

/** Codes that tell of Slack's state and not of the token. */
const PASSING = new Set(['ratelimited', 'rate_limited', 'internal_error', 'fatal_error', 'request_timeout']);

async function asked<T>(what: string, hint: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const code = codeOf(cause);
    if (code !== null && !PASSING.has(code))
      throw new AppError(`Slack does not accept this ${what} (${code}).`, { code: 'config', hint, cause });
    throw new AppError(`${slackError(cause)}.`, {
      code: 'platform',
      retryable: true,
      hint: 'Check the network and SLACK_API_URL, and try again.',
      cause,
    });
  }
}
