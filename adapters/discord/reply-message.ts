import type { APIActionRowComponent, APIButtonComponent, APIEmbed } from 'discord.js';

export interface ReplyFile {
  readonly name: string;
  readonly text: string;
}

/** One message of a reply, within every limit of Discord's. */
export interface ReplyMessage {
  /** Empty when there is none: an edit must say so. */
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIActionRowComponent<APIButtonComponent>[];
  readonly files: readonly ReplyFile[];
}
