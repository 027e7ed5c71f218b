import type {
  Block,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  ImageBlock,
  ImageElement,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  RichTextBlock,
  SectionBlock,
} from '@slack/types';
import type { Payload } from '../../src/digests/delivery.js';
import { blockIdOf, metadataOf, type MessageMetadata } from './marker.js';

/** The body of one `chat.postMessage`, but for the place. Frozen: a retry sends the same bytes. */
export interface MessageBody {
  /** Shown in notifications and by screen readers. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly metadata: MessageMetadata;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** @param key delivery key; both markers are made of it */
export function messageBody(text: string, blocks: readonly KnownBlock[], key: string): MessageBody {
  const marked = blocks.map((block, index) => (index === 0 ? { ...block, block_id: blockIdOf(key) } : block));
  return { text, blocks: marked, metadata: metadataOf(key), unfurl_links: false, unfurl_media: false };
}

/** Formatted text; `verbatim` keeps Slack from making links and mentions of its own. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Unformatted text; `:name:` stays as it is. */
export function plainText(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plainText(text) };
}

/** Expanded, so that no part hides behind "see more". */
export function section(text: string, accessory: ImageElement | null = null): SectionBlock {
  return { type: 'section', text: mrkdwn(text), expand: true, ...(accessory === null ? {} : { accessory }) };
}

/** Small grey text; one element per text. */
export function context(texts: readonly string[]): ContextBlock {
  return { type: 'context', elements: texts.map(mrkdwn) };
}

/** Two columns; at most ten texts. */
export function fields(texts: readonly string[]): SectionBlock {
  return { type: 'section', fields: texts.map(mrkdwn) };
}

/** Text to copy, in a box; nothing in it is formatted or escaped. */
export function code(text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  };
}

/** A picture that Slack fetches from an address anybody can reach. */
export function image(url: string, alt: string): ImageBlock {
  return { type: 'image', image_url: url, alt_text: alt };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

/** The same message without its pictures; null when it has none. */
export function withoutPictures(payload: Payload): Payload | null {
  const { blocks } = payload;
  if (!Array.isArray(blocks)) return null;
  const bare = (blocks as readonly Block[])
    .filter(({ type }) => type !== 'image')
    .map((block) => ('accessory' in block ? { ...block, accessory: undefined } : block));
  const same = bare.length === blocks.length && bare.every((block, index) => block === blocks[index]);
  return same ? null : { ...payload, blocks: bare };
}

/** UTF-8 bytes of the blocks as they travel. */
export function jsonBytes(blocks: readonly KnownBlock[]): number {
  return Buffer.byteLength(JSON.stringify(blocks));
}
