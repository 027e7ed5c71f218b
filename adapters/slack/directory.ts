import { z } from 'zod';
import type { ChannelAddress } from '../../src/channels/channel.js';
import { AppError } from '../../src/errors.js';
import type { Directory, PersonFacts } from '../../src/ports/directory.js';
import type { Logger } from '../../src/ports/logger.js';
import { createSlackCall, type SlackCall } from './client.js';
import { codeOf, neededScope, slackError } from './errors.js';

export interface SlackDirectoryDeps {
  readonly botToken: string;
  /** Web API base, e.g. `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /** How long what is known of a person counts. Default one minute: rights may be taken away. Milliseconds. */
  readonly rememberMs?: number;
  /** Wall-clock milliseconds. Default: the process's clock. */
  readonly now?: () => number;
}

const REMEMBER_MS = 60_000;
const MOST_REMEMBERED = 1_000;

const userSchema = z.object({
  user: z.object({
    tz: z.string().min(1).optional().catch(undefined),
    is_admin: z.boolean().optional(),
    is_owner: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    team_id: z.string().optional(),
    enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
  }),
});

/** Answers of `conversations.join` for places that a bot cannot enter by itself. */
const INVITED_ONLY = new Set(['method_not_supported_for_channel_type', 'channel_not_found']);
const SHUT = new Set(['is_archived', 'restricted_action']);

/** What Slack knows of people and places. One call is one attempt. */
export function createSlackDirectory(deps: SlackDirectoryDeps): Directory {
  const { botToken: token, apiUrl, logger, rememberMs = REMEMBER_MS, now = Date.now } = deps;
  const call = createSlackCall({ token, apiUrl, logger });
  const known = new Map<string, { readonly facts: PersonFacts; readonly until: number }>();
  return {
    async person({ workspace }, userId, signal) {
      const key = `${workspace}:${userId}`;
      const remembered = known.get(key);
      if (remembered !== undefined && remembered.until > now()) return remembered.facts;
      const facts = await askPerson(workspace, userId, call, signal);
      known.delete(key);
      known.set(key, { facts, until: now() + rememberMs });
      for (const oldest of known.keys()) {
        if (known.size <= MOST_REMEMBERED) break;
        known.delete(oldest);
      }
      return facts;
    },
    join: (address, signal) => join(address, call, signal),
  };
}

// --- Internal helpers ---

type User = z.infer<typeof userSchema>['user'];

async function askPerson(
  workspace: string,
  user: string,
  call: SlackCall,
  signal: AbortSignal,
): Promise<PersonFacts> {
  try {
    const { user: found } = userSchema.parse(await call('users.info', { user }, signal));
    const outside = isOutside(found, workspace);
    return {
      zone: found.tz ?? null,
      admin: !outside && (found.is_admin === true || found.is_owner === true),
      guest: outside || found.is_restricted === true || found.is_ultra_restricted === true,
    };
  } catch (thrown) {
    throw directoryError('Slack could not be asked about a person', thrown);
  }
}

/** In a channel shared with another workspace, its people and its administrators are guests of this one. */
function isOutside({ is_stranger, team_id: team, enterprise_user: grid }: User, workspace: string): boolean {
  if (is_stranger === true) return true;
  return team !== undefined && team !== workspace && grid?.teams?.includes(workspace) !== true;
}

async function join(
  { place }: ChannelAddress,
  call: SlackCall,
  signal: AbortSignal,
): Promise<boolean | null> {
  if (!place.startsWith('C')) return null;
  try {
    await call('conversations.join', { channel: place }, signal);
    return true;
  } catch (thrown) {
    const code = codeOf(thrown) ?? '';
    if (INVITED_ONLY.has(code)) return null;
    if (SHUT.has(code)) return false;
    throw directoryError('The bot could not enter the channel', thrown);
  }
}

function directoryError(what: string, thrown: unknown): AppError {
  const scope = codeOf(thrown) === 'missing_scope' ? (neededScope(thrown) ?? 'a permission') : null;
  const hint =
    scope === null
      ? 'Try again in a moment.'
      : `Add ${scope} under OAuth & Permissions → Bot Token Scopes, and reinstall the app.`;
  return new AppError(
    `${what}: ${thrown instanceof z.ZodError ? 'its answer is not understood' : slackError(thrown)}.`,
    {
      code: 'platform',
      retryable: scope === null,
      hint,
      cause: thrown,
    },
  );
}
