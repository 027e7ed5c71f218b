import { createLogger } from '../../adapters/shared/logger.js';
import { packageRoot } from '../../adapters/shared/package-root.js';
import { slackManifest, type ManifestOptions } from '../../adapters/slack/manifest.js';
import type { MailConfig } from '../config-rules.js';
import type { Problem } from '../ports/publisher.js';
import type { PlaceList, TokenOwner } from '../ports/place-list.js';
import type { Runtime } from './runtime.js';

export { slackManifest };
/** How Slack reaches the bot. */
export type SlackLine = ManifestOptions;

/** What is asked of the platforms while the bot is set up, before there is a configuration. */

/** One question to a platform takes no longer; a person waits for it. */
const ASK_WITHIN_MS = 15_000;
const within = (): AbortSignal => AbortSignal.timeout(ASK_WITHIN_MS);
const logger = createLogger({ level: 'silent', pretty: false });

/** @throws AppError `config` when the token is refused, `platform` when Discord cannot be asked */
export async function askDiscord(token: string, apiUrl: string): Promise<TokenOwner> {
  const { discordTokenOwner } = await import('../../adapters/discord/token-owner.js');
  return discordTokenOwner({ token, apiUrl, logger }, within());
}

/** @throws AppError as `askDiscord` */
export async function askSlack(token: string, apiUrl: string): Promise<TokenOwner> {
  const { slackTokenOwner } = await import('../../adapters/slack/token-owner.js');
  return slackTokenOwner({ token, apiUrl, logger }, within());
}

/** Whether a Socket Mode token opens a line. @throws AppError as `askDiscord` */
export async function askSlackSocket(token: string, apiUrl: string): Promise<void> {
  const { checkSlackAppToken } = await import('../../adapters/slack/token-owner.js');
  await checkSlackAppToken({ token, apiUrl, logger }, within());
}

/** Connects to the mail server and logs in. @returns what is in the way */
export async function askMailServer(mail: MailConfig): Promise<readonly Problem[]> {
  const { createSmtp, createSmtpCheck } = await import('../../adapters/email/index.js');
  return (await createSmtpCheck({ smtp: createSmtp(mail) })(within())).problems;
}

/** The invitation of an application. */
export async function invitationOf(appId: string): Promise<string> {
  const { inviteLink } = await import('../../adapters/discord/invite.js');
  return inviteLink(appId);
}

/** Where a platform's bot could post; null when the platform is off. */
export async function placesOf(
  platform: 'discord' | 'slack',
  { config }: Pick<Runtime, 'config'>,
): Promise<PlaceList | null> {
  if (platform === 'discord') {
    const { createDiscordPlaceList } = await import('../../adapters/discord/place-list.js');
    return config.discord && createDiscordPlaceList({ ...config.discord, logger });
  }
  const { createSlackPlaceList } = await import('../../adapters/slack/place-list.js');
  return config.slack && createSlackPlaceList({ ...config.slack, logger });
}

/** Where the shipped files are, `.env.example` among them. */
export function shippedFolder(): string {
  return packageRoot(import.meta.url);
}
