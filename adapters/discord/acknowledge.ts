import { DiscordAPIError, MessageFlags, type ButtonInteraction } from 'discord.js';
import type { Visibility } from '../../src/commands/definition.js';
import type { Action } from '../../src/commands/request.js';
import type { Logger } from '../../src/ports/logger.js';
import { neverLeft } from '../shared/never-left.js';
import { discordError } from './errors.js';
import type { Asking } from './request.js';

export interface Acknowledged {
  readonly kind: Action['kind'];
  /** From the event's arrival to Discord's receipt, a form asked for in vain included. Milliseconds. */
  readonly ms: number;
}

/**
 * Tells Discord that the answer will come, so that people see that something happens. A receipt that got lost counts
 * as one: if it has not arrived, the answer will be refused as too late.
 * @throws what the SDK throws when Discord certainly does not wait for an answer
 */
export async function acknowledge(
  interaction: Asking,
  action: Action,
  visibility: Visibility,
  logger: Logger,
): Promise<void> {
  try {
    if (isTurningPage(interaction, action)) await interaction.deferUpdate();
    else await interaction.deferReply(visibility === 'private' ? { flags: MessageFlags.Ephemeral } : {});
  } catch (thrown) {
    if (thrown instanceof DiscordAPIError || neverLeft(thrown)) throw thrown;
    logger.warn(
      { error: discordError(thrown), interaction: interaction.id },
      'it is not known whether an acknowledgement arrived',
    );
  }
}

/** A page of a list that one person sees takes the place of the one before; in public everyone turns their own. */
export function isTurningPage(interaction: Asking, action: Action): interaction is ButtonInteraction {
  if (!interaction.isButton() || action.kind !== 'button' || action.action.do !== 'page') return false;
  return interaction.message.flags.has(MessageFlags.Ephemeral);
}
