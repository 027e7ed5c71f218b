import {
  ComponentType,
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js';
import { LIMITS } from './limits.js';

/** The bar beside every embed of ours: the amber of a newspaper stand. */
export const ACCENT = 0xf2a33a;

export type MessageBody = Pick<
  RESTPostAPIChannelMessageJSONBody,
  'content' | 'embeds' | 'components' | 'allowed_mentions' | 'nonce' | 'enforce_nonce'
>;

/** Buttons side by side, at most five. */
export type ButtonRow = readonly APIButtonComponent[];

export interface MessageParts {
  readonly content?: string;
  readonly embeds: APIEmbed[];
  readonly rows: readonly ButtonRow[];
  /** Null where Discord takes none (forum posts). */
  readonly nonce: string | null;
}

/** The body of Create Message: mentions off always, nonce enforced whenever there is one. */
export function messageBody(parts: MessageParts): MessageBody {
  return {
    ...(parts.content === undefined ? {} : { content: parts.content }),
    embeds: parts.embeds,
    components: actionRows(parts.rows),
    allowed_mentions: { parse: [] },
    ...(parts.nonce === null ? {} : { nonce: parts.nonce, enforce_nonce: true }),
  };
}

/** Rows as Discord takes them: empty ones left out, no more and no longer than allowed. */
export function actionRows(rows: readonly ButtonRow[]): APIActionRowComponent<APIButtonComponent>[] {
  return rows
    .filter((row) => row.length > 0)
    .slice(0, LIMITS.actionRows)
    .map((row) => ({ type: ComponentType.ActionRow, components: row.slice(0, LIMITS.buttonsPerRow) }));
}
