import type { Platform } from '../channels/channel.js';
import type { ChatPlatform, CommandRequest } from '../commands/request.js';
import type { SignalSourceName, SourceName } from '../papers/paper.js';

/**
 * Work to be woken for. The truth is in SQL: a lost job is enqueued again by the sweep, a doubled one finds nothing to
 * do. Answers alone live only here: one that is lost is for a person to ask again.
 */
export type Job =
  | { readonly kind: 'collect'; readonly source: SourceName }
  | { readonly kind: 'signals'; readonly source: SignalSourceName }
  | { readonly kind: 'embed' }
  /** Mails about subscriptions that are due. */
  | { readonly kind: 'letters' }
  | { readonly kind: 'compose'; readonly digestId: number }
  | { readonly kind: 'deliver'; readonly platform: Platform; readonly digestId: number }
  | AnswerJob;

/** Somebody waits for an answer. Tried once. */
export interface AnswerJob {
  readonly kind: 'answer';
  readonly platform: ChatPlatform;
  readonly request: CommandRequest;
  /** A `ReplyTarget`, sealed: what is in a queue can be read by others. */
  readonly target: string;
  /** When it was taken in, by the clock of the process that did. ISO instant. */
  readonly acceptedAt: string;
}

export interface JobQueue {
  /** @param at not before; at once when omitted. Jobs of one `id` waiting at the same time are one. */
  enqueue(job: Job, options: { readonly id: string; readonly at?: Date }): Promise<void>;
}

/** Does one job. @returns when the same work should be looked at again, null when there is nothing more to do */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<Date | null>;
