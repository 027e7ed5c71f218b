import {
  PermissionFlagsBits,
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import { definitionOf, isCommandName } from '../../src/commands/definitions.js';
import type { CommandDefinition, OptionValues } from '../../src/commands/definition.js';
import type { Action, CommandRequest } from '../../src/commands/request.js';
import { readCustomId } from './marker.js';
import { formSent } from './modal.js';
import { DIRECT } from './place.js';
import { SIMILAR_COMMAND, SLASH_COMMAND } from './register-body.js';

/** What people do that is answered with a message. */
export type Asking =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | ButtonInteraction
  | ModalSubmitInteraction;

/** Whoever may change a channel may change its settings here. */
const MANAGER_RIGHTS = PermissionFlagsBits.ManageChannels | PermissionFlagsBits.ManageWebhooks;
/** A message with all its embeds is shorter; what is longer was not written by Discord. */
const LONGEST_MESSAGE_TEXT = 30_000;

/** The command of ours that is being typed or was sent; null for one that this version does not have. */
export function commandOf(
  interaction: ChatInputCommandInteraction | AutocompleteInteraction,
): CommandDefinition | null {
  if (interaction.commandName !== SLASH_COMMAND) return null;
  const group = interaction.options.getSubcommandGroup(false);
  const word = interaction.options.getSubcommand(false);
  const definition = definitionOf(group ?? word ?? '');
  const second = group === null ? null : word;
  return definition !== null && (definition.second ?? null) === second ? definition : null;
}

/** What is asked for; null for what this version does not know, or what was never ours. */
export function actionOf(interaction: Asking): Action | null {
  if (interaction.isButton()) {
    const action = readCustomId(interaction.customId);
    return action === null ? null : { kind: 'button', action };
  }
  if (interaction.isModalSubmit()) return formSent(interaction);
  if (interaction.isMessageContextMenuCommand()) {
    if (interaction.commandName !== SIMILAR_COMMAND) return null;
    return { kind: 'find-similar', text: messageText(interaction) };
  }
  const definition = commandOf(interaction);
  if (definition === null || !isCommandName(definition.name)) return null;
  return { kind: 'command', name: definition.name, options: optionsOf(interaction, definition) };
}

export function requestOf(interaction: Asking, action: Action): CommandRequest {
  return {
    id: `discord:${interaction.id}`,
    address: addressOf(interaction),
    direct: interaction.guildId === null,
    person: {
      id: interaction.user.id,
      manages: managesIn(interaction),
      mayPost: mayPostIn(interaction),
    },
    action,
  };
}

/** A thread or post has the settings of the channel it hangs on. */
export function addressOf(interaction: Asking | AutocompleteInteraction): CommandRequest['address'] {
  const { channel, channelId, guildId } = interaction;
  const parent = channel?.isThread() === true ? channel.parentId : null;
  return { platform: 'discord', workspace: guildId ?? DIRECT, place: parent ?? channelId ?? '' };
}

// --- Internal helpers ---

/** As the event itself says; a conversation with the bot belongs to the person. */
function managesIn({ guildId, memberPermissions }: Asking): boolean {
  return guildId === null || (memberPermissions?.any(MANAGER_RIGHTS) ?? false);
}

/** Discord counts in what the channel denies or grants; in threads it asks for a right of its own. */
function mayPostIn({ guildId, channel, memberPermissions }: Asking): boolean {
  if (guildId === null) return true;
  const needed =
    channel?.isThread() === true
      ? PermissionFlagsBits.SendMessagesInThreads
      : PermissionFlagsBits.SendMessages;
  return memberPermissions?.has(needed) ?? true;
}

function optionsOf(interaction: ChatInputCommandInteraction, definition: CommandDefinition): OptionValues {
  const entries = definition.options.flatMap(({ name }): [string, string][] => {
    const value = interaction.options.get(name)?.value;
    return value === undefined ? [] : [[name, String(value)]];
  });
  return Object.fromEntries(entries);
}

/** The words of a message and what its embeds show and link to. */
function messageText({ targetMessage }: MessageContextMenuCommandInteraction): string {
  const embeds = targetMessage.embeds.flatMap(({ url, title, description }) => [url, title, description]);
  const texts = [targetMessage.content, ...embeds];
  return texts
    .filter((text) => typeof text === 'string' && text !== '')
    .join('\n')
    .slice(0, LONGEST_MESSAGE_TEXT);
}
