import { localTime } from '../digests/day.js';
import type { HealthProbe } from '../ports/health.js';
import type { SourceStore } from '../ports/source-store.js';
import type { SignalSource } from '../ports/signal-source.js';
import type { Source } from '../ports/source.js';
import type { Runtime } from './runtime.js';

/** A probe that is well as long as `check` does not throw. */
export function aliveProbe(name: string, check: () => Promise<unknown>): HealthProbe {
  return {
    name,
    check: async () => {
      await check();
      return { ok: true, detail: 'answers' };
    },
  };
}

/** A probe of something that knows its own state. */
export function stateProbe(name: string, health: () => { ready: boolean; detail: string }): HealthProbe {
  return {
    name,
    check: () => {
      const { ready, detail } = health();
      return Promise.resolve({ ok: ready, detail });
    },
  };
}

/**
 * What is told of every source. Signals are optional for all; and a process that neither reads sources nor has them read
 * serves as well without them: its load balancer must not turn people away because arXiv is down.
 */
export function sourceProbes(runtime: Pick<Runtime, 'config' | 'sources' | 'signalSources' | 'stores'>) {
  const { config, sources, signalSources, stores } = runtime;
  const reads = config.roles.has('worker') || config.roles.has('tick');
  return [
    ...sources.map((source) => sourceProbe(source, stores.sources)).map(reads ? same : onlyTold),
    ...signalSources.map((source) => sourceProbe(source, stores.sources)).map(onlyTold),
  ];
}

// --- Internal helpers ---

/** Well while the source is not failing; a source never read yet is well. */
function sourceProbe(source: Pick<Source | SignalSource, 'name'>, store: SourceStore): HealthProbe {
  return {
    name: source.name,
    check: async () => {
      const state = await store.get(source.name);
      if (state.failingSince !== null)
        return { ok: false, detail: state.lastError ?? `failing since ${state.failingSince.toISOString()}` };
      if (state.lastOkAt === null) return { ok: true, detail: 'not read yet' };
      return { ok: true, detail: `read at ${localTime(state.lastOkAt, 'UTC')}` };
    },
  };
}

function onlyTold(probe: HealthProbe): HealthProbe {
  return { name: probe.name, check: async (signal) => ({ ...(await probe.check(signal)), ok: true }) };
}

function same(probe: HealthProbe): HealthProbe {
  return probe;
}
