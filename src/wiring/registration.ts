import type { Registration } from '../../adapters/discord/register.js';
import { platformOff } from '../channels/platform.js';
import { AppError, describeError } from '../errors.js';
import type { Runtime } from './runtime.js';

const REGISTER_WITHIN_MS = 15_000;

export interface RegisterOptions {
  /** A server to register in instead of everywhere. */
  readonly guildId?: string;
  /** Also when nothing has changed. Default false. */
  readonly force?: boolean;
}

/**
 * Tells Discord which commands there are; nothing is sent when the same was told before.
 * @throws AppError `config` when Discord is off or refuses the token, `platform` when it cannot be reached
 */
export async function registerCommands(
  { config, stores, refusals }: Runtime,
  options: RegisterOptions = {},
): Promise<Registration> {
  const { discord } = config;
  if (discord === null) throw discordOff();
  const { registerDiscordCommands } = await import('../../adapters/discord/register.js');
  const deps = { ...discord, ...options, facts: stores.facts, refusals };
  return registerDiscordCommands(deps, AbortSignal.timeout(REGISTER_WITHIN_MS));
}

/** The link that invites the bot with exactly the rights it uses. @throws AppError as `registerCommands` */
export async function discordInviteLink({ config, refusals }: Runtime): Promise<string> {
  const { discord } = config;
  if (discord === null) throw discordOff();
  const [{ inviteLink }, { discordApplicationId }] = await Promise.all([
    import('../../adapters/discord/invite.js'),
    import('../../adapters/discord/register.js'),
  ]);
  const signal = AbortSignal.timeout(REGISTER_WITHIN_MS);
  return inviteLink(discord.appId ?? (await discordApplicationId({ ...discord, refusals }, signal)));
}

/** Registers when the bot starts, unless that is switched off. A failure is logged; the commands of before go on working. */
export async function registerOnStart(runtime: Runtime): Promise<void> {
  const { config, logger } = runtime;
  if (config.discord === null || !config.registerCommands || !config.roles.has('gateway')) return;
  try {
    const { kind } = await registerCommands(runtime);
    logger.info({ kind }, 'Discord commands are up to date');
  } catch (error) {
    const repair = 'Try again with: broadsheet register';
    logger.warn({ error: describeError(error), repair }, 'Discord commands could not be registered');
  }
}

// --- Internal helpers ---

function discordOff(): AppError {
  const { message, hint } = platformOff('discord');
  return new AppError(message, { code: 'config', hint });
}
