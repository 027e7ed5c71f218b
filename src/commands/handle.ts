import { notes, refusal } from './blocks.js';
import { about } from './about.js';
import { askedOf, tidied } from './asked.js';
import type { ButtonAction, PaperDeed, PlainDeed } from './buttons.js';
import type { CommandName } from './definition.js';
import { definitionOf } from './definitions.js';
import type { Asked, CommandDeps, Handler, Kitchen } from './deps.js';
import { doctor } from './doctor.js';
import { describeError } from '../errors.js';
import { paperById } from './find-paper.js';
import { help, helpOn } from './help.js';
import { home } from './home.js';
import { findSimilar, unfurl } from './links.js';
import { sharePage, showPage } from './lists.js';
import { now } from './now.js';
import { abstractOf, bibtexReply, show, similar, similarTo } from './paper.js';
import { pause, resume } from './pausing.js';
import { askToForget, forgetPerson, giveOpinion, savePaper } from './person.js';
import { preview } from './preview.js';
import { readTyped } from './read-text.js';
import type { CommandReply } from './reply.js';
import type { Action, CommandRequest } from './request.js';
import { needsRights, refuseStranger } from './rights.js';
import { saved, savedBibtex, savedPage, SAVED_VIEW, unsavePaper } from './saved.js';
import { schedule } from './schedule.js';
import { search } from './search.js';
import { subscribe, subscribeCommand } from './subscribe.js';
import { askToResetTaste, resetTaste } from './taste.js';
import { topics } from './topics.js';
import { trending } from './trending.js';
import { createTurns } from './turns.js';
import { unsubscribe } from './unsubscribe.js';
import { refuseSilenced } from './visibility.js';
import { why, whyPaper } from './why.js';

export type CommandHandler = (request: CommandRequest, signal: AbortSignal) => Promise<CommandReply>;

/**
 * Answers everything people ask in a chat: commands, buttons, forms, typed text, links and the bot's own page. Who may
 * change a channel is checked here for each of them alike, from the request and what is stored.
 * @throws AppError and whatever a store or a source throws; whoever answers makes a sentence of it
 */
export function createCommandHandler(deps: CommandDeps): CommandHandler {
  const kitchen: Kitchen = { ...deps, turns: createTurns() };
  return async (request, signal) => {
    const asked = await askedOf(request, {}, kitchen, signal);
    if (request.action.kind !== 'unfurl') return answer(request.action, asked, kitchen);
    try {
      return await answer(request.action, asked, kitchen);
    } catch (error) {
      // Nobody asked for anything: somebody posted a link, which then stays without a card.
      deps.logger.warn({ request: request.id, error: describeError(error) }, 'links were not shown as cards');
      return { title: null, blocks: [] };
    }
  };
}

// --- Internal helpers ---

const commands: Readonly<Record<CommandName, Handler>> = {
  search,
  trending,
  show,
  similar,
  why,
  subscribe: subscribeCommand,
  unsubscribe,
  topics,
  schedule,
  pause,
  resume,
  preview,
  now,
  saved,
  taste: askToResetTaste,
  doctor,
  forget: askToForget,
  help,
};

type PaperHandler = (paperId: string, asked: Asked, kitchen: Kitchen) => Promise<CommandReply>;

const paperDeeds: Readonly<Record<PaperDeed, PaperHandler>> = {
  save: savePaper,
  unsave: unsavePaper,
  more: (paperId, asked, kitchen) => giveOpinion(paperId, 'more', asked, kitchen),
  less: (paperId, asked, kitchen) => giveOpinion(paperId, 'less', asked, kitchen),
  abstract: abstractOf,
  bibtex: bibtexReply,
  similar: async (paperId, asked, kitchen) => {
    const found = await paperById(paperId, asked, kitchen);
    return 'reply' in found ? found.reply : similarTo(found.item, asked, kitchen);
  },
  why: whyPaper,
};

const plainDeeds: Readonly<Record<PlainDeed, Handler>> = {
  about: () => Promise.resolve(about()),
  schedule,
  now,
  resume,
  saved,
  'saved-bibtex': savedBibtex,
  topics,
  forget: forgetPerson,
  'taste-reset': resetTaste,
};

async function answer(action: Action, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const refused =
    refuseSilenced(action, asked.request.person) ??
    (needsRights(action) ? await refuseStranger(asked, kitchen) : null);
  if (refused !== null) return refused;
  switch (action.kind) {
    case 'command':
      if (definitionOf(action.name) === null) return helpOn(action.name);
      return commands[action.name]({ ...asked, options: tidied(action.options) }, kitchen);
    case 'button':
      return press(action.action, asked, kitchen);
    case 'form':
      return commands[action.form]({ ...asked, options: tidied(action.values) }, kitchen);
    case 'text':
      return answerTyped(action.text, asked, kitchen);
    case 'find-similar':
      return findSimilar(action.text, asked, kitchen);
    case 'unfurl':
      return unfurl(action.links, asked, kitchen);
    case 'home':
      return home(asked, kitchen);
  }
}

function press(action: ButtonAction, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  if ('paperId' in action) return paperDeeds[action.do](action.paperId, asked, kitchen);
  switch (action.do) {
    case 'page':
      return action.view === SAVED_VIEW
        ? savedPage(action.page, asked, kitchen)
        : showPage(action.view, action.page, asked, kitchen);
    case 'share':
      return sharePage(action.view, action.page, asked, kitchen);
    case 'subscribe':
      return subscribe({ topic: action.query, name: '', anyway: true }, asked, kitchen);
    default:
      return plainDeeds[action.do](asked, kitchen);
  }
}

/** What was read in another way than typed is said first. */
async function answerTyped(typed: string, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const { action, note } = readTyped(typed);
  if (action.kind === 'text') return refusal('I did not understand that.');
  const reply = await answer(action, asked, kitchen);
  return note === '' ? reply : { ...reply, blocks: [...notes(note), ...reply.blocks] };
}
