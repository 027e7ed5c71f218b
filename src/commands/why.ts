import type { Channel } from '../channels/channel.js';
import { readTaste } from '../digests/channel-taste.js';
import type { RankedWindow } from '../digests/ranking-cache.js';
import { scoreForChannel } from '../ranking/channel-score.js';
import type { RankedPaper, ScorePart } from '../ranking/ranked-paper.js';
import { explain, helpingNames, likeText } from '../ranking/explain.js';
import { partTitle } from '../ranking/part-titles.js';
import type { Gain } from '../ranking/signals.js';
import type { LikePresses } from '../ranking/taste.js';
import { compactNumber, countOf, spanText } from '../text/numbers.js';
import { notes, rows, text, button } from './blocks.js';
import type { Asked, Handler, Kitchen } from './deps.js';
import { findPaper, paperById } from './find-paper.js';
import { rankAlone, topicsMatching } from './paper.js';
import { titleOf } from './paper-lines.js';
import type { SightedPaper } from '../ports/paper-store.js';
import type { CommandReply } from './reply.js';
import { listOf } from './wording.js';
import { weekWindow } from '../digests/windows.js';

/** `why paper`: the parts of its score, from stored numbers and how they changed, and its place this week. */
export const why: Handler = async (asked, kitchen) => {
  const found = await findPaper(asked.options['paper'] ?? '', 'why', asked, kitchen);
  return 'reply' in found ? found.reply : explanation(found.item, asked, kitchen);
};

/** The same for the `why` button. */
export async function whyPaper(paperId: string, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const found = await paperById(paperId, asked, kitchen);
  return 'reply' in found ? found.reply : explanation(found.item, asked, kitchen);
}

// --- Internal helpers ---

async function explanation(item: SightedPaper, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const { paper } = item;
  const week = await weekWindow(asked.now, kitchen);
  const place = week.ranked.findIndex((other) => other.paper.id === paper.id);
  const alone = week.ranked[place] ?? (await rankAlone(item, asked, kitchen));
  const channel = await kitchen.channels.get(asked.key);
  const { ranked, like } = await standHere(alone, channel, { week, asked, kitchen });
  const parts = ranked.parts.filter(({ name, contribution }) => contribution > 0 || HERE.includes(name));
  return {
    title: `Why ${titleOf(paper)} stands where it stands`,
    blocks: [
      text(
        `${placeText(place, week.ranked.length)} ${explain(ranked, { now: asked.now, matches: [], ...(like && { like }) })}`,
      ),
      {
        kind: 'fields',
        fields: parts.map((part) => ({
          name: `${partTitle(part.name)} · ${points(part.contribution)}`,
          value: reasonOf(part, ranked, like),
        })),
      },
      ...notes(
        `Together ${points(ranked.score)}. Numbers are our own readings; “+” is the difference of two of them.`,
        await hereText(item, channel, asked, kitchen),
      ),
      ...rows([
        ...button('Similar papers', { do: 'similar', paperId: paper.id }),
        ...button('How this list is made', { do: 'about' }),
      ]),
    ],
  };
}

interface Here {
  readonly week: RankedWindow;
  readonly asked: Asked;
  readonly kitchen: Kitchen;
}

/** The paper as this channel's digest sees it; as all see it where it matches none of the channel's topics. */
async function standHere(
  ranked: RankedPaper,
  channel: Channel | null,
  { week, asked, kitchen }: Here,
): Promise<{ readonly ranked: RankedPaper; readonly like?: LikePresses }> {
  const { paper } = ranked;
  const matches = await Promise.all((channel?.topics ?? []).map(({ query }) => week.matching(query)));
  const relevance = Math.max(0, ...matches.map((ids) => ids?.get(paper.id) ?? 0));
  if (channel === null || relevance === 0) return { ranked };
  const taste = await readTaste(channel.key, week, asked.now, kitchen);
  const factor = taste?.factor(paper) ?? 1;
  return {
    ranked: scoreForChannel(ranked, { relevance, factor }),
    ...(taste && { like: taste.like(paper) }),
  };
}

function placeText(place: number, papers: number): string {
  if (place < 0) return 'It is not on this week’s list: no source listed it in the last seven days.';
  return `Place ${place + 1} of the ${papers} papers listed in the last seven days.`;
}

/** What this channel has to do with it. */
async function hereText(
  item: SightedPaper,
  channel: Channel | null,
  asked: Asked,
  kitchen: Kitchen,
): Promise<string> {
  if (channel === null) return '';
  const topics = topicsMatching(item, channel, asked.now);
  const had = (await kitchen.channels.had(channel.id)).has(item.paper.id);
  return [
    topics.length === 0 ? '' : `It matches ${listOf(topics)} here.`,
    had ? 'This channel has had it, so it does not come again.' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Parts that a channel adds; they may also take. */
const HERE = ['topic', 'taste'];

function points(contribution: number): string {
  return `${(100 * contribution).toFixed(1)} points`;
}

function reasonOf(part: ScorePart, ranked: RankedPaper, like: LikePresses | undefined): string {
  const { signals, paper } = ranked;
  switch (part.name) {
    case 'level':
      return `${countOf(signals.upvotes ?? 0, 'upvote', 'upvotes')} on Hugging Face, seen with the age of its list`;
    case 'promise':
      return promiseText(ranked);
    case 'rise':
      return `about ${countOf(Math.round(ranked.expectation?.gain ?? 0), 'upvote', 'upvotes')} more are expected`;
    case 'momentum':
      return signals.upvoteGain === undefined
        ? 'expected from its age; a second reading will tell'
        : `${gainText(signals.upvoteGain)} upvotes`;
    case 'stars':
      return `★ ${compactNumber(signals.githubStars ?? 0)}${signals.starGain === undefined ? '' : `, ${gainText(signals.starGain)}`}`;
    case 'hackerNews':
      return `${countOf(signals.hackerNewsPoints ?? 0, 'point', 'points')} of stories that link to it${signals.hackerNewsGain === undefined ? '' : `, ${gainText(signals.hackerNewsGain)}`}`;
    case 'hackerNewsComments':
      return `${countOf(signals.hackerNewsComments ?? 0, 'comment', 'comments')}, counted up to the points`;
    case 'velocity':
      return `number ${signals.codeRank ?? 0} by the stars its repository gains`;
    case 'citations':
      return `${countOf(signals.citations ?? 0, 'citation', 'citations')}${signals.citationGain === undefined ? ', spread over its life' : `, ${gainText(signals.citationGain)}`}`;
    case 'trending':
      return `number ${signals.trendingRank ?? 0} of Hugging Face’s trending papers`;
    case 'comments':
      return countOf(signals.comments ?? 0, 'comment', 'comments');
    case 'freshness':
      return `out since ${signals.announcedOn ?? paper.publishedOn ?? paper.firstListedOn}`;
    case 'topic':
      return `${Math.round(100 * (1 + part.value))} % about this channel’s topics`;
    case 'taste':
      return likeText(ranked, like) || 'next to what is pressed here';
    default:
      return `${part.value.toFixed(2)} of its own scale`;
  }
}

/** What papers like it gathered, and which of its words and authors say so. */
function promiseText({ expectation }: RankedPaper): string {
  if (expectation === undefined) return '';
  const names = helpingNames(expectation, 3);
  const told = `about ${countOf(Math.round(expectation.final), 'upvote', 'upvotes')} are expected of papers like it`;
  return names.length === 0 ? told : `${told}: ${listOf(names)}`;
}

function gainText({ gained, overMs }: Gain): string {
  return `+${compactNumber(gained)} in ${spanText(overMs)}`;
}
