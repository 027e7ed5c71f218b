import type { Reading, StateReaders } from '../../adapters/shared/metrics-work.js';
import type { Clock } from '../ports/clock.js';
import type { SourceStore, StateName } from '../ports/source-store.js';
import type { StatusStore } from '../ports/status-store.js';

interface Watched {
  readonly stores: {
    readonly status: Pick<StatusStore, 'channels' | 'forPersonCounts'>;
    readonly sources: Pick<SourceStore, 'get'>;
    readonly clock: Clock;
  };
  readonly sources: readonly { readonly name: StateName }[];
  readonly signalSources: readonly { readonly name: StateName }[];
}

interface WatchedQueue {
  counts(): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  ages(): Promise<Readonly<Record<string, number>>>;
}

/** What the metrics show of database and queue. */
export function stateReaders({ stores, sources, signalSources }: Watched, queue: WatchedQueue): StateReaders {
  const all = [...sources, ...signalSources];
  const states = () => Promise.all(all.map(({ name }) => stores.sources.get(name)));
  return {
    queueJobs: async () =>
      Object.entries(await queue.counts()).flatMap(([name, counts]) =>
        Object.entries(counts).map(([state, value]) => reading({ queue: name, state }, value)),
      ),
    queueAges: async () =>
      Object.entries(await queue.ages()).map(([name, value]) => reading({ queue: name }, value)),
    sourceAges: async () => {
      const now = await stores.clock.now();
      return (await states()).flatMap(({ source, lastOkAt }) =>
        lastOkAt === null
          ? []
          : [reading({ source }, Math.max(0, now.getTime() - lastOkAt.getTime()) / 1000)],
      );
    },
    sourceFailures: async () => (await states()).map(({ source, failures }) => reading({ source }, failures)),
    channels: async () =>
      (await stores.status.channels()).flatMap(({ platform, active, paused }) => [
        reading({ platform, state: 'active' }, active),
        reading({ platform, state: 'paused' }, paused),
      ]),
    forPerson: async () =>
      (await stores.status.forPersonCounts()).map(({ platform, count }) => reading({ platform }, count)),
  };
}

// --- Internal helpers ---

function reading(labels: Reading['labels'], value: number): Reading {
  return { labels, value };
}
