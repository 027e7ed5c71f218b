import { randomUUID } from 'node:crypto';
import { describeError } from '../errors.js';
import { candidatesFor } from '../digests/candidates.js';
import { createCurrentForecast } from '../digests/current-forecast.js';
import { createRankingCache } from '../digests/ranking-cache.js';
import type { ComposeDeps } from '../digests/compose.js';
import { deliverDigest, type DeliverDeps } from '../digests/deliver.js';
import type { PreviewDeps } from '../digests/preview.js';
import { DELIVERY_TIMING } from '../digests/delivery-machine.js';
import { collectSource, type CollectDeps, type CollectReport } from '../papers/collect.js';
import { enrichFrom, type EnrichReport } from '../papers/enrich.js';
import { mergePaper } from '../papers/merge.js';
import type { DigestStore } from '../ports/digest-store.js';
import type { JobQueue } from '../ports/job-queue.js';
import type { SignalSource } from '../ports/signal-source.js';
import type { Source } from '../ports/source.js';
import type { Tally } from '../ports/tally.js';
import { rankInSlices } from '../ranking/rank.js';
import { createKnownReadings, noteReading } from './readings.js';
import type { Runtime } from './runtime.js';

/** A platform call ends well before its lease does (30 s). The SDKs end one request after 15 s; a look may make several. */
const CALL_WITHIN_MS = 20_000;

/** A reading of signals that begins before a digest is opened, five minutes before its slot, has ended by the slot. */
const SIGNALS_WITHIN_MS = 4 * 60_000;

/** The core's use cases with everything they ask of the outside filled in. */
export interface Deeds {
  readonly compose: ComposeDeps & PreviewDeps;
  deliver(digestId: number, signal: AbortSignal): Promise<Date | null>;
  collect(
    source: Source,
    options: Pick<CollectDeps, 'signal'> & Partial<Pick<CollectDeps, 'days' | 'onProgress'>>,
  ): Promise<CollectReport>;
  /** Asks one source of signals, for at most four minutes. */
  enrich(source: SignalSource, signal: AbortSignal): Promise<EnrichReport>;
}

/** @param queue woken when a digest is composed; without it the caller delivers */
export function createDeeds(runtime: Runtime, queue: JobQueue | null): Deeds {
  const { logger, publisherFor, tracing, tally } = runtime;
  const stores = { ...runtime.stores, digests: countEnds(runtime.stores.digests, tally) };
  const forecast = createCurrentForecast({ models: stores.models, logger });
  const deliver: DeliverDeps = {
    ...stores,
    publisherFor,
    timing: DELIVERY_TIMING,
    newToken: randomUUID,
    callSignal: () => AbortSignal.timeout(CALL_WITHIN_MS),
    startWatch,
    logger,
  };
  const readings = createKnownReadings(runtime.sources, stores.facts, tracing);
  const compose: Deeds['compose'] = {
    ...stores,
    sourceStates: stores.sources,
    sources: runtime.sources,
    startedAt: runtime.startedAt,
    rankings: createRankingCache(),
    readings: () => readings.traces(),
    rank: async (papers, now) => {
      await readings.refresh();
      try {
        return await rankInSlices(papers, now, await forecast(now));
      } catch (error) {
        logger.warn(
          { error: describeError(error) },
          'ranking with the learned model failed; plain momentum ranks',
        );
        return rankInSlices(papers, now);
      }
    },
    publisherFor,
    logger,
    ...(queue === null ? {} : { queue }),
  };
  return {
    compose,
    deliver: (digestId, signal) => deliverDigest(digestId, deliver, signal),
    collect: (source, options) =>
      tracing.ofWork('read', { source: source.name }, async () => {
        const report = await collectSource({ ...stores, source, merge: mergePaper, logger, ...options });
        tally.add('readings', { source: source.name, outcome: report.outcome });
        if (options.days === undefined)
          await noteReading(report, tracing.place(), stores.facts).catch(() => undefined);
        return report;
      }),
    enrich: async (source, stop) => {
      const signal = AbortSignal.any([stop, AbortSignal.timeout(SIGNALS_WITHIN_MS)]);
      const candidates = async () =>
        candidatesFor(source, { ...compose, ...stores }, await stores.clock.now());
      const report = await enrichFrom({ ...stores, source, candidates, logger, signal });
      tally.add('readings', { source: source.name, outcome: report.outcome });
      return report;
    },
  };
}

// --- Internal helpers ---

/** The same store; every slot that it ends is counted. */
function countEnds(digests: DigestStore, tally: Tally): DigestStore {
  return {
    ...digests,
    close: async (digestId, outcome, ...rest) => {
      const first = await digests.close(digestId, outcome, ...rest);
      if (first) tally.add('digests', { outcome });
      return first;
    },
  };
}

/** Of two clocks: the steady one does not count while the machine sleeps, the other one may be set back. */
function startWatch(): () => number {
  const [wall, steady] = [Date.now(), performance.now()];
  return () => Math.max(Date.now() - wall, performance.now() - steady);
}
