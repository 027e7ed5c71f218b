import { AppError, describeError, type ErrorCode } from '../errors.js';
import type { Logger } from '../ports/logger.js';
import { refusal } from './blocks.js';
import type { CommandReply } from './reply.js';
import type { CommandRequest } from './request.js';

/** Faults whose sentence is meant for whoever asked; the others are the operator's. */
const FOR_PEOPLE: ReadonlySet<ErrorCode> = new Set(['usage', 'not-found', 'source', 'platform']);
const OURS = 'That did not work just now, and it is not your fault. Please try again in a minute.';

/** The one place where an error becomes a plain sentence. */
export function answerFault(error: unknown, request: CommandRequest, logger: Logger): CommandReply {
  const { action } = request;
  const fields = { request: request.id, action: action.kind, error: describeError(error) };
  // Nobody asked for anything: a link was posted, and is shown without a card.
  if (action.kind === 'unfurl') {
    logger.warn(fields, 'links were not shown as cards');
    return { title: null, blocks: [], failed: true };
  }
  if (error instanceof AppError && FOR_PEOPLE.has(error.code)) {
    logger.info(fields, 'a command was answered with a fault');
    return refusal(describeError(error));
  }
  logger.error(fields, 'a command failed');
  return refusal(OURS);
}
