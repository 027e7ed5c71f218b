import type { PartKind } from '../../src/digests/delivery.js';

/** What one of Slack's error strings means for a part that was being posted. */
export type Verdict =
  | { readonly kind: 'delay'; readonly ms: number | null }
  | { readonly kind: 'pause'; readonly reason: string }
  | { readonly kind: 'refused'; readonly why: string };

type Rule = (part: PartKind) => Verdict;

const MINUTE = 60_000;

const later =
  (ms: number | null): Rule =>
  () => ({ kind: 'delay', ms });
const paused =
  (reason: string): Rule =>
  () => ({ kind: 'pause', reason });
const refused =
  (why: string): Rule =>
  () => ({ kind: 'refused', why });
/** A thread can be lost without its channel; then only the cards of that day are. */
const threadGone =
  (why: string): Rule =>
  (part) =>
    part === 'card'
      ? { kind: 'refused', why }
      : { kind: 'pause', reason: `Slack refuses the message: ${why}.` };

const INVITE = 'Invite it with /invite @Broadsheet in the channel, then resume.';
const token = paused(
  'Slack does not accept the bot token. Copy the Bot User OAuth Token of the installed app into SLACK_BOT_TOKEN and restart, then resume.',
);
const noChannel = paused(
  `Slack knows no such channel, or it is private and the bot is not in it. ${INVITE} If it was deleted, remove it.`,
);
const restricted = paused(
  'A setting of the workspace or channel forbids the bot to post. Allow apps to post in the channel’s posting permissions, then resume.',
);
const ours = refused('this is a fault of this program');
const workspace = paused(
  'The workspace or organisation does not let the app in. Have an administrator approve it, then resume.',
);

/**
 * The errors of `chat.postMessage` after which the message is certainly not there. An error that is missing here
 * counts as unknown: Slack's own failures (`internal_error`, `fatal_error`, `service_unavailable`,
 * `request_timeout`) may come after the message was taken.
 */
export const CODES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['channel_not_found', noChannel],
  ['not_in_channel', paused(`The bot is not in this channel. ${INVITE}`)],
  ['is_archived', paused('The channel is archived. Unarchive it and invite the bot again, or remove it.')],
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
  ['invalid_auth', token],
  ['not_authed', token],
  ['account_inactive', token],
  ['token_revoked', token],
  ['token_expired', token],
  ['user_removed_from_team', token],
  ['not_allowed_token_type', token],
  ['team_disabled', paused('The workspace is switched off at Slack.')],
  [
    'missing_scope',
    paused(
      'The app lacks the permission chat:write. Add it under OAuth & Permissions, reinstall the app, then resume.',
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
  ['invalid_blocks', ours],
  ['invalid_blocks_format', ours],
  ['block_mismatch', ours],
  ['msg_blocks_too_long', ours],
  ['msg_too_long', ours],
  ['no_text', ours],
  ['too_many_attachments', ours],
  ['markdown_text_conflict', ours],
  ['metadata_too_large', ours],
  ['metadata_must_be_sent_from_app', ours],
  ['invalid_metadata_format', ours],
  ['invalid_metadata_schema', ours],
  ['invalid_arguments', ours],
  ['invalid_arg_name', ours],
  ['invalid_array_arg', ours],
  ['invalid_charset', ours],
  ['invalid_form_data', ours],
  ['invalid_post_type', ours],
  ['missing_post_type', ours],
]);
