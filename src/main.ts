import { createMetrics, type Metrics } from '../adapters/shared/metrics.js';
import type { SlackConnection } from '../adapters/slack/index.js';
import { createWebServer, type Mount } from '../adapters/web/index.js';
import { localTime } from './digests/day.js';
import { followZoneData } from './digests/zone-data.js';
import { describeError } from './errors.js';
import { startJobs, type Running } from './wiring/bot.js';
import { openCommands } from './wiring/commands.js';
import { createConnections, type Connections } from './wiring/connections.js';
import { sweepLetters } from './wiring/mail.js';
import { createPauseRounds, openPauseWatch } from './wiring/pauses.js';
import { aliveProbe, sourceProbes } from './wiring/probes.js';
import { openRuntime, type Runtime } from './wiring/runtime.js';
import { createNightly } from './wiring/nightly.js';
import { openJobs, type Jobs } from './wiring/jobs.js';
import { registerOnStart } from './wiring/registration.js';
import { startIndexing } from './wiring/search-index.js';
import { openSite } from './wiring/site.js';
import { stateReaders } from './wiring/state-readers.js';
import { giveUpLater, stopSignal } from './wiring/stop-signal.js';
import { offLines, roleLines, showsInTerminal, siteLines } from './wiring/status.js';
import {
  collectForFirstDigest,
  createMornings,
  hasRealDigest,
  showDigest,
  type Print,
} from './wiring/terminal-digest.js';
import { clearOld, createUpkeep } from './wiring/upkeep.js';

/**
 * Runs the bot until SIGTERM or SIGINT, then stops everything in reverse order of its start.
 * @throws AppError when it cannot start; what had been started is stopped first
 */
export async function runBot(env: NodeJS.ProcessEnv): Promise<void> {
  const print: Print = (line) => process.stdout.write(`${line}\n`);
  const stop = new AbortController();
  const stopped = stopSignal(stop, env);
  const runtime = await openRuntime({ env, role: 'bot', onProgress: print });
  const running: Running[] = [{ name: 'database', stop: () => runtime.close() }];
  try {
    // A signal counts from the first moment on: starting takes half a minute when a source hangs.
    const started = start(runtime, running, print, stop.signal);
    const cause = await Promise.race([stopped, started.then(() => stopped)]);
    print(`${cause}: stopping …`);
  } finally {
    await stopAll(running, runtime);
  }
  print('Stopped.');
  process.exit(0);
}

// --- Internal helpers ---

async function start(runtime: Runtime, running: Running[], print: Print, stop: AbortSignal): Promise<void> {
  const { config, logger } = runtime;
  const isStopping = (): boolean => stop.aborted;
  for (const warning of config.warnings) logger.warn({}, warning);
  if (config.roles.has('tick'))
    await followZoneData(process.versions['tz'] ?? '', { ...runtime.stores, logger });
  const jobs = await openJobs(runtime);
  running.push({ name: 'queue', stop: () => closeJobs(jobs) });
  const metrics = createMetrics({ tally: runtime.tally, version: runtime.version });
  metrics.watchState(stateReaders(runtime, jobs.queue));
  const commands = await openCommands(runtime, jobs, metrics);
  const pauses = openPauseWatch(runtime);
  const connections = createConnections(runtime, { commands, metrics, hearPlace: pauses.hear });
  running.push(await startWeb(runtime, jobs, connections, metrics, print));
  for (const line of offLines(config)) print(line);
  if (config.redisUrl !== null) await tellOfRedis(jobs, print);
  const inTerminal = showsInTerminal(config);
  let shown = inTerminal ? await firstDigest(runtime, jobs, print, stop) : 'digest';
  if (isStopping()) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isMorning = createMornings(zone, await runtime.stores.clock.now());
  const upkeep = openUpkeep(runtime);
  const rounds = createPauseRounds(pauses, logger);
  const nightly = openNightly(runtime);
  if (config.roles.has('tick')) running.push(nightly, { name: 'pauses', stop: () => rounds.stop() });
  const everyMinute = async (waits: boolean): Promise<void> => {
    if (!waits) rounds.start();
    const now = await runtime.stores.clock.now();
    await sweepLetters(runtime, jobs.queue, now);
    const isDue =
      isMorning(now) || (shown === 'sample' && (await hasRealDigest(runtime.stores, jobs.deeds.compose)));
    if (inTerminal && isDue) shown = await showDigest(runtime, jobs.deeds, print);
    if (waits) return;
    await runtime.embeddings?.wake(jobs.queue, now);
    await upkeep(now);
    await nightly.everyMinute(now);
  };
  // Who answers is there before anybody can ask; stopping goes the other way round.
  const asked = running.length;
  running.push(...startJobs(runtime, jobs, commands, everyMinute));
  const links = await connections.start();
  running.splice(asked, 0, ...links, { name: 'commands', stop: () => commands.desk.settle() });
  void registerOnStart(runtime);
  for (const line of connections.lines()) print(line);
  if (isStopping()) return;
  if (config.roles.has('tick')) running.push(startIndexing(runtime));
  if (!inTerminal && config.roles.has('tick')) await printChannels(runtime, print);
  print('Running. Stop with Ctrl-C.');
}

