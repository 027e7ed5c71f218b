import type { PlannedPart } from '../../src/digests/delivery.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { digestHtml } from './digest.js';
import { digestLines, preheaderOf, subjectOf, type MailDigest } from './lines.js';
import type { MailPayload } from './payload.js';

/** A digest as one mail, whatever the layout. Pure. */
export function renderDigest(content: DigestContent): readonly PlannedPart[] {
  const digest = digestLines(content);
  const payload: MailPayload = {
    subject: subjectOf(content),
    preheader: preheaderOf(content),
    content: digestHtml(digest),
    text: digestText(digest),
  };
  const paperIds = content.cards.map(({ paperId }) => paperId);
  return [{ kind: 'head', payload: { ...payload }, paperIds }];
}

// --- Internal helpers ---

/** The same for readers without HTML: no markup, one blank line between papers. */
function digestText({ day, about, notices, cards }: MailDigest): string {
  const papers = cards.map((card) => {
    const gist = card.gistSource === '' ? card.gist : `${card.gist} (${card.gistSource})`;
    const lines = [card.authors, card.why, gist, card.numbers, card.topics];
    const links = card.links.map(({ label, url }) => `${label}: ${url}`);
    return [
      `${card.position}. ${card.title}`,
      ...[...lines.filter((text) => text !== ''), ...(links.length === 0 ? [card.url] : links)].map(
        (text) => `   ${text}`,
      ),
    ].join('\n');
  });
  return [`BROADSHEET · ${day}`, about, ...notices.map((text) => `! ${text}`), '', papers.join('\n\n')].join(
    '\n',
  );
}
