import { LIMITS } from './limits.js';
import { plain } from './text.js';

/** What the app may do, each with its reason; nothing is asked for in advance. */
export const BOT_SCOPES: readonly { readonly scope: string; readonly why: string }[] = [
  { scope: 'chat:write', why: 'post the digest' },
  { scope: 'chat:write.public', why: 'post in public channels without an invitation' },
  { scope: 'channels:read', why: 'check a public channel before it is added' },
  { scope: 'groups:read', why: 'check a private channel before it is added' },
  {
    scope: 'channels:history',
    why: 'see in a public channel whether a post whose answer was lost has arrived',
  },
  { scope: 'groups:history', why: 'the same in a private channel' },
];

export interface ManifestOptions {
  /** True for Socket Mode, false for signed HTTP. */
  readonly socketMode: boolean;
  /** The bot's name in Slack, at most 35 characters. Default `Broadsheet`. */
  readonly name?: string;
}

/** The Slack app manifest, ready for "Create an app → From a manifest". Plain JSON. */
export function slackManifest(options: ManifestOptions): Readonly<Record<string, unknown>> {
  const name = plain(options.name ?? 'Broadsheet', LIMITS.appName) || 'Broadsheet';
  return {
    display_information: {
      name,
      description: 'The day’s trending research papers, every morning.',
      background_color: '#1f2a37',
    },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: false },
      bot_user: { display_name: name, always_online: true },
    },
    oauth_config: { scopes: { bot: BOT_SCOPES.map(({ scope }) => scope) } },
    settings: {
      org_deploy_enabled: false,
      socket_mode_enabled: options.socketMode,
      token_rotation_enabled: false,
    },
  };
}
