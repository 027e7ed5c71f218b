import type { APIEmbed } from 'discord.js';
import { BUDGET, LIMITS } from './limits.js';
import { ACCENT, actionRows, type ButtonRow } from './message.js';
import type { Piece } from './reply-pieces.js';
import type { ReplyFile, ReplyMessage } from './reply-message.js';

/** A message in the making. */
export interface Draft {
  content: string;
  readonly embeds: Part[];
  readonly rows: ButtonRow[];
  readonly files: ReplyFile[];
  /** True when it is somebody else's rendering: buttons may be added, text may not. */
  readonly sealed: boolean;
}

interface Part {
  title: string;
  text: string;
  readonly fields: NonNullable<APIEmbed['fields']>;
  /** It has links or a title, which look right in an embed only. */
  rich: boolean;
  /** An embed rendered elsewhere; nothing is added to it. */
  readonly ready: APIEmbed | null;
}

export function newDraft(): Draft {
  return { content: '', embeds: [], rows: [], files: [], sealed: false };
}

/** A message rendered elsewhere, within the limits. */
export function sealedDraft(content: string, embeds: readonly APIEmbed[], rows: readonly ButtonRow[]): Draft {
  const parts = embeds.map((ready) => ({ ...newPart(), ready }));
  return { content, embeds: parts, rows: [...rows], files: [], sealed: true };
}

/** Puts a piece into the draft. @returns false when there is no room; then a new draft has it */
export function add(draft: Draft, piece: Exclude<Piece, { kind: 'digest' }>): boolean {
  switch (piece.kind) {
    case 'row':
      if (piece.row.length > 0) draft.rows.push(piece.row);
      return true;
    case 'file':
      if (draft.sealed) return false;
      draft.files.push(piece.file);
      return true;
    case 'text':
      return addText(draft, piece);
    case 'field':
      return addField(draft, piece.field);
    case 'card':
      if (draft.rows.length > 0 || !addReady(draft, piece.embed)) return false;
      draft.rows.push(...piece.rows);
      return true;
  }
}

/** Adds an embed as it is. @returns false when there is no room */
export function addReady(draft: Draft, embed: APIEmbed): boolean {
  if (draft.sealed || !hasRoom(draft, sizeOf(embed))) return false;
  draft.embeds.push({ ...newPart(), ready: embed });
  return true;
}

/** Starts the draft with a title. @param title escaped */
export function addTitle(draft: Draft, title: string): void {
  if (title !== '') draft.embeds.push({ ...newPart(), title, rich: true });
}

/** The draft's words as plain lines; null when it is more than a few words. */
export function headingOf(draft: Draft): string | null {
  const [part, ...more] = draft.embeds;
  if (draft.content !== '' || draft.rows.length > 0 || draft.files.length > 0 || more.length > 0) return null;
  if (part === undefined) return '';
  if (part.ready !== null || part.fields.length > 0) return null;
  return [part.title === '' ? '' : `**${part.title}**`, part.text].filter(Boolean).join('\n');
}

export function finish(draft: Draft): ReplyMessage {
  const [part, ...more] = draft.embeds;
  const simple = part !== undefined && more.length === 0 && draft.content === '' && isPlain(part);
  return {
    content: simple ? part.text : draft.content,
    embeds: simple ? [] : draft.embeds.map(embedOf),
    components: actionRows(withoutTwins(draft.rows)),
    files: draft.files.slice(0, LIMITS.embeds),
  };
}

// --- Internal helpers ---

function newPart(): Part {
  return { title: '', text: '', fields: [], rich: false, ready: null };
}

function addText(draft: Draft, piece: Extract<Piece, { kind: 'text' }>): boolean {
  const last = draft.embeds.at(-1);
  if (last?.ready === null && last.fields.length === 0) {
    const text = last.text === '' ? piece.text : last.text + piece.gap + piece.text;
    const grown = text.length - last.text.length;
    if (text.length <= BUDGET.embedDescription && used(draft) + grown <= BUDGET.embedTotal) {
      last.text = text;
      last.rich ||= piece.rich;
      return true;
    }
  }
  if (draft.sealed || !hasRoom(draft, piece.text.length)) return false;
  draft.embeds.push({ ...newPart(), text: piece.text, rich: piece.rich });
  return true;
}

function addField(draft: Draft, field: Part['fields'][number]): boolean {
  const size = field.name.length + field.value.length;
  const last = draft.embeds.at(-1);
  if (last?.ready === null && last.fields.length < LIMITS.embedFields) {
    if (used(draft) + size > BUDGET.embedTotal) return false;
    last.fields.push(field);
    return true;
  }
  if (draft.sealed || !hasRoom(draft, size)) return false;
  draft.embeds.push({ ...newPart(), fields: [field] });
  return true;
}

function hasRoom(draft: Draft, size: number): boolean {
  return draft.embeds.length < LIMITS.embeds && used(draft) + size <= BUDGET.embedTotal;
}

function used(draft: Draft): number {
  return draft.embeds.reduce((sum, part) => sum + sizeOf(embedOf(part)), 0);
}

/** What counts towards the limit of all embeds together. */
function sizeOf({ title, description, footer, fields = [] }: APIEmbed): number {
  const texts = [title, description, footer?.text, ...fields.flatMap(({ name, value }) => [name, value])];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** A few words without title, list or card read best without a frame. */
function isPlain({ rich, ready, fields, text }: Part): boolean {
  return !rich && ready === null && fields.length === 0 && text.length <= BUDGET.content;
}

function embedOf({ title, text, fields, ready }: Part): APIEmbed {
  if (ready !== null) return ready;
  return {
    color: ACCENT,
    ...(title === '' ? {} : { title }),
    ...(text === '' ? {} : { description: text }),
    ...(fields.length === 0 ? {} : { fields }),
  };
}

/** Discord refuses a message with two buttons of one id. */
function withoutTwins(rows: readonly ButtonRow[]): ButtonRow[] {
  const seen = new Set<string>();
  return rows.map((row) =>
    row.filter((button) => {
      if (!('custom_id' in button)) return true;
      const fresh = !seen.has(button.custom_id);
      seen.add(button.custom_id);
      return fresh;
    }),
  );
}
