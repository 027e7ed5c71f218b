import type { ReplyTarget } from '../ports/replier.js';
import type { SuggestKind, Visibility } from './definition.js';
import type { CommandReply, FormView } from './reply.js';
import type { Action, CommandRequest, Person } from './request.js';

export interface Suggestion {
  /** What is shown, at most 100 characters. */
  readonly label: string;
  /** What is sent, at most 100 characters on Discord, 150 on Slack. */
  readonly value: string;
}

/**
 * What an adapter hands people's wishes to. Decided at once and without the database where a platform does not wait;
 * everything else goes through the queue.
 */
export interface CommandFront {
  /**
   * Whether all may see the answer; known before anything is looked up. Nobody else sees what somebody asks who may not
   * write there: it will be refused.
   */
  visibility(action: Action, person?: Person): Visibility;
  /**
   * Takes a request that has been acknowledged. Resolves soon, with null when it is on its way to a worker, or with
   * what to answer at once: too many commands, queue or database away. Never rejects.
   * @param lateReply called when nobody has claimed the request after ten seconds
   */
  submit(
    request: CommandRequest,
    target: ReplyTarget,
    lateReply: (reply: CommandReply) => Promise<void>,
  ): Promise<CommandReply | null>;
  /** Null when the action opens no form. Within two seconds; a reply instead when the form cannot be shown. Never rejects. */
  form(
    request: CommandRequest,
  ): Promise<{ readonly form: FormView } | { readonly reply: CommandReply } | null>;
  /** At most 25; empty when nothing is known in time. Never rejects. */
  suggest(
    kind: SuggestKind,
    text: string,
    address: CommandRequest['address'],
  ): Promise<readonly Suggestion[]>;
}
