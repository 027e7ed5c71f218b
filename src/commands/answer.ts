import { describeError } from '../errors.js';
import type { AnswerStore } from '../ports/answer-store.js';
import type { CommandMetrics } from '../ports/command-metrics.js';
import type { AnswerJob } from '../ports/job-queue.js';
import type { AnswerOutcome, Replier, ReplyTarget } from '../ports/replier.js';
import type { Sealer } from '../ports/sealer.js';
import type { StartTimer } from '../ports/timer.js';
import { LATE, withDeadline } from './deadline.js';
import { AWAY, failureReply, requestFields, type FailureDeps } from './failure.js';
import { openTarget } from './reply-target.js';
import { sentence, type CommandReply } from './reply.js';
import type { ChatPlatform, CommandRequest } from './request.js';

/** The person is to hear of a database that is away within three seconds of asking. */
const CLAIM_WITHIN_MS = 2_000;
const HANDLE_WITHIN_MS = 10_000;
/** A stop waits eight seconds for jobs. */
const HANDLE_WHEN_STOPPING_MS = 3_000;
const REPLY_WITHIN_MS = 15_000;

const TOO_LONG = sentence('That took me too long. Please try again, or ask for something narrower.', true);
const RESTARTING = sentence('I am being restarted. Please try again in a moment.', true);

export interface AnswererDeps extends FailureDeps {
  readonly answers: Pick<AnswerStore, 'claim' | 'release'>;
  readonly sealer: Pick<Sealer, 'open'>;
  readonly handle: (request: CommandRequest, signal: AbortSignal) => Promise<CommandReply>;
  /** Null when the platform is switched off here. */
  readonly replierFor: (platform: ChatPlatform) => Replier | null;
  /** Tells the front of this process that its request has been taken. @returns false when it is to be left. Default true */
  readonly take?: (id: string) => boolean;
  readonly now: () => Date;
  readonly startTimer: StartTimer;
  readonly metrics: Pick<CommandMetrics, 'count' | 'answered'>;
}

/**
 * Answers one request: opens its target, claims its id, handles it, and replies once. Nothing is tried again, whatever
 * happens: who waits can ask again, also for what is shown only once, unless it may be there. Never rejects.
 * @returns takes a job, and a signal that fires when the bot stops; always null: there is nothing to look at again
 */
export function createAnswerer(deps: AnswererDeps): (job: AnswerJob, stopping: AbortSignal) => Promise<null> {
  return async (job, stopping) => {
    const target = targetOf(job, deps);
    if (target === null) return null;
    const replier = deps.replierFor(job.platform);
    if (replier === null) return dropped(job, 'platform-off', deps);
    if (deps.take?.(job.request.id) === false) return dropped(job, 'given-up', deps);
    const claim = await claimOf(job.request, deps);
    if (claim === 'lost') {
      deps.logger.debug(requestFields(job.request), 'somebody else answers this');
      return null;
    }
    const reply = claim === 'away' ? AWAY : await replyTo(job.request, stopping, deps);
    // Nobody waits for the cards of links.
    if (job.request.action.kind === 'unfurl' && reply.failed === true) return dropped(job, 'no-cards', deps);
    const outcome = await attempt(replier, target, reply, deps);
    report(job, outcome, deps);
    if (reply.claim !== undefined && isCertainlyNotThere(outcome)) await giveBack(reply.claim, job, deps);
    return null;
  };
}

// --- Internal helpers ---

/** Null when there is nowhere to answer to, or no more. */
function targetOf(job: AnswerJob, deps: AnswererDeps): ReplyTarget | null {
  let target: ReplyTarget;
  try {
    target = openTarget(deps.sealer, job.request.id, job.target);
  } catch (error) {
    return dropped(job, 'unreadable', deps, describeError(error));
  }
  return Date.parse(target.expiresAt) > deps.now().getTime() ? target : dropped(job, 'expired', deps);
}

function dropped(job: AnswerJob, why: string, { metrics, logger }: AnswererDeps, error?: string): null {
  metrics.count('dropped', job.platform, why);
  const fields = { ...requestFields(job.request), why, ...(error === undefined ? {} : { error }) };
  logger.warn(fields, 'an answer was dropped');
  return null;
}

async function claimOf(request: CommandRequest, deps: AnswererDeps): Promise<'won' | 'lost' | 'away'> {
  try {
    const won = await withDeadline(() => deps.answers.claim(request.id), {
      ms: CLAIM_WITHIN_MS,
      startTimer: deps.startTimer,
    });
    if (won !== LATE) return won ? 'won' : 'lost';
    deps.logger.warn(requestFields(request), 'the database is too slow to claim a command');
  } catch (error) {
    const fields = { ...requestFields(request), error: describeError(error) };
    deps.logger.warn(fields, 'a command could not be claimed');
  }
  return 'away';
}

async function replyTo(
  request: CommandRequest,
  stopping: AbortSignal,
  deps: AnswererDeps,
): Promise<CommandReply> {
  try {
    const reply = await withDeadline((signal) => deps.handle(request, signal), {
      ms: HANDLE_WITHIN_MS,
      startTimer: deps.startTimer,
      hurry: { signal: stopping, ms: HANDLE_WHEN_STOPPING_MS },
    });
    if (reply !== LATE) return reply;
  } catch (error) {
    return failureReply(error, request, deps);
  }
  deps.logger.warn(requestFields(request), 'a command took too long');
  return stopping.aborted ? RESTARTING : TOO_LONG;
}

/** A replier should not throw; if it does, nobody knows whether the answer is there. */
async function attempt(
  replier: Replier,
  target: ReplyTarget,
  reply: CommandReply,
  { startTimer }: AnswererDeps,
): Promise<AnswerOutcome> {
  try {
    const outcome = await withDeadline((signal) => replier.answer(target, reply, signal), {
      ms: REPLY_WITHIN_MS,
      startTimer,
    });
    return outcome === LATE ? { kind: 'unknown', error: 'The platform gave no answer in time.' } : outcome;
  } catch (error) {
    return { kind: 'unknown', error: describeError(error) };
  }
}

/** What nobody knows stays claimed: better not shared than shared twice. */
function isCertainlyNotThere(outcome: AnswerOutcome): boolean {
  return outcome.kind === 'too-late' || (outcome.kind === 'refused' && outcome.begun !== true);
}

async function giveBack(claim: string, { request }: AnswerJob, deps: AnswererDeps): Promise<void> {
  try {
    await deps.answers.release(claim);
  } catch (error) {
    const fields = { ...requestFields(request), error: describeError(error) };
    deps.logger.warn(fields, 'what was not shown cannot be shown again today');
  }
}

function report(
  { request, platform, acceptedAt }: AnswerJob,
  outcome: AnswerOutcome,
  deps: AnswererDeps,
): void {
  const seconds = Math.max(0, deps.now().getTime() - Date.parse(acceptedAt)) / 1000;
  deps.metrics.count('answered', platform, outcome.kind);
  const error = 'error' in outcome ? { error: outcome.error } : {};
  const fields = { ...requestFields(request), outcome: outcome.kind, seconds, ...error };
  if (outcome.kind !== 'answered') {
    deps.logger.warn(fields, 'an answer did not arrive, or may not have');
    return;
  }
  deps.metrics.answered(platform, seconds);
  deps.logger.debug(fields, 'a command was answered');
}
