import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandGroupOption,
  type APIApplicationCommandSubcommandOption,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { CommandDefinition, OptionDefinition } from '../../src/commands/definition.js';

/** What people type. */
export const SLASH_COMMAND = 'papers';
/** In the menu of a message, under “Apps”. */
export const SIMILAR_COMMAND = 'Find similar papers';

/**
 * What Discord is told about the commands. Pure; the same definitions give the same body.
 * @param scope in a server of one's own, contexts and kinds of installation are not Discord's to take
 */
export function registrationBody(
  definitions: readonly CommandDefinition[],
  scope: 'global' | 'guild' = 'global',
): RESTPutAPIApplicationCommandsJSONBody {
  const where =
    scope === 'guild'
      ? {}
      : {
          contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
          integration_types: [ApplicationIntegrationType.GuildInstall],
        };
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: SLASH_COMMAND,
      description: 'Trending research papers: search, topics, and this channel’s daily digest',
      options: definitions.map(subcommandOf),
      ...where,
    },
    { type: ApplicationCommandType.Message, name: SIMILAR_COMMAND, ...where },
  ];
}

// --- Internal helpers ---

type Subcommand = APIApplicationCommandSubcommandOption | APIApplicationCommandSubcommandGroupOption;

function subcommandOf(definition: CommandDefinition): Subcommand {
  const { name, second, summary, options } = definition;
  const required = options.filter((option) => option.required);
  const optional = options.filter((option) => !option.required);
  const command = {
    type: ApplicationCommandOptionType.Subcommand as const,
    name: second ?? name,
    description: summary,
    options: [...required, ...optional].map(optionOf),
  };
  if (second === undefined) return command;
  return {
    type: ApplicationCommandOptionType.SubcommandGroup,
    name,
    description: summary,
    options: [command],
  };
}

function optionOf(option: OptionDefinition): APIApplicationCommandBasicOption {
  const { name, summary: description, required } = option;
  const common = { name, description, required };
  switch (option.kind) {
    case 'flag':
      return { type: ApplicationCommandOptionType.Boolean, ...common };
    case 'number':
      return {
        type: ApplicationCommandOptionType.Integer,
        ...common,
        ...(option.least === undefined ? {} : { min_value: option.least }),
        ...(option.most === undefined ? {} : { max_value: option.most }),
      };
    case 'choice':
      return {
        type: ApplicationCommandOptionType.String,
        ...common,
        choices: (option.choices ?? []).map(({ value, label }) => ({ value, name: label })),
      };
    case 'text':
      return {
        type: ApplicationCommandOptionType.String,
        ...common,
        ...(option.suggest === undefined ? {} : { autocomplete: true }),
      };
  }
}
