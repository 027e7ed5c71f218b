import { randomUUID } from 'node:crypto';
import { createDiscordDirectory, createDiscordReplier } from '../../adapters/discord/index.js';
import { startTimer } from '../../adapters/shared/timer.js';
import type { Metrics } from '../../adapters/shared/metrics.js';
import { createSlackDirectory, createSlackReplier } from '../../adapters/slack/index.js';
import { createAnswerer } from '../commands/answer.js';
import type { CommandDeps } from '../commands/deps.js';
import { createCommandFront, type CommandDesk } from '../commands/desk.js';
import { createForms } from '../commands/forms.js';
import { createCommandHandler } from '../commands/handle.js';
import { readText } from '../commands/read-text.js';
import type { ChatPlatform } from '../commands/request.js';
import { createSuggestions } from '../commands/suggest.js';
import type { Config } from '../config.js';
import type { Directory } from '../ports/directory.js';
import type { AnswerJob } from '../ports/job-queue.js';
import type { Replier } from '../ports/replier.js';
import type { Jobs } from './jobs.js';
import type { Runtime } from './runtime.js';
import { openSecrets } from './secrets.js';

/** Everything between a person's wish and its answer. */
export interface Commands {
  /** Takes wishes in, in whatever process they arrive. */
  readonly desk: CommandDesk;
  readonly repliers: Readonly<Record<ChatPlatform, Replier | null>>;
  /** Does an `answer` job. */
  readonly answer: (job: AnswerJob, stopping: AbortSignal) => Promise<null>;
}

/** @throws AppError `config` when the secret key is missing, unreadable or another one than before */
export async function openCommands(runtime: Runtime, jobs: Jobs, metrics: Metrics): Promise<Commands> {
  const { config, stores, logger } = runtime;
  const { sealer, hashPerson } = await openSecrets(runtime);
  const repliers = repliersOf(runtime);
  const directories = directoriesOf(runtime);
  const deps: CommandDeps = {
    ...stores,
    ...jobs.deeds.compose,
    digests: stores.digests,
    channels: stores.channels,
    papers: stores.papers,
    people: stores.people,
    search: runtime.search,
    signalSources: runtime.signalSources,
    directoryFor: (platform) => directories[platform],
    publisherFor: runtime.publisherFor,
    hashPerson,
    queue: jobs.queue,
    logger,
  };
  const common = {
    answers: stores.answers,
    sealer,
    startTimer,
    now: () => new Date(),
    newId: () => randomUUID().slice(0, 8),
    metrics,
    logger,
  };
  const desk = createCommandFront({ ...common, ...inputsOf(deps), queue: jobs.queue });
  const answer = createAnswerer({
    ...common,
    handle: createCommandHandler(deps),
    replierFor: (platform) => repliers[platform],
    ...(takesAndAnswers(config) ? { take: (id: string) => desk.take(id) } : {}),
  });
  return { desk, repliers, answer };
}

// --- Internal helpers ---

/** What is answered directly, because a platform does not wait for it. */
function inputsOf(deps: CommandDeps) {
  return { readText, suggestions: createSuggestions(deps), forms: createForms(deps) };
}

/** True when requests arrive in the very process whose workers answer them. */
function takesAndAnswers({ roles }: Config): boolean {
  return roles.has('worker') && roles.has('gateway') && roles.has('web');
}

function repliersOf({ config, logger, refusals }: Runtime): Commands['repliers'] {
  const { discord, slack } = config;
  return {
    discord: discord === null ? null : createDiscordReplier({ ...discord, refusals }),
    slack:
      slack === null ? null : createSlackReplier({ ...slack, logger: logger.child({ platform: 'slack' }) }),
  };
}

function directoriesOf({ config, logger }: Runtime): Readonly<Record<ChatPlatform, Directory | null>> {
  const { discord, slack } = config;
  return {
    discord: discord === null ? null : createDiscordDirectory(),
    slack:
      slack === null ? null : createSlackDirectory({ ...slack, logger: logger.child({ platform: 'slack' }) }),
  };
}
