import { ButtonStyle, ComponentType, type APIButtonComponent, type APIEmbed } from 'discord.js';
import type { PaperLine, ReplyBlock, ReplyButton } from '../../src/commands/reply.js';
import type { Problem } from '../../src/ports/publisher.js';
import { dropInvisible } from '../../src/text/clean.js';
import { cardEmbed, cardRows } from './card.js';
import { BUDGET, LIMITS } from './limits.js';
import { customIdOf, NO_MARKER } from './marker.js';
import type { ButtonRow } from './message.js';
import type { ReplyFile } from './reply-message.js';
import { link, plain, shown, shownLines, subtext } from './text.js';

/** What a message is put together of, in order. Text is escaped. */
export type Piece =
  /** `gap` parts it from the text above it; `rich` has a link, so that it needs a frame. */
  | { readonly kind: 'text'; readonly text: string; readonly gap: Gap; readonly rich: boolean }
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'card'; readonly embed: APIEmbed; readonly rows: readonly ButtonRow[] }
  | { readonly kind: 'row'; readonly row: ButtonRow }
  | { readonly kind: 'file'; readonly file: ReplyFile }
  | Extract<ReplyBlock, { kind: 'digest' }>;

type Gap = '\n' | '\n\n';
type Field = NonNullable<APIEmbed['fields']>[number];

const ROOM = { title: 220, note: 400, message: 900, hint: 900 } as const;
/** Up to so many entries stand apart from each other by an empty line. */
const AIRY = 10;
/** Fields of short values stand side by side. */
const SHORT_VALUE = 40;
/** Longer text to copy is handed over as a file. */
const LONGEST_CODE = 1800;
const FENCE = '```';
/** Discord refuses a field without a name or value. */
const NOTHING = '–';

const STYLES = {
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
  plain: ButtonStyle.Secondary,
} as const;

/** @param before the block above it */
export function piecesOf(block: ReplyBlock, before: ReplyBlock | undefined): readonly Piece[] {
  switch (block.kind) {
    case 'text':
      return lines(shownLines(block.text, BUDGET.content), '\n\n');
    case 'note':
      return lines(
        shownLines(block.text, BUDGET.content - 3).map(subtext),
        before?.kind === 'text' ? '\n' : '\n\n',
      );
    case 'fields':
      return fieldsOf(block.fields);
    case 'papers':
      return papersOf(block.papers);
    case 'card':
      return [{ kind: 'card', embed: cardEmbed(block.card, false), rows: cardRows(block.card, NO_MARKER) }];
    case 'digest':
      return [block];
    case 'code':
      return [codeOf(block)];
    case 'problems':
      return lines(block.problems.map(problemOf), '\n\n', '\n\n');
    case 'buttons':
      return [{ kind: 'row', row: block.buttons.slice(0, LIMITS.buttonsPerRow).flatMap(buttonOf) }];
  }
}

// --- Internal helpers ---

function lines(texts: readonly string[], first: Gap, between: Gap = '\n', rich = false): Piece[] {
  return texts.map((text, index) => ({ kind: 'text', text, gap: index === 0 ? first : between, rich }));
}

function papersOf(papers: readonly PaperLine[]): Piece[] {
  const entries = papers.map((paper) => {
    const title = link(paper.title, paper.url, ROOM.title) || link(paper.paperId, paper.url, ROOM.title);
    return [`**${paper.position}.** ${title}`, subtext(shown(paper.note, ROOM.note))]
      .filter(Boolean)
      .join('\n');
  });
  return lines(entries, '\n\n', papers.length <= AIRY ? '\n\n' : '\n', true);
}

function problemOf({ message, hint }: Problem): string {
  return [`✗ **${shown(message, ROOM.message) || NOTHING}**`, shown(hint, ROOM.hint)]
    .filter(Boolean)
    .join('\n');
}

function fieldsOf(fields: Extract<ReplyBlock, { kind: 'fields' }>['fields']): Piece[] {
  const ready = fields.map(({ name, value }) => ({
    name: shown(name, BUDGET.fieldName) || NOTHING,
    value: within(shownLines(value, BUDGET.fieldValue - 2), BUDGET.fieldValue) || NOTHING,
  }));
  const inline = ready.length > 1 && ready.every(({ value }) => value.length <= SHORT_VALUE);
  return ready.map((field) => ({ kind: 'field', field: { ...field, inline } }));
}

/** As many lines as there is room for; the last one says that there were more. */
function within(texts: readonly string[], room: number): string {
  let text = '';
  for (const [index, line] of texts.entries()) {
    const next = index === 0 ? line : `${text}\n${line}`;
    if (next.length > room - 2) return `${text}\n…`;
    text = next;
  }
  return text;
}

function codeOf({ text, fileName }: Extract<ReplyBlock, { kind: 'code' }>): Piece {
  const clean = dropInvisible(text).trimEnd();
  if (clean.length <= LONGEST_CODE && !clean.includes(FENCE))
    return { kind: 'text', text: `${FENCE}\n${clean}\n${FENCE}`, gap: '\n\n', rich: false };
  const name = fileName.replace(/[^\w.-]+/g, '-').slice(-80) || 'text.txt';
  return { kind: 'file', file: { name, text: `${clean}\n` } };
}

function buttonOf({ label, action, style }: ReplyButton): APIButtonComponent[] {
  const id = customIdOf(action, NO_MARKER);
  const text = plain(label, LIMITS.buttonLabel);
  if (id === null || text === '') return [];
  return [{ type: ComponentType.Button, style: STYLES[style ?? 'plain'], label: text, custom_id: id }];
}
