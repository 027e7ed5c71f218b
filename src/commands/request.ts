import type { ChannelAddress } from '../channels/channel.js';
import type { ButtonAction } from './buttons.js';
import type { CommandName, OptionValues } from './definition.js';

/** A platform that people talk to. */
export type ChatPlatform = 'discord' | 'slack';

export interface Person {
  /** The platform's own user id. Hashed before it is stored. */
  readonly id: string;
  /** What the event itself says of the person's rights here; `unknown` where it does not (Slack). */
  readonly manages: boolean | 'unknown';
  /** False when the event says that the person may not write there. Default true: where it does not tell (Slack). */
  readonly mayPost?: boolean;
}

/** What somebody wants, as plain JSON: it travels through the queue. */
export type Action =
  | { readonly kind: 'command'; readonly name: CommandName; readonly options: OptionValues }
  | { readonly kind: 'button'; readonly action: ButtonAction }
  /** A form sent in; values by field name. */
  | { readonly kind: 'form'; readonly form: FormName; readonly values: OptionValues }
  /** Text typed after `/papers` that names no command; the core reads it. */
  | { readonly kind: 'text'; readonly text: string }
  /** The message whose papers are to be matched. */
  | { readonly kind: 'find-similar'; readonly text: string }
  /** Links to be shown as cards, each at most once. */
  | { readonly kind: 'unfurl'; readonly links: readonly string[] }
  /** The bot's own page for a person. */
  | { readonly kind: 'home' };

/** Commands that have a form. */
export const FORM_NAMES = [
  'schedule',
  'subscribe',
  'unsubscribe',
  'show',
  'similar',
  'why',
] as const satisfies readonly CommandName[];
export type FormName = (typeof FORM_NAMES)[number];

/** One thing asked of the bot, with no platform's own object in it. Plain JSON. */
export interface CommandRequest {
  /** The platform's id of the interaction, e.g. `discord:1234…`: one id is answered once. */
  readonly id: string;
  readonly address: ChannelAddress & { readonly platform: ChatPlatform };
  /** A conversation with the bot alone; such a place belongs to the person. */
  readonly direct: boolean;
  readonly person: Person;
  readonly action: Action;
}
