import { AppError, describeError } from '../errors.js';
import type { Logger } from '../ports/logger.js';
import { sentence, type CommandReply } from './reply.js';
import type { CommandRequest } from './request.js';

export interface FailureDeps {
  /** A short id that ties what a person reports to a log line. */
  readonly newId: () => string;
  readonly logger: Logger;
}

/** The database or the queue is away. */
export const AWAY = sentence('I cannot reach my own records right now. Please try again in a moment.', true);

/** What a person reads when a request could not be done. Whatever is not theirs to mend is in the log, too. */
export function failureReply(error: unknown, request: CommandRequest, deps: FailureDeps): CommandReply {
  const fields = { ...requestFields(request), error: describeError(error) };
  if (error instanceof AppError && isOurs(error)) {
    if (error.retryable) {
      deps.logger.warn(fields, 'a command could not be answered for now');
      return AWAY;
    }
  } else if (error instanceof AppError) {
    deps.logger.debug(fields, 'a command was answered with what is wrong');
    return sentence(describeError(error), true);
  }
  const id = deps.newId();
  deps.logger.error(
    { ...fields, id, stack: error instanceof Error ? error.stack : undefined },
    'a command failed',
  );
  return sentence(
    `Something went wrong here. Please try again; if it stays, tell whoever runs this bot the number ${id}.`,
    true,
  );
}

/** Who asked for what, for the log; without the words, which are theirs. */
export function requestFields({ id, address, action }: CommandRequest): object {
  return {
    request: id,
    platform: address.platform,
    action: action.kind === 'command' ? action.name : action.kind,
  };
}

// --- Internal helpers ---

/** Trouble with our own database, queue or jobs, whose details help nobody in a chat. */
function isOurs({ code }: AppError): boolean {
  return code === 'database' || code === 'queue' || code === 'invalid-payload';
}
