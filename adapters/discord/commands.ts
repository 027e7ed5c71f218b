import { MessageFlags, type Interaction } from 'discord.js';
import { ABOUT } from '../../src/commands/about.js';
import type { CommandFront } from '../../src/commands/front.js';
import type { CommandReply } from '../../src/commands/reply.js';
import type { Action, CommandRequest } from '../../src/commands/request.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Replier, ReplyTarget } from '../../src/ports/replier.js';
import { acknowledge, isTurningPage, type Acknowledged } from './acknowledge.js';
import { suggest } from './autocomplete.js';
import { CALL_TIMEOUT_MS } from './bounded-request.js';
import { codeOf, discordError } from './errors.js';
import { BUDGET } from './limits.js';
import { modalOf } from './modal.js';
import { replyTarget } from './reply-target.js';
import { actionOf, requestOf, type Asking } from './request.js';
import { shown } from './text.js';

export interface DiscordInteractionsDeps {
  readonly front: CommandFront;
  /** Gives the answers that the front has at once. */
  readonly replier: Replier;
  readonly logger: Logger;
  /** Told after each acknowledgement and each form shown, for the metrics. */
  readonly onAcknowledged?: (acknowledged: Acknowledged) => void;
}

const UNKNOWN_INTERACTION = 10062;
const ALREADY_ANSWERED = 40060;

const STALE = 'This is from another version of the bot, so it does nothing here. Sorry!';

/**
 * Takes everything people do with the bot on Discord: commands, buttons, forms, message commands, suggestions.
 * Acknowledged before anything is looked up, because Discord waits three seconds at most; only forms and suggestions,
 * which cannot be put off, are answered directly. Never rejects.
 */
export function createDiscordInteractions(
  deps: DiscordInteractionsDeps,
): (interaction: Interaction) => Promise<void> {
  return async (interaction) => {
    try {
      if (interaction.isAutocomplete()) await suggest(interaction, deps.front);
      else if (isAsking(interaction)) await answer(interaction, deps);
      else await interaction.reply(privately(STALE));
    } catch (thrown) {
      report(thrown, interaction, deps.logger);
    }
  };
}

// --- Internal helpers ---

function isAsking(interaction: Interaction): interaction is Asking {
  return (
    interaction.isChatInputCommand() ||
    interaction.isMessageContextMenuCommand() ||
    interaction.isButton() ||
    interaction.isModalSubmit()
  );
}

async function answer(interaction: Asking, deps: DiscordInteractionsDeps): Promise<void> {
  const startedAt = performance.now();
  const action = interaction.channelId === null ? null : actionOf(interaction);
  if (action === null) {
    await interaction.reply(privately(STALE));
    return;
  }
  if (action.kind === 'button' && action.action.do === 'about') {
    await interaction.reply(privately(ABOUT));
    return;
  }
  const request = requestOf(interaction, action);
  const instead = mayOpenForm(action) ? await openForm(interaction, request, deps) : null;
  const acknowledged = () => deps.onAcknowledged?.({ kind: action.kind, ms: performance.now() - startedAt });
  if (instead === 'shown') return acknowledged();
  const visibility = deps.front.visibility(action, request.person);
  await acknowledge(interaction, action, visibility, deps.logger);
  acknowledged();
  const { applicationId: app, token } = interaction;
  const inPlace = isTurningPage(interaction, action);
  const target = replyTarget({ app, token, inPlace }, visibility, Date.now());
  const say = (reply: CommandReply) => give(request, target, reply, deps);
  const reply = instead ?? (await deps.front.submit(request, target, say));
  if (reply !== null) await say(reply);
}

/** A modal must be the first answer, so it is asked for before anything is acknowledged. */
function mayOpenForm(action: Action): boolean {
  if (action.kind === 'button') return action.action.do === 'schedule';
  return action.kind === 'command' && action.name === 'schedule' && Object.keys(action.options).length === 0;
}

/** @returns a reply when the form cannot be shown, null when there is none */
async function openForm(
  interaction: Asking,
  request: CommandRequest,
  { front }: DiscordInteractionsDeps,
): Promise<'shown' | CommandReply | null> {
  if (interaction.isModalSubmit()) return null;
  const opened = await front.form(request);
  if (opened === null) return null;
  if ('reply' in opened) return opened.reply;
  await interaction.showModal(modalOf(opened.form));
  return 'shown';
}

async function give(
  request: CommandRequest,
  target: ReplyTarget,
  reply: CommandReply,
  { replier, logger }: DiscordInteractionsDeps,
): Promise<void> {
  const outcome = await replier.answer(target, reply, AbortSignal.timeout(CALL_TIMEOUT_MS));
  const fields = { interaction: request.id, outcome };
  if (outcome.kind === 'too-late') logger.debug(fields, 'an answer came too late');
  else if (outcome.kind !== 'answered') logger.warn(fields, 'an answer was not given');
}

function privately(text: string) {
  return {
    content: shown(text, BUDGET.content),
    flags: MessageFlags.Ephemeral as const,
    allowedMentions: { parse: [] },
  };
}

/** Too late or answered already: nothing can be done and nothing is wrong with the bot. */
function report(thrown: unknown, interaction: Interaction, logger: Logger): void {
  const fields = { error: discordError(thrown), interaction: interaction.id };
  const code = codeOf(thrown);
  if (code === UNKNOWN_INTERACTION || code === ALREADY_ANSWERED)
    logger.debug(fields, 'an interaction could not be answered any more');
  else logger.warn(fields, 'an interaction was not answered');
}
