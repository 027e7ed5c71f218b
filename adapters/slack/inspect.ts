import type { ChannelAddress } from '../../src/channels/channel.js';
import type { PlaceReport, Problem } from '../../src/ports/publisher.js';
import type { SlackCall } from './client.js';
import { REASONS } from './error-codes.js';
import { codeOf, neededScope, slackError } from './errors.js';
import { channelSchema, type Auth, type ChannelInfo } from './schema.js';

/** Slack is busy, or has failed by itself. */
const UNSURE = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

/** What keeps the bot from posting to a place or from reading its own posts back, each with its repair. */
export async function inspectPlace(
  address: ChannelAddress,
  call: SlackCall,
  self: (signal: AbortSignal) => Promise<Auth>,
  signal: AbortSignal,
): Promise<PlaceReport> {
  let auth: Auth;
  try {
    auth = await self(signal);
  } catch (thrown) {
    return { name: null, problems: [tokenProblem(thrown)], ...unsureIf(thrown) };
  }
  if (auth.team_id !== address.workspace) {
    const rightKey = `slack:${auth.team_id}:${address.place}`;
    return { name: null, problems: [wrongTeam(address, auth)], rightKey };
  }
  if (address.place.startsWith('D')) return inspectDirect(address, call, auth, signal);
  const mention = `/invite @${auth.user ?? 'Broadsheet'}`;
  try {
    const { channel } = channelSchema.parse(
      await call('conversations.info', { channel: address.place }, signal),
    );
    const scopes = auth.response_metadata?.scopes ?? null;
    const problems = channelProblems(channel, scopes, mention);
    return { name: nameOf(channel), problems, ...(isInside(channel) ? {} : { leftReason: REASONS.left }) };
  } catch (thrown) {
    return { name: null, problems: [channelProblem(address, thrown, mention)], ...unsureIf(thrown) };
  }
}

// --- Internal helpers ---

/** Reading it back is all that a digest needs beyond posting; looking it up would take one permission more. */
async function inspectDirect(
  { place }: ChannelAddress,
  call: SlackCall,
  auth: Auth,
  signal: AbortSignal,
): Promise<PlaceReport> {
  const name = 'direct message';
  const scopes = auth.response_metadata?.scopes;
  const problems =
    scopes?.includes('chat:write') === false ? [scopeProblem('chat:write', 'post messages')] : [];
  try {
    await call('conversations.history', { channel: place, limit: 1 }, signal);
    return { name, problems };
  } catch (thrown) {
    return { name, problems: [...problems, directProblem(thrown, auth)], ...unsureIf(thrown) };
  }
}

function directProblem(thrown: unknown, auth: Auth): Problem {
  const code = codeOf(thrown);
  if (code === 'channel_not_found')
    return problem(
      'This is a conversation between people, and the bot is not in it.',
      `Write to ${auth.user ?? 'Broadsheet'} itself: find it under Apps, then Messages.`,
    );
  if (code === 'missing_scope') return readingProblem(neededScope(thrown) ?? 'im:history');
  return code === null ? unreachable(thrown) : tokenProblem(thrown);
}

function channelProblems(
  channel: ChannelInfo,
  scopes: readonly string[] | null,
  invite: string,
): readonly Problem[] {
  const name = nameOf(channel) ?? channel.id;
  const lacks = (scope: string) => scopes !== null && !scopes.includes(scope);
  if (channel.is_archived === true)
    return [problem(`${name} is archived.`, 'Unarchive it, or choose another channel.')];
  const problems = lacks('chat:write') ? [scopeProblem('chat:write', 'post messages')] : [];
  if (!isInside(channel)) return [...problems, outside(name, lacks, invite)];
  const history = historyScope(channel);
  if (lacks(history)) problems.push(readingProblem(history));
  return problems;
}

function isInside(channel: ChannelInfo): boolean {
  return channel.is_member === true || channel.is_mpim === true;
}

/** Not a member: posting may still work, reading back never does. */
function outside(name: string, lacks: (scope: string) => boolean, invite: string): Problem {
  const hint = `Type ${invite} in ${name}.`;
  return lacks('chat:write.public')
    ? problem(`The bot is not in ${name} and may not post there.`, hint)
    : {
        ...problem(
          `The bot is not in ${name}: it may post, but cannot see whether a post has arrived.`,
          hint,
        ),
        harmless: true,
      };
}

function historyScope(channel: ChannelInfo): string {
  if (channel.is_mpim === true) return 'mpim:history';
  return channel.is_private === true ? 'groups:history' : 'channels:history';
}

function scopeProblem(scope: string, what: string): Problem {
  return problem(
    `The Slack app lacks the permission ${scope}, which it needs to ${what}.`,
    `Add ${scope} under OAuth & Permissions → Bot Token Scopes, and reinstall the app.`,
  );
}

function readingProblem(scope: string): Problem {
  return { ...scopeProblem(scope, 'see whether a post has arrived'), harmless: true };
}

function channelProblem(address: ChannelAddress, thrown: unknown, invite: string): Problem {
  const code = codeOf(thrown);
  if (code === 'channel_not_found')
    return problem(
      `Slack knows no channel ${address.place}, or it is private and the bot is not in it.`,
      `Type ${invite} in the channel. Its id is at the bottom of the channel's details.`,
    );
  if (code === 'missing_scope') {
    const scope = neededScope(thrown) ?? 'channels:read and groups:read';
    return scopeProblem(scope, 'look up the channel');
  }
  return code === null ? unreachable(thrown) : tokenProblem(thrown);
}

function tokenProblem(thrown: unknown): Problem {
  const code = codeOf(thrown);
  if (code === null || code === 'ratelimited' || code === 'rate_limited') return unreachable(thrown);
  return problem(
    `Slack does not accept the bot token (${code}).`,
    'Copy the Bot User OAuth Token of the installed app into SLACK_BOT_TOKEN.',
  );
}

/** What Slack did not say by a code of its own tells of the network, not of the place. */
function unsureIf(thrown: unknown): Pick<PlaceReport, 'unsure'> {
  const code = codeOf(thrown);
  return code === null || UNSURE.has(code) ? { unsure: true } : {};
}

function unreachable(thrown: unknown): Problem {
  return problem(`${slackError(thrown)}.`, 'Check the network and SLACK_API_URL, and try again.');
}

function wrongTeam(address: ChannelAddress, auth: Auth): Problem {
  const team = auth.team === undefined ? auth.team_id : `${auth.team} (${auth.team_id})`;
  return problem(
    `SLACK_BOT_TOKEN belongs to the workspace ${team}, not to ${address.workspace}.`,
    `Add the channel as slack:${auth.team_id}:${address.place}, or use the token of the other workspace.`,
  );
}

function nameOf(channel: ChannelInfo): string | null {
  return channel.name === undefined ? null : `#${channel.name}`;
}

function problem(message: string, hint: string): Problem {
  return { message, hint };
}
