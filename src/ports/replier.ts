import type { CommandReply } from '../commands/reply.js';
import type { ChatPlatform } from '../commands/request.js';
import type { Visibility } from '../commands/definition.js';

/** How one attempt to answer ended. Nothing is tried again: a lost answer is a person's to repeat. */
export type AnswerOutcome =
  | { readonly kind: 'answered' }
  /** The platform takes no answer to this any more. */
  | { readonly kind: 'too-late' }
  /** `begun`: the beginning of a long answer is there all the same. Default false. */
  | { readonly kind: 'unknown' | 'refused'; readonly error: string; readonly begun?: boolean };

/** Where an answer goes. Made by the acknowledging adapter, sealed while it waits, dropped after use. */
export interface ReplyTarget {
  /** The adapter's own, JSON as text: interaction token, response URL. Secret. */
  readonly secret: string;
  /** As acknowledged. */
  readonly visibility: Visibility;
  /** After this the platform takes no answer. ISO instant. */
  readonly expiresAt: string;
}

/** Answers people on one platform, from any process. One call is one attempt. */
export interface Replier {
  readonly platform: ChatPlatform;
  answer(target: ReplyTarget, reply: CommandReply, signal: AbortSignal): Promise<AnswerOutcome>;
}
