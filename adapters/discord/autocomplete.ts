import type { AutocompleteInteraction } from 'discord.js';
import type { CommandFront, Suggestion } from '../../src/commands/front.js';
import { LIMITS } from './limits.js';
import { addressOf, commandOf } from './request.js';
import { plain } from './text.js';

/** What has been typed is cut to this; nothing that is longer has a suggestion. */
const LONGEST_TYPED = 300;

/** Suggests what the option that is being typed may mean; nothing when nothing is known. Rejects as the SDK does. */
export async function suggest(interaction: AutocompleteInteraction, front: CommandFront): Promise<void> {
  const focused = interaction.options.getFocused(true);
  const kind = commandOf(interaction)?.options.find(({ name }) => name === focused.name)?.suggest;
  const found =
    kind === undefined
      ? []
      : await front.suggest(kind, focused.value.slice(0, LONGEST_TYPED), addressOf(interaction));
  await interaction.respond(choicesOf(found));
}

// --- Internal helpers ---

/** Within Discord's limits: a value that is too long would mean something else when cut, so it is left out. */
function choicesOf(suggestions: readonly Suggestion[]): { name: string; value: string }[] {
  const choices = new Map<string, { name: string; value: string }>();
  for (const { label, value } of suggestions) {
    const name = plain(label, LIMITS.choiceText);
    const fits = name !== '' && value !== '' && value.length <= LIMITS.choiceText;
    if (fits && !choices.has(name)) choices.set(name, { name, value });
  }
  return [...choices.values()].slice(0, LIMITS.choices);
}
