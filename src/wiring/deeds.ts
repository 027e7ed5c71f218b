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
import type { JobQueue } from '../ports/job-queue.js';
import type { SignalSource } from '../ports/signal-source.js';
import type { Source } from '../ports/source.js';
import { rankInSlices } from '../ranking/rank.js';
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
  const { stores, logger, publisherFor } = runtime;
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
  const compose: Deeds['compose'] = {
    ...stores,
    sourceStates: stores.sources,
    sources: runtime.sources,
    startedAt: runtime.startedAt,
    rankings: createRankingCache(),
    rank: async (papers, now) => {
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
    collect: (source, options) => collectSource({ ...stores, source, merge: mergePaper, logger, ...options }),
    enrich: (source, signal) =>
      enrichFrom({
        ...stores,
        source,
        candidates: async () => candidatesFor(source, { ...compose, ...stores }, await stores.clock.now()),
        logger,
        signal: AbortSignal.any([signal, AbortSignal.timeout(SIGNALS_WITHIN_MS)]),
      }),
  };
}

// --- Internal helpers ---

/** Of two clocks: the steady one does not count while the machine sleeps, the other one may be set back. */
function startWatch(): () => number {
  const [wall, steady] = [Date.now(), performance.now()];
  return () => Math.max(Date.now() - wall, performance.now() - steady);
}
