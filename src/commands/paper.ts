import { localDate } from '../digests/day.js';
import { authorsLine } from '../digests/authors.js';
import { toCard } from '../digests/card.js';
import type { Card } from '../digests/digest.js';
import type { Channel } from '../channels/channel.js';
import { bibtexOf } from '../papers/bibtex.js';
import { paperPage } from '../papers/links.js';
import type { SightedPaper } from '../ports/paper-store.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import { readableText } from '../text/tex.js';
import { EVERYTHING } from '../topics/builtin.js';
import { createMatcher } from '../topics/match.js';
import { parseQuery } from '../topics/query.js';
import { button, notes, refusal, rows, text } from './blocks.js';
import type { Asked, Handler, Kitchen } from './deps.js';
import { findPaper, paperById } from './find-paper.js';
import { listReply } from './lists.js';
import { searchNote, titleOf } from './paper-lines.js';
import { topicByName } from './read-topic.js';
import type { CommandReply } from './reply.js';
import { quote } from './wording.js';

/** Similar papers looked for. */
const SIMILAR = 25;
/** Shown of an abstract at most, UTF-16 units: those of arXiv have about 1,300. */
const LONGEST_ABSTRACT = 20_000;

/** `show paper`: its card, for all to see. Every card has its buttons, wherever it is shown. */
export const show: Handler = async (asked, kitchen) => {
  const found = await findPaper(asked.options['paper'] ?? '', 'show', asked, kitchen);
  if ('reply' in found) return found.reply;
  const card = await cardOf(found.item, asked, kitchen);
  return { title: null, blocks: [{ kind: 'card', card }] };
};

/** `similar paper`. */
export const similar: Handler = async (asked, kitchen) => {
  const found = await findPaper(asked.options['paper'] ?? '', 'similar', asked, kitchen);
  return 'reply' in found ? found.reply : similarTo(found.item, asked, kitchen);
};

/** A list of the papers like this one. */
export async function similarTo(item: SightedPaper, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const { paper } = item;
  const hits = await kitchen.search.similar(paper.id, { limit: SIMILAR, now: asked.now });
  if (hits.length === 0)
    return refusal(
      `No paper here is much like ${quote(titleOf(paper))}. Search for some of its words instead.`,
    );
  return listReply(
    {
      title: `Similar to ${quote(titleOf(paper))}`,
      notes: [],
      entries: hits.map((hit) => ({ item: hit.item, note: searchNote(hit.item, asked.now, hit.from) })),
    },
    asked,
    kitchen,
  );
}

/** The card of a paper by itself, explained as in this channel's digest. */
export async function cardOf(item: SightedPaper, asked: Asked, kitchen: Kitchen): Promise<Card> {
  const channel = await kitchen.channels.get(asked.key);
  const ranked = rankAlone(item, asked, kitchen);
  const today = localDate(asked.now, channel?.schedule.zone ?? 'UTC');
  const topics = topicsMatching(item, channel, asked.now);
  return toCard(ranked, { position: 1, topics, now: asked.now, today });
}

/** The paper with its score, whatever stands beside it. */
export function rankAlone(item: SightedPaper, asked: Asked, kitchen: Kitchen): RankedPaper {
  const [ranked] = kitchen.rank([item], asked.now);
  return ranked ?? { ...item, signals: {}, score: 0, parts: [] };
}

/** Names of the channel's topics that want the paper, `everything` left out. */
export function topicsMatching(item: SightedPaper, channel: Channel | null, now: Date): readonly string[] {
  const context = { now, topicByName: topicByName(channel) };
  return (channel?.topics ?? []).flatMap(({ name, query }) => {
    const parsed = name === EVERYTHING.name ? null : parseQuery(query);
    return parsed?.ok === true && createMatcher(parsed.query, context)(item) ? [name] : [];
  });
}

/** The `Abstract` button. */
export async function abstractOf(paperId: string, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const found = await paperById(paperId, asked, kitchen);
  if ('reply' in found) return found.reply;
  const { paper } = found.item;
  const abstract = readableText(paper.abstract.slice(0, LONGEST_ABSTRACT));
  return {
    title: titleOf(paper),
    blocks: [
      ...notes(authorsLine(paper.authors)),
      text(abstract === '' ? 'Its abstract is not known here.' : abstract),
      ...notes(paperPage(paper)),
      ...rows([
        ...button('Save', { do: 'save', paperId: paper.id }),
        ...button('Similar papers', { do: 'similar', paperId: paper.id }),
        ...button('BibTeX', { do: 'bibtex', paperId: paper.id }),
      ]),
    ],
  };
}

/** The `BibTeX` button. */
export async function bibtexReply(paperId: string, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const found = await paperById(paperId, asked, kitchen);
  if ('reply' in found) return found.reply;
  const { paper } = found.item;
  const fileName = `${paper.id.replace(/[^A-Za-z0-9.-]+/g, '-')}.bib`;
  return { title: titleOf(paper), blocks: [{ kind: 'code', text: bibtexOf(paper), fileName }] };
}