function openUpkeep({ stores, database, startedAt }: Runtime) {
  return createUpkeep(
    [
      () => stores.answers.prune(),
      () => stores.turns.prune(),
      () => stores.asked.prune(),
      () => stores.subscribers.prune(),
      () => clearOld(stores.retention),
      () => database.maintain(),
    ],
    startedAt,
  );
}

function openNightly({ stores, logger }: Runtime) {
  return createNightly({
    learnedAt: () => stores.models.learnedAt(),
    takeTurn: (againMs) => stores.models.takeTurn(againMs),
    busy: async (withinMs) => (await stores.digests.work(withinMs)).length > 0,
    logger,
  });
}

async function firstDigest(
  runtime: Runtime,
  jobs: Jobs,
  print: Print,
  stop: AbortSignal,
): Promise<'digest' | 'sample'> {
  await collectForFirstDigest(runtime, jobs.deeds, { print, stop });
  if (stop.aborted) return 'digest';
  print('');
  const shown = await showDigest(runtime, jobs.deeds, print);
  print('');
  return shown;
}

async function startWeb(
  runtime: Runtime,
  jobs: Jobs,
  links: Connections,
  metrics: Metrics,
  print: Print,
): Promise<Running> {
  const { config, logger, database } = runtime;
  const { slack } = links;
  if (runtime.embeddings !== null) metrics.watchMeaning(runtime.embeddings);
  const probes = [
    aliveProbe('database', () => database.ping()),
    aliveProbe('queue', () => jobs.queue.ping()),
    ...links.probes,
    ...sourceProbes(runtime),
    ...(runtime.embeddings === null ? [] : [runtime.embeddings.health]),
  ];
  const site = config.roles.has('web') ? await openSite(runtime, jobs, probes) : null;
  const mounts = [...(slack === null ? [] : [slackMount(slack)]), ...(site === null ? [] : [site])];
  const web = createWebServer({
    host: config.host,
    port: config.port,
    logger,
    probes,
    metrics: () => metrics.read(),
    mounts,
  });
  const { url } = await web.start();
  print(`Broadsheet ${runtime.version}. Health: ${url}/healthz and ${url}/readyz`);
  for (const line of roleLines(config)) print(line);
  if (site !== null) for (const line of siteLines(url)) print(line);
  return {
    name: 'web',
    stop: () => {
      site?.stop();
      return web.stop();
    },
  };
}

function slackMount(slack: SlackConnection): Mount {
  return { prefix: '/slack/', handle: (request, response) => slack.handle(request, response) };
}

async function printChannels(runtime: Runtime, print: Print): Promise<void> {
  const channels = await runtime.stores.channels.list();
  for (const { key, pause, nextDueAt, schedule } of channels)
    print(
      pause === null
        ? `${key}: next digest ${localTime(nextDueAt, schedule.zone)}`
        : `${key}: paused. ${pause.reason}`,
    );
  if (channels.length === 0)
    print(
      'No channel yet. Add one with: npm run broadsheet -- channels add discord:SERVER:CHANNEL --time 09:00 --zone Europe/Berlin',
    );
}

/** A Redis that does not answer is waited for; people should know why nothing is posted. */
async function tellOfRedis({ queue }: Jobs, print: Print): Promise<void> {
  try {
    await queue.ping();
  } catch (error) {
    print(describeError(error));
  }
}

async function closeJobs({ queue, backend }: Jobs): Promise<void> {
  await queue.close();
  await backend.close();
}

/** In reverse order; one that fails does not keep the others from stopping. */
async function stopAll(running: readonly Running[], { logger }: Runtime): Promise<void> {
  giveUpLater();
  for (const { name, stop } of [...running].reverse()) {
    try {
      await stop();
    } catch (error) {
      logger.warn({ part: name, error: describeError(error) }, 'did not stop cleanly');
    }
  }
}
