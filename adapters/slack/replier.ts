import type { Logger } from '../../src/ports/logger.js';
import type { AnswerOutcome, Replier } from '../../src/ports/replier.js';
import { postTo, respond, type Errand } from './answer-messages.js';
import { publishHome, showModal, unfurl } from './answer-views.js';
import { createSlackCall } from './client.js';
import { decodeTarget, type SlackTarget } from './target.js';

export interface SlackReplierDeps {
  readonly botToken: string;
  /** Web API base, e.g. `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Wall-clock milliseconds. Default: the process's clock. */
  readonly now?: () => number;
}

/** Answers commands, buttons, forms, links and the App Home, from any process. One call is one attempt. */
export function createSlackReplier(deps: SlackReplierDeps): Replier {
  const { botToken: token, apiUrl, logger, now = Date.now } = deps;
  const call = createSlackCall({ token, apiUrl, logger });
  return {
    platform: 'slack',
    async answer(target, reply, signal) {
      const to = decodeTarget(target.secret);
      if (to === null) return { kind: 'refused', error: 'the address of the answer cannot be read' };
      if (Date.parse(target.expiresAt) <= now()) return { kind: 'too-late' };
      return answerTo(to, { reply, target, call, apiUrl, logger, signal });
    },
  };
}

// --- Internal helpers ---

function answerTo(to: SlackTarget, errand: Errand): Promise<AnswerOutcome> {
  switch (to.kind) {
    case 'response':
      return respond(to, errand);
    case 'ephemeral':
    case 'direct':
      return postTo(to, errand);
    case 'modal':
      return showModal(to, errand);
    case 'unfurl':
      return unfurl(to, errand);
    case 'home':
      return publishHome(to, errand);
  }
}
