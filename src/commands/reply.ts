import type { Layout } from '../channels/channel.js';
import type { Card, DigestContent } from '../digests/digest.js';
import type { Problem } from '../ports/publisher.js';
import type { ButtonAction } from './buttons.js';
import type { SuggestKind } from './definition.js';
import type { FormName } from './request.js';

/** One entry of a list of papers. Text is cleaned, not escaped. */
export interface PaperLine {
  readonly paperId: string;
  /** 1-based place in the whole list. */
  readonly position: number;
  readonly title: string;
  /** https, built from a validated id. */
  readonly url: string;
  /** Small line under the title: authors, day, upvotes, why. */
  readonly note: string;
}

export interface ReplyButton {
  readonly label: string;
  readonly action: ButtonAction;
  readonly style?: 'primary' | 'danger';
}

/** A piece of a reply, with no platform in it. All text is plain: a renderer escapes it. */
export type ReplyBlock =
  | { readonly kind: 'text'; readonly text: string }
  /** Small, grey. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'fields'; readonly fields: readonly { readonly name: string; readonly value: string }[] }
  | { readonly kind: 'papers'; readonly papers: readonly PaperLine[] }
  /** With the buttons of a card. `link` is the very link of an `unfurl` action that this card stands for. */
  | { readonly kind: 'card'; readonly card: Card; readonly link?: string }
  /** The digest as it would be posted, by the renderer that posts. */
  | { readonly kind: 'digest'; readonly content: DigestContent; readonly layout: Layout }
  /** Text to copy; sent as a file of this name when too long for a message. */
  | { readonly kind: 'code'; readonly text: string; readonly fileName: string }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  /** A row of at most five. */
  | { readonly kind: 'buttons'; readonly buttons: readonly ReplyButton[] };

/** What a command answers. Visibility was fixed when the request was acknowledged. */
export interface CommandReply {
  readonly title: string | null;
  readonly blocks: readonly ReplyBlock[];
  /** It could not be done: a public request is then answered privately. Default false. */
  readonly failed?: boolean;
  /** Claimed so that this is said once; given back when the platform certainly has not taken it. Default none. */
  readonly claim?: string;
}

/** A form shown at once, without the queue. */
export interface FormView {
  readonly form: FormName;
  /** At most 45 characters. */
  readonly title: string;
  readonly fields: readonly FormField[];
  /** At most 24 characters. */
  readonly submit: string;
}

/** Most important first: a platform that takes fewer leaves the last ones out. */
export interface FormField {
  readonly name: string;
  /** At most 45 characters. */
  readonly label: string;
  readonly hint: string;
  readonly kind: 'text' | 'choice';
  readonly value: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** On a platform that can suggest in forms, one of what is suggested is chosen. */
  readonly suggest?: SuggestKind;
  /** May be left empty. Default false. */
  readonly optional?: boolean;
}

/** A plain sentence as a whole reply. */
export function sentence(text: string, failed = false): CommandReply {
  return { title: null, blocks: [{ kind: 'text', text }], ...(failed ? { failed } : {}) };
}
