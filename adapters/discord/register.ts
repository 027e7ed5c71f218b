import { createHash } from 'node:crypto';
import { DiscordAPIError, Routes } from 'discord.js';
import type { CommandDefinition } from '../../src/commands/definition.js';
import { definitions as ours } from '../../src/commands/definitions.js';
import { AppError } from '../../src/errors.js';
import type { FactStore } from '../../src/ports/workspace-store.js';
import { codeOf, discordError } from './errors.js';
import { inviteLink } from './invite.js';
import { registrationBody } from './register-body.js';
import { createDiscordRest, type DiscordRest, type DiscordRestDeps } from './rest.js';
import { idSchema } from './schema.js';

export interface RegisterOptions {
  /** Null: asked of Discord, which knows it by the token. */
  readonly appId: string | null;
  /** A server to register in instead of everywhere; there commands show at once, for trying things out. */
  readonly guildId?: string;
  /** Remembers what was registered last. */
  readonly facts: FactStore;
  /** Registers although nothing has changed. Default false. */
  readonly force?: boolean;
  /** Default: every command there is. */
  readonly definitions?: readonly CommandDefinition[];
}

export interface Registration {
  /** `unchanged`: the same was registered before, so nothing was sent. */
  readonly kind: 'registered' | 'unchanged';
  readonly appId: string;
  readonly guildId: string | null;
}

/** @throws AppError `config` or `platform` that says what to mend */
export async function registerCommands(
  options: RegisterOptions & { readonly rest: DiscordRest },
  signal: AbortSignal,
): Promise<Registration> {
  const { rest, facts, guildId = null } = options;
  const appId = await attempt(null, async () => options.appId ?? (await applicationId(rest, signal)));
  const body = registrationBody(options.definitions ?? ours, guildId === null ? 'global' : 'guild');
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const fact = `discord-commands:${appId}:${guildId ?? 'global'}`;
  if (options.force !== true && (await facts.get(fact)) === hash)
    return { kind: 'unchanged', appId, guildId };
  const route =
    guildId === null ? Routes.applicationCommands(appId) : Routes.applicationGuildCommands(appId, guildId);
  await attempt(appId, () => rest('put', route, { body, signal }));
  await facts.put(fact, hash);
  return { kind: 'registered', appId, guildId };
}

/** The same with a connection of its own. @param apiUrl REST base without version */
export function registerDiscordCommands(
  deps: RegisterOptions & DiscordRestDeps,
  signal: AbortSignal,
): Promise<Registration> {
  const rest = createDiscordRest(deps);
  return registerCommands({ ...deps, rest }, signal);
}

/** The id of the application that the token belongs to, for where nobody configured it. @throws AppError as above */
export function discordApplicationId(deps: DiscordRestDeps, signal: AbortSignal): Promise<string> {
  const rest = createDiscordRest(deps);
  return attempt(null, () => applicationId(rest, signal));
}

// --- Internal helpers ---

async function applicationId(rest: DiscordRest, signal: AbortSignal): Promise<string> {
  return idSchema.parse(await rest('get', Routes.currentApplication(), { signal })).id;
}

async function attempt<T>(appId: string | null, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw explained(cause, appId);
  }
}

function explained(cause: unknown, appId: string | null): AppError {
  const code = codeOf(cause);
  const message = `Discord’s commands were not registered: ${discordError(cause)}.`;
  if (cause instanceof DiscordAPIError && cause.status === 401)
    return new AppError('Discord does not accept the bot token.', {
      code: 'config',
      hint: 'Put the token from the developer portal (Bot → Reset Token) into DISCORD_TOKEN.',
      cause,
    });
  if (code === 10002 || code === 20012)
    return new AppError(message, {
      code: 'config',
      hint: 'DISCORD_APP_ID and DISCORD_TOKEN belong to different applications: copy both from one, or leave the id out.',
      cause,
    });
  const hint = hintFor(code, appId);
  return new AppError(message, {
    code: 'platform',
    retryable: hint === null,
    ...(hint === null ? {} : { hint }),
    cause,
  });
}

function hintFor(code: number | null, appId: string | null): string | null {
  if (code === 50001 || code === 10004)
    return `The bot is not in that server. ${appId === null ? 'Invite it first.' : `Invite it: ${inviteLink(appId)}`}`;
  if (code === 30034) return 'Discord takes 200 new commands a day; try again tomorrow.';
  return code === 50035 ? 'This is a fault of the program; please report it.' : null;
}
