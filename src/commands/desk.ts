import { AppError, describeError } from '../errors.js';
import type { JobQueue } from '../ports/job-queue.js';
import type { ReplyTarget } from '../ports/replier.js';
import type { Sealer } from '../ports/sealer.js';
import { findPaperIds } from '../papers/find-ids.js';
import { LATE, withDeadline } from './deadline.js';
import type { SuggestKind } from './definition.js';
import { failureReply } from './failure.js';
import { fitSuggestions } from './fit-suggestions.js';
import type { CommandFront, Suggestion } from './front.js';
import { createLateWatch, type LateWatchDeps } from './late-watch.js';
import { createCommandLimits, refusalSentence } from './limits.js';
import { sealTarget } from './reply-target.js';
import { sentence, type CommandReply } from './reply.js';
import type { Action, CommandRequest } from './request.js';
import { visibilityOf } from './visibility.js';

const ENQUEUE_WITHIN_MS = 1_500;
const FORM_WITHIN_MS = 2_000;
const SUGGEST_WITHIN_MS = 1_000;
/** Papers of one message that are looked at. */
const MOST_IDS = 50;

const NOT_NOW = sentence('I cannot take this right now. Please try again in a minute.', true);
const TOO_LARGE = sentence('That is more than I can read. Please keep it under 4,000 characters.', true);
const NO_FORM = sentence('I cannot show the form right now. Please try again in a minute.', true);

export interface DeskDeps extends LateWatchDeps {
  readonly queue: JobQueue;
  readonly sealer: Pick<Sealer, 'seal'>;
  /** What typed text asks for: a command, or the text as it is when it names none. Pure. */
  readonly readText: (text: string) => Action;
  readonly forms: (request: CommandRequest, signal: AbortSignal) => ReturnType<CommandFront['form']>;
  readonly suggestions: (
    kind: SuggestKind,
    text: string,
    address: CommandRequest['address'],
    signal: AbortSignal,
  ) => Promise<readonly Suggestion[]>;
  readonly now: () => Date;
  /** A short id that ties what a person reports to a log line. */
  readonly newId: () => string;
}

/** The front of one process, with what its own workers and its stop need. */
export interface CommandDesk extends CommandFront {
  /** A worker of this process has the request. @returns false when the person has been told to ask again: leave it */
  take(id: string): boolean;
  /** For the stop, after the workers: tells everybody who still waits to ask again. */
  settle(): Promise<void>;
}

/** Takes what people ask for, keeps it within limits, and hands it to the workers. */
export function createCommandFront(deps: DeskDeps): CommandDesk {
  const limits = createCommandLimits();
  const late = createLateWatch(deps);

  const refused = (request: CommandRequest): CommandReply | null => {
    const refusal = limits.admit(request, deps.now());
    if (refusal === null) return null;
    deps.metrics.count('refused', request.address.platform, `${refusal.by}-limit`);
    return sentence(refusalSentence(refusal), true);
  };

  const submit: CommandFront['submit'] = async (asked, target, lateReply) => {
    if (late.has(asked.id)) return null;
    const request = withoutProse(asked);
    // Nobody sits and waits for the cards of links: those stay away without a word.
    const isWaitedFor = request.action.kind !== 'unfurl';
    const refusal = refused(request);
    if (refusal !== null) return isWaitedFor ? refusal : null;
    if (isWaitedFor) late.start(request, lateReply);
    try {
      await enqueue(request, target, deps);
      deps.metrics.count('accepted', request.address.platform, request.action.kind);
      return null;
    } catch (error) {
      if (isWaitedFor && !(await late.giveUp(request.id))) return null;
      const reply = notTaken(request, error, deps);
      return isWaitedFor ? reply : null;
    }
  };

  return {
    visibility: (action, person) =>
      person?.mayPost === false ? 'private' : visibilityOf(action, deps.readText),
    submit,
    form: async (request) => {
      try {
        const answer = await withDeadline((signal) => deps.forms(request, signal), {
          ms: FORM_WITHIN_MS,
          startTimer: deps.startTimer,
        });
        if (answer === LATE) return { reply: NO_FORM };
        const refusal = answer === null ? null : refused(request);
        return refusal === null ? answer : { reply: refusal };
      } catch (error) {
        return { reply: failureReply(error, request, deps) };
      }
    },
    suggest: (kind, text, address) => suggest(kind, text, address, deps),
    take: (id) => late.take(id),
    settle: () => late.settle(),
  };
}

// --- Internal helpers ---

/** Of a message only the papers it names travel on: it may be long, and the rest of it is nobody's business. */
function withoutProse(request: CommandRequest): CommandRequest {
  const { action } = request;
  if (action.kind !== 'find-similar') return request;
  const ids = findPaperIds(action.text).slice(0, MOST_IDS);
  return { ...request, action: { ...action, text: ids.join('\n') } };
}

/** @throws AppError when it is not in the queue after one and a half seconds */
async function enqueue(request: CommandRequest, target: ReplyTarget, deps: DeskDeps): Promise<void> {
  const { platform } = request.address;
  const sealed = sealTarget(deps.sealer, request.id, target);
  const job = {
    kind: 'answer',
    platform,
    request,
    target: sealed,
    acceptedAt: deps.now().toISOString(),
  } as const;
  const done = await withDeadline(() => deps.queue.enqueue(job, { id: request.id }), {
    ms: ENQUEUE_WITHIN_MS,
    startTimer: deps.startTimer,
  });
  if (done === LATE)
    throw new AppError('The queue did not take an answer in time.', { code: 'queue', retryable: true });
}

function notTaken(request: CommandRequest, error: unknown, deps: DeskDeps): CommandReply {
  const { platform } = request.address;
  const tooLarge = error instanceof AppError && error.code === 'invalid-payload';
  deps.metrics.count('refused', platform, tooLarge ? 'too-large' : 'no-queue');
  deps.logger.warn({ request: request.id, platform, error: describeError(error) }, 'a command was not taken');
  return tooLarge ? TOO_LARGE : NOT_NOW;
}

async function suggest(
  kind: SuggestKind,
  text: string,
  address: CommandRequest['address'],
  { suggestions, startTimer, logger }: DeskDeps,
): Promise<readonly Suggestion[]> {
  try {
    const found = await withDeadline((signal) => suggestions(kind, text, address, signal), {
      ms: SUGGEST_WITHIN_MS,
      startTimer,
    });
    return found === LATE ? [] : fitSuggestions(found, address.platform);
  } catch (error) {
    logger.debug({ suggest: kind, error: describeError(error) }, 'nothing could be suggested');
    return [];
  }
}
