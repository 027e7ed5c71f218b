import { DISCORD_DIRECT } from '../channels/address.js';
import type { PersonHash } from '../ports/people-store.js';
import { notes, refusal, rows, text, button } from './blocks.js';
import type { Asked, Handler, Kitchen } from './deps.js';
import { paperById } from './find-paper.js';
import { forgetAllOf, forgottenParts } from './forget-person.js';
import { similarTo } from './paper.js';
import { titleOf } from './paper-lines.js';
import type { CommandReply } from './reply.js';
import { listOf, quote, SLASH } from './wording.js';

/** The person as stored. Ids on Discord are the same in every server, so that saved papers are, too. */
export function personHash({ request }: Asked, kitchen: Kitchen): PersonHash {
  const { platform, workspace } = request.address;
  return kitchen.hashPerson(platform, platform === 'discord' ? DISCORD_DIRECT : workspace, request.person);
}

/** The `Save` button. Pressed twice it says so. */
export async function savePaper(paperId: string, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const found = await paperById(paperId, asked, kitchen);
  if ('reply' in found) return found.reply;
  const { paper } = found.item;
  const { platform, workspace } = asked.request.address;
  const where = platform === 'discord' ? null : `${platform}:${workspace}`;
  const first = await kitchen.people.save(personHash(asked, kitchen), paper.id, where, asked.key);
  const words = first ? 'Saved' : 'You have saved this already';
  return {
    title: null,
    blocks: [
      text(`${words}: ${quote(titleOf(paper), 200)}.`),
      ...notes(
        `Only you see your saved papers: ${SLASH} saved.${first ? ' This channel’s digest leans towards papers like them.' : ''}`,
      ),
      ...rows([
        ...button('My saved papers', { do: 'saved' }),
        ...button('Remove', { do: 'unsave', paperId: paper.id }),
      ]),
    ],
  };
}

/** The `More like this` and `Not for us` buttons: an opinion for this channel, changed by the next one. */
export async function giveOpinion(
  paperId: string,
  verdict: 'more' | 'less',
  asked: Asked,
  kitchen: Kitchen,
): Promise<CommandReply> {
  const found = await paperById(paperId, asked, kitchen);
  if ('reply' in found) return found.reply;
  const { paper } = found.item;
  const first = await kitchen.people.giveFeedback(asked.key, personHash(asked, kitchen), paper.id, verdict);
  const wish = verdict === 'more' ? 'more like this' : 'fewer like this';
  const words = first
    ? `Noted for this channel: ${wish}.`
    : `You have told me that already: ${wish}. It counts once.`;
  const similar = verdict === 'more' ? await similarTo(found.item, asked, kitchen) : null;
  if (similar === null || similar.failed === true)
    return { title: null, blocks: [text(words), ...notes(titleOf(paper))] };
  return { title: similar.title, blocks: [text(words), ...similar.blocks] };
}

/** `forget me`: says what is kept and asks; the button does it. */
export const askToForget: Handler = async (asked, kitchen) => {
  const saved = await kitchen.people.saved(personHash(asked, kitchen));
  return {
    title: 'Delete everything kept about you?',
    blocks: [
      text(
        `That is your saved papers (${saved.length}), what you said of papers with “More like this” and “Not for us”, your digest by direct message, ` +
          'and that it was you who set up a channel. What channels get stays as it is. It cannot be undone.',
      ),
      ...rows(button('Delete it all', { do: 'forget' }, 'danger')),
    ],
  };
};

/** The button of `forget me`. Pressed twice it finds nothing more. */
export async function forgetPerson({ request, key }: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const { platform, workspace } = request.address;
  const direct = request.direct ? key : null;
  const gone = await forgetAllOf({ platform, workspace, id: request.person.id, direct }, kitchen);
  const parts = forgottenParts(gone);
  if (parts.length === 0) return refusal('Nothing is kept about you.');
  return { title: null, blocks: [text(`Deleted: ${listOf(parts)}. Nothing about you is kept any more.`)] };
}
