import type { PartKind } from '../../src/digests/delivery.js';
import type { PauseScope } from '../../src/ports/publisher.js';

/** What one of Slack's error strings means for a part that was being posted. */
export type Verdict =
  | { readonly kind: 'delay'; readonly ms: number | null }
  /** Nothing reaches the channel, or any channel of the workspace, until a person acts. */
  | { readonly kind: 'pause'; readonly reason: string; readonly scope: PauseScope }
  /** This content never goes through. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Refused, and it should never have been sent so. */
  | { readonly kind: 'bug' }
  /** Slack failed by itself, perhaps after it had taken the message. */
  | { readonly kind: 'unknown' };

type Rule = (part: PartKind) => Verdict;

const MINUTE = 60_000;

const later =
  (ms: number | null): Rule =>
  () => ({ kind: 'delay', ms });
const paused =
  (reason: string, scope: PauseScope = 'channel'): Rule =>
  () => ({ kind: 'pause', reason, scope });
const unknown: Rule = () => ({ kind: 'unknown' });
const bug: Rule = () => ({ kind: 'bug' });
/** A thread can be lost without its channel; then only the cards of that day are. */
const threadGone =
  (why: string): Rule =>
  (part) =>
    part === 'card'
      ? { kind: 'refused', why }
      : { kind: 'pause', scope: 'channel', reason: `Slack refuses the message: ${why}.` };

const INVITE = 'Invite it with /invite @Broadsheet in the channel, then resume.';

/** Reasons that an event gives as well as a refused post. */
export const REASONS = {
  archived: 'The channel is archived. Unarchive it and invite the bot again, or remove it.',
  deleted: 'The channel was deleted. Remove it, or add another one.',
  left: `The bot was removed from this channel. ${INVITE}`,
  token:
    'Slack does not accept the bot token. Copy the Bot User OAuth Token of the installed app into SLACK_BOT_TOKEN and restart, then resume.',
} as const;

/** Slack's ways to say that it does not accept the token. */
export const TOKEN_CODES: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'user_removed_from_team',
  'not_allowed_token_type',
]);
const token = paused(REASONS.token, 'workspace');
const noChannel = paused(
  `Slack knows no such channel, or it is private and the bot is not in it. ${INVITE} If it was deleted, remove it.`,
);
const restricted = paused(
  'A setting of the workspace or channel forbids the bot to post. Allow apps to post in the channel’s posting permissions, then resume.',
);
const workspace = paused(
  'The workspace or organisation does not let the app in. Have an administrator approve it, then resume.',
  'workspace',
);

/**
 * The documented errors of `chat.postMessage`. All but Slack's own failures say that the message is certainly not
 * there; an error that is missing here counts as unknown, too.
 */
export const CODES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['channel_not_found', noChannel],
  ['not_in_channel', paused(`The bot is not in this channel. ${INVITE}`)],
  ['is_archived', paused(REASONS.archived)],
  ['restricted_action', restricted],
  ['restricted_action_read_only_channel', restricted],
  [
    'restricted_action_thread_only_channel',
    paused('This channel allows replies only. Choose another channel, or change its posting permissions.'),
  ],
  [
    'restricted_action_non_threadable_channel',
    paused('This channel allows no threads. Add it again with --layout compact.'),
  ],
  ['restricted_action_thread_locked', threadGone('its thread is locked')],
  ['thread_not_found', threadGone('its thread was deleted')],
  ['message_not_found', threadGone('its thread was deleted')],
  ['cannot_reply_to_message', threadGone('its head cannot have replies')],
  [
    'messages_tab_disabled',
    paused('The app’s Messages tab is off. Switch it on under App Home, then resume.'),
  ],
  ...[...TOKEN_CODES].map((code) => [code, token] as const),
  ['team_disabled', paused('The workspace is switched off at Slack.', 'workspace')],
  [
    'missing_scope',
    paused(
      'The app lacks the permission chat:write. Add it under OAuth & Permissions, reinstall the app, then resume.',
      'workspace',
    ),
  ],
  ['access_denied', workspace],
  ['no_permission', workspace],
  ['ekm_access_denied', workspace],
  ['enterprise_is_restricted', workspace],
  ['team_access_not_granted', workspace],
  ['org_login_required', workspace],
  ['two_factor_setup_required', workspace],
  ['accesslimited', workspace],
  ['team_not_found', workspace],
  ['rate_limited', later(null)],
  ['ratelimited', later(null)],
  ['message_limit_exceeded', later(10 * MINUTE)],
  ['team_added_to_org', later(10 * MINUTE)],
  ['invalid_blocks', bug],
  ['invalid_blocks_format', bug],
  ['block_mismatch', bug],
  ['msg_blocks_too_long', bug],
  ['msg_too_long', bug],
  ['no_text', bug],
  ['too_many_attachments', bug],
  ['markdown_text_conflict', bug],
  ['metadata_too_large', bug],
  ['metadata_must_be_sent_from_app', bug],
  ['invalid_metadata_format', bug],
  ['invalid_metadata_schema', bug],
  ['invalid_arguments', bug],
  ['invalid_arg_name', bug],
  ['invalid_array_arg', bug],
  ['invalid_charset', bug],
  ['invalid_form_data', bug],
  ['invalid_post_type', bug],
  ['missing_post_type', bug],
  ['as_user_not_supported', bug],
  ['duplicate_channel_not_found', bug],
  ['duplicate_message_not_found', bug],
  ['too_many_contact_cards', bug],
  ['deprecated_endpoint', bug],
  ['method_deprecated', bug],
  ['internal_error', unknown],
  ['fatal_error', unknown],
  ['service_unavailable', unknown],
  ['request_timeout', unknown],
]);
