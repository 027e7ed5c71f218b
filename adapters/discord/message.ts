import {
  ComponentType,
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

export interface MessageParts {
  readonly content?: string;
  readonly embeds: APIEmbed[];
  readonly buttons: readonly APIButtonComponent[];
  /** Null where Discord takes none (forum posts). */
  readonly nonce: string | null;
}

/** The body of Create Message: mentions off always, nonce enforced whenever there is one. */
export function messageBody(parts: MessageParts): MessageBody {
  const row = {
    type: ComponentType.ActionRow as const,
    components: parts.buttons.slice(0, LIMITS.buttonsPerRow),
  };
  return {
    ...(parts.content === undefined ? {} : { content: parts.content }),
    embeds: parts.embeds,
    components: [row],
    allowed_mentions: { parse: [] },
    ...(parts.nonce === null ? {} : { nonce: parts.nonce, enforce_nonce: true }),
  };
}
