import type { AppsManifestValidateArguments } from '@slack/web-api';
import type { CommandDefinition } from '../../src/commands/definition.js';
import { definitions } from '../../src/commands/definitions.js';
import { LIMITS } from './limits.js';
import { BOT_EVENTS, BOT_SCOPES, UNFURL_DOMAINS } from './scopes.js';
import { plain } from './text.js';

/** How people ask for anything. */
export const COMMAND = '/papers';
/** `callback_id` of the message shortcut. */
export const FIND_SIMILAR = 'find_similar';

export type ManifestOptions = {
  /** The bot's name in Slack, at most 35 characters. Default `Broadsheet`. */
  readonly name?: string;
} & (
  | { readonly socketMode: true }
  /** Signed HTTP: where this server is reached from outside, without a slash at the end. */
  | { readonly socketMode: false; readonly publicUrl: string }
);

type Manifest = AppsManifestValidateArguments['manifest'];

/** The Slack app manifest, ready for "Create an app → From a manifest". Plain JSON. */
export function slackManifest(options: ManifestOptions): Readonly<Record<string, unknown>> {
  const name = plain(options.name ?? 'Broadsheet', LIMITS.appName) || 'Broadsheet';
  const url = options.socketMode ? null : `${options.publicUrl}/slack/events`;
  const manifest: Manifest = {
    display_information: {
      name,
      description: 'The day’s trending research papers, every morning.',
      background_color: '#1f2a37',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: name, always_online: true },
      slash_commands: [
        {
          command: COMMAND,
          description: 'Search papers, and choose what this channel gets',
          usage_hint: usageHint(definitions),
          should_escape: false,
          ...(url === null ? {} : { url }),
        },
      ],
      shortcuts: [
        {
          type: 'message',
          name: 'Find similar papers',
          callback_id: FIND_SIMILAR,
          description: 'Papers like those that this message links to',
        },
      ],
      unfurl_domains: [...UNFURL_DOMAINS],
    },
    oauth_config: { scopes: { bot: BOT_SCOPES.map(({ scope }) => scope) } },
    settings: {
      event_subscriptions: {
        ...(url === null ? {} : { request_url: url }),
        bot_events: BOT_EVENTS.map(({ event }) => event),
      },
      interactivity: {
        is_enabled: true,
        ...(url === null ? {} : { request_url: url, message_menu_options_url: url }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: options.socketMode,
      token_rotation_enabled: false,
    },
  };
  return manifest;
}

// --- Internal helpers ---

function usageHint(commands: readonly CommandDefinition[]): string {
  return `words to search | ${commands.map(({ name, second }) => [name, second].filter(Boolean).join(' ')).join(' | ')}`;
}
