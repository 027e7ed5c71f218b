import { DiscordAPIError, Routes } from 'discord.js';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import type { TokenOwner } from '../../src/ports/place-list.js';
import { discordError } from './errors.js';
import { createRefusalWatch } from './refusals.js';
import { createDiscordRest } from './rest.js';
import { applicationSchema } from './schema.js';

export interface TokenOwnerDeps {
  readonly token: string;
  /** REST base without version. */
  readonly apiUrl: string;
  readonly logger: Logger;
}

/**
 * Asks Discord whose token this is.
 * @throws AppError `config` when it is nobody's, `platform` when Discord cannot be asked
 */
export async function discordTokenOwner(deps: TokenOwnerDeps, signal: AbortSignal): Promise<TokenOwner> {
  const rest = createDiscordRest({ ...deps, refusals: createRefusalWatch(deps) });
  try {
    const answer = await rest('get', Routes.currentApplication(), { signal });
    const { id, name } = applicationSchema.parse(answer);
    return { name, appId: id, lacks: [] };
  } catch (cause) {
    if (cause instanceof DiscordAPIError && cause.status === 401)
      throw new AppError('Discord does not accept this token.', {
        code: 'config',
        hint: 'On the page "Bot" press "Reset Token" and copy the whole new one. The client secret and the public key are others.',
        cause,
      });
    throw new AppError(`${discordError(cause)}.`, {
      code: 'platform',
      retryable: true,
      hint: 'Check the network and DISCORD_API_URL, and try again.',
      cause,
    });
  }
}
