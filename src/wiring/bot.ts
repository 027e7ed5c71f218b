import { startTick } from '../../jobs/tick.js';
import { startWorkers } from '../../jobs/workers.js';
import { composeDigest } from '../digests/compose.js';
import { createPutOff } from '../digests/herd.js';
import { tick } from '../digests/tick.js';
import { describeError } from '../errors.js';
import type { JobHandler, Job } from '../ports/job-queue.js';
import type { Commands } from './commands.js';
import type { Deeds } from './deeds.js';
import type { Jobs } from './jobs.js';
import type { Runtime } from './runtime.js';
import { traceJob } from './tracing.js';

/** Something that was started and is stopped in reverse order. */
export interface Running {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

/** What a stop leaves for each: with what comes after them they stay within the ten seconds of the whole. Milliseconds. */
const JOBS_WITHIN_MS = 5_000;
const TICK_WITHIN_MS = 1_000;
const PRUNE_EVERY_MS = 60_000;

/**
 * Starts what this process's roles ask for.
 * @param alsoEveryMinute done after each tick; told whether what can wait should, because digests are going out
 */
export function startJobs(
  runtime: Runtime,
  jobs: Jobs,
  commands: Pick<Commands, 'answer'>,
  alsoEveryMinute: (waits: boolean) => Promise<void>,
): readonly Running[] {
  const { roles } = runtime.config;
  const running: Running[] = [];
  if (roles.has('worker')) {
    const { backend, queue } = jobs;
    const workers = startWorkers({
      backend,
      queue,
      handlers: handlersOf(runtime, jobs.deeds, commands),
      logger: runtime.logger,
      within: (job, act) => traceJob(job, runtime.tracing, act),
      onEnd: (name, outcome) => runtime.tally.add('jobs', { queue: name, outcome }),
    });
    running.push({ name: 'workers', stop: () => workers.stop(JOBS_WITHIN_MS) });
  }
  if (roles.has('tick')) {
    const putOff = createPutOff();
    const everyMinute = async (): Promise<void> => {
      await alsoEveryMinute(await tickOnce(runtime, jobs, putOff));
    };
    const minute = startTick({ everyMinute, logger: runtime.logger });
    running.push({ name: 'tick', stop: () => minute.stop(TICK_WITHIN_MS) });
  } else {
    running.push(letGoOfRankings(runtime, jobs));
  }
  return running;
}

// --- Internal helpers ---

/** The tick does so where there is one. A ranking that nobody asks for any more is tens of megabytes. */
function letGoOfRankings({ stores, logger }: Runtime, { deeds }: Jobs): Running {
  const prune = async (): Promise<void> => deeds.compose.rankings.prune(await stores.clock.now());
  const watch = setInterval(() => {
    prune().catch((error: unknown) => logger.debug({ error: describeError(error) }, 'rankings were kept'));
  }, PRUNE_EVERY_MS).unref();
  return {
    name: 'rankings',
    stop: () => {
      clearInterval(watch);
      return Promise.resolve();
    },
  };
}

/** @returns whether what can wait should */
async function tickOnce(
  runtime: Runtime,
  { queue, deeds }: Jobs,
  putOff: (herd: boolean) => boolean,
): Promise<boolean> {
  const { stores, sources, signalSources, startedAt, logger } = runtime;
  const { rankings } = deeds.compose;
  const sourceStates = stores.sources;
  const shared = { sources, signalSources, sourceStates, startedAt, queue, rankings, putOff, logger };
  return (await tick({ ...stores, ...shared })).waits;
}

type JobOf<K extends Job['kind']> = Extract<Job, { kind: K }>;

function handlersOf(
  runtime: Runtime,
  deeds: Deeds,
  commands: Pick<Commands, 'answer'>,
): Record<Job['kind'], JobHandler> {
  const collect = async (job: JobOf<'collect'>, signal: AbortSignal): Promise<null> => {
    const source = runtime.sources.find(({ name }) => name === job.source);
    if (source !== undefined) await deeds.collect(source, { signal });
    return null;
  };
  const enrich = async (job: JobOf<'signals'>, signal: AbortSignal): Promise<null> => {
    const source = runtime.signalSources.find(({ name }) => name === job.source);
    if (source !== undefined) await deeds.enrich(source, signal);
    return null;
  };
  const embed = async (signal: AbortSignal): Promise<Date | null> => {
    const report = await runtime.embeddings?.embed({ signal });
    return report?.outcome === 'more' ? report.nextAt : null;
  };
  const letters = async (signal: AbortSignal): Promise<Date | null> =>
    (await runtime.mail())?.sendLetters(signal) ?? null;
  return {
    embed: (_job, signal) => embed(signal),
    letters: (_job, signal) => letters(signal),
    signals: (job, signal) => enrich(job as JobOf<'signals'>, signal),
    collect: (job, signal) => collect(job as JobOf<'collect'>, signal),
    compose: (job, signal) => composeDigest((job as JobOf<'compose'>).digestId, deeds.compose, signal),
    deliver: (job, signal) => deeds.deliver((job as JobOf<'deliver'>).digestId, signal),
    answer: (job, signal) => commands.answer(job as JobOf<'answer'>, signal),
  };
}
