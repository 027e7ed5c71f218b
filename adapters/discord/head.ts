import { ButtonStyle, ComponentType, type APIEmbed } from 'discord.js';
import type { Card, DigestContent } from '../../src/digests/digest.js';
import { noticeLines } from '../../src/digests/head-lines.js';
import { cleanText } from '../../src/text/clean.js';
import { BUDGET } from './limits.js';
import { aboutId } from './marker.js';
import { messageBody, ACCENT, type MessageBody } from './message.js';
import { link, plain, shown } from './text.js';

/** The longest a title and a why line may be in the list, escaped; shortened evenly when the list is long. */
const LONGEST_TITLE = 160;
const LONGEST_WHY = 160;
const SHORTEST = 12;
/** Up to so many entries stand apart from each other by an empty line. */
const AIRY = 10;
/** Room for all notices together. */
const NOTICE_ROOM = 900;
const MOST_NOTICES = 8;

/**
 * The head: one line fit for a phone's notification, then every title with its why line.
 * @param nonce of this part; null where Discord takes none (forum posts)
 */
export function headMessage(content: DigestContent, marker: string, nonce: string | null): MessageBody {
  const button = {
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label: 'How this list is made',
    custom_id: aboutId(marker),
  };
  return messageBody({ content: headline(content), embeds: headEmbeds(content), rows: [[button]], nonce });
}

/** `Monday, 23 November 2026 · 5 papers`: the name of the day's thread or post. */
export function threadName(content: DigestContent): string {
  return plain(`${content.day} · ${paperCount(content)}`, BUDGET.threadName);
}

// --- Internal helpers ---

function headline(content: DigestContent): string {
  const topics = content.topics.map(cleanText).filter((name) => name !== '' && name !== 'everything');
  const about = topics.length === 0 ? 'trending research' : shown(topics.join(', '), 120);
  return `**${shown(content.day, 100)}** · ${paperCount(content)} · ${about}`;
}

function paperCount(content: DigestContent): string {
  const count = content.cards.length;
  return count === 1 ? '1 paper' : `${count} papers`;
}

function headEmbeds(content: DigestContent): APIEmbed[] {
  const notes = noticeLines(content, { most: MOST_NOTICES, room: NOTICE_ROOM, shown });
  const footer = footerText(content);
  const room = BUDGET.embedTotal - notes.length - footer.length;
  const gap = content.cards.length <= AIRY ? '\n\n' : '\n';
  const blocks = packed(
    notes === '' ? [] : [gap === '\n' ? `${notes}\n` : notes],
    entriesWithin(content.cards, room),
    gap,
  );
  return blocks.map((description, index) => ({
    color: ACCENT,
    description,
    ...(index === blocks.length - 1 && footer !== '' ? { footer: { text: footer } } : {}),
  }));
}

/** All entries, shortened by the largest common cap that lets them fit into `room` UTF-16 units. */
function entriesWithin(cards: readonly Card[], room: number): string[] {
  const at = (cap: number) => cards.map((card) => entry(card, cap));
  const size = (entries: readonly string[]) => entries.reduce((sum, text) => sum + text.length + 2, 0);
  let low = SHORTEST;
  let high = LONGEST_TITLE;
  if (size(at(high)) <= room) return at(high);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (size(at(middle)) <= room) low = middle;
    else high = middle;
  }
  return at(low);
}

function entry(card: Card, cap: number): string {
  const title = link(card.title, card.url, cap) || link(card.paperId, card.url, cap);
  const why = shown(card.why, Math.min(cap, LONGEST_WHY));
  const first = `**${card.position}.** ${title}`;
  return why === '' ? first : `${first}\n-# ${why}`;
}

/** Puts the texts into as few embeds as they need, evenly filled, in order. */
function packed(before: readonly string[], entries: readonly string[], gap: string): string[] {
  const all = [...before, ...entries];
  const total = all.reduce((sum, text) => sum + text.length + gap.length, 0);
  const share = total / Math.ceil(total / BUDGET.embedDescription);
  const blocks: string[] = [];
  let open = '';
  for (const text of all) {
    const next = open === '' ? text : open + gap + text;
    const full =
      next.length > BUDGET.embedDescription || (open !== '' && open.length + text.length / 2 > share);
    if (full && open !== '') blocks.push(open);
    open = full ? text : next;
  }
  return [...blocks, open];
}

function footerText(content: DigestContent): string {
  const picked = `Picked from ${content.considered} papers`;
  return content.considered > content.cards.length ? picked : '';
}
