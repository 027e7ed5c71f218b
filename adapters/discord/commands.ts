import { MessageFlags, type APIEmbed, type ButtonInteraction, type Interaction } from 'discord.js';
import type { Logger } from '../../src/ports/logger.js';
import { codeOf, discordError } from './errors.js';
import { BUDGET } from './limits.js';
import { parseButton } from './marker.js';
import { ACCENT } from './message.js';
import { safeUrl, shown } from './text.js';

export interface PaperAbstract {
  readonly title: string;
  readonly abstract: string;
  readonly url: string;
}

export interface DiscordInteractionsDeps {
  /** Null when the paper is not known (any more). */
  readonly abstractOf: (paperId: string) => Promise<PaperAbstract | null>;
  /** How the list is made, as plain text; a general description by default. */
  readonly explanation?: string;
  readonly logger: Logger;
}

/** What the button “How this list is made” answers unless told otherwise. */
export const EXPLANATION =
  'Papers come from Hugging Face Daily Papers and from arXiv’s announcements. They are ranked by the attention they gather: upvotes, comments and code stars, and how fast these grow between our own readings, each compared within its own source. Papers this channel has already had are left out, near-duplicates are spread, and every topic of the channel gets its best match first. The small line under each title names the numbers that decided its place.';

const UNKNOWN_INTERACTION = 10062;
const ALREADY_ANSWERED = 40060;

const STALE = 'This button is from another version of the bot, so it does nothing here. Sorry!';
const NOT_KEPT = 'This paper’s abstract is not kept here any more. Its title above links to it.';
const FAILED = 'That did not work just now. Please try again in a moment.';

/**
 * Answers the buttons of our messages, visibly only to who pressed them. Acknowledged before anything is looked up,
 * because Discord waits three seconds at most. Never rejects.
 */
export function createDiscordInteractions(
  deps: DiscordInteractionsDeps,
): (interaction: Interaction) => Promise<void> {
  return async (interaction) => {
    if (!interaction.isButton()) return;
    try {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply({ ...(await answer(interaction, deps)), allowedMentions: { parse: [] } });
    } catch (thrown) {
      report(thrown, interaction, deps.logger);
    }
  };
}

// --- Internal helpers ---

type Answer = { readonly content: string } | { readonly embeds: readonly APIEmbed[] };

async function answer(interaction: ButtonInteraction, deps: DiscordInteractionsDeps): Promise<Answer> {
  const asked = parseButton(interaction.customId);
  if (asked === null) return { content: STALE };
  if (asked.action === 'about') return { content: shown(deps.explanation ?? EXPLANATION, BUDGET.content) };
  try {
    const paper = await deps.abstractOf(asked.paperId);
    return paper === null ? { content: NOT_KEPT } : { embeds: [abstractEmbed(paper)] };
  } catch (error) {
    deps.logger.warn({ error, paperId: asked.paperId }, 'an abstract could not be looked up');
    return { content: FAILED };
  }
}

function abstractEmbed(paper: PaperAbstract): APIEmbed {
  const url = safeUrl(paper.url, 1000);
  return {
    color: ACCENT,
    title: shown(paper.title, BUDGET.embedTitle) || 'Abstract',
    description: shown(paper.abstract, BUDGET.embedDescription) || 'No abstract is known.',
    ...(url === null ? {} : { url }),
  };
}

/** Too late or answered already: nothing can be done and nothing is wrong with the bot. */
function report(thrown: unknown, interaction: ButtonInteraction, logger: Logger): void {
  const fields = { error: discordError(thrown), interaction: interaction.id };
  const code = codeOf(thrown);
  if (code === UNKNOWN_INTERACTION || code === ALREADY_ANSWERED)
    logger.debug(fields, 'a button press could not be answered any more');
  else logger.warn(fields, 'a button press was not answered');
}
