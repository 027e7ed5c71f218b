import type { KnownBlock } from '@slack/types';
import type { AnswerOutcome } from '../../src/ports/replier.js';
import { neverLeft } from '../shared/never-left.js';
import type { SlackCall } from './client.js';
import { codeOf, rateLimitMs, slackError } from './errors.js';
import { withoutPictures } from './message.js';

/** How one call that answers somebody ended. */
export interface Attempt {
  readonly outcome: AnswerOutcome;
  /** Slack's error string, when it gave one. */
  readonly code: string | null;
}

export const ANSWERED: Attempt = { outcome: { kind: 'answered' }, code: null };

/** Slack's own failures, after which the answer may be there all the same. */
const UNSURE = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
/** The message or view is gone. */
const GONE = new Set(['cannot_find_message', 'message_not_found', 'not_found', 'cannot_unfurl_message']);

/** What Slack says of blocks or views it does not take. */
const INVALID = new Set(['invalid_blocks', 'invalid_arguments']);

/** One call of a Web API method as an attempt to answer. Never rejects. */
export async function attemptCall(
  call: SlackCall,
  method: string,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    await call(method, args, signal);
    return ANSWERED;
  } catch (thrown) {
    const code = codeOf(thrown);
    const error = slackError(thrown);
    if (code !== null && GONE.has(code)) return { outcome: { kind: 'too-late' }, code };
    const definite =
      code === null ? neverLeft(thrown) || rateLimitMs(thrown) !== undefined : !UNSURE.has(code);
    return { outcome: { kind: definite ? 'refused' : 'unknown', error }, code };
  }
}

/**
 * Slack fetches pictures before it takes a message and calls the blocks invalid when it cannot (python-slack-sdk
 * issue 1782). Nothing was shown then, so the answer goes out without its pictures.
 */
export async function bareIfInvalid(
  blocks: readonly KnownBlock[],
  post: (blocks: readonly KnownBlock[]) => Promise<Attempt>,
): Promise<Attempt> {
  const first = await post(blocks);
  const bare = INVALID.has(first.code ?? '') ? picturesDropped(blocks) : blocks;
  return bare === blocks ? first : post(bare);
}

/** The same blocks when there are no pictures. */
export function picturesDropped(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  const bare = withoutPictures({ blocks });
  return bare === null ? blocks : (bare['blocks'] as readonly KnownBlock[]);
}
