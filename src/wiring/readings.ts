import type { CollectReport } from '../papers/collect.js';
import type { SourceName } from '../papers/paper.js';
import type { Tracing } from '../ports/tracing.js';
import type { FactStore } from '../ports/workspace-store.js';

type Readings = Readonly<Partial<Record<SourceName, string>>>;

/** Keeps where a source's last reading that counted can be found, so that a digest can name the readings it stands on. */
export async function noteReading(
  { source, outcome }: Pick<CollectReport, 'source' | 'outcome'>,
  place: string | null,
  facts: Pick<FactStore, 'put'>,
): Promise<void> {
  if (place === null || outcome === 'failed' || outcome === 'stopped') return;
  await facts.put(nameOf(source), place);
}

/** The readings that a process's rankings stand on. */
export interface KnownReadings {
  /** Looks which are the last ones that counted. Never rejects. */
  refresh(): Promise<void>;
  /** Their trace ids, by source; links the present work with them. */
  traces(): Readings;
}

export function createKnownReadings(
  sources: readonly { readonly name: SourceName }[],
  facts: Pick<FactStore, 'get'>,
  tracing: Pick<Tracing, 'standsOn'>,
): KnownReadings {
  let places: ReadonlyMap<SourceName, string> = new Map();
  return {
    refresh: async () => {
      places = await lastPlaces(sources, facts).catch(() => places);
    },
    traces: () => {
      tracing.standsOn([...places.values()]);
      return Object.fromEntries([...places].map(([source, place]) => [source, place.split('-')[0] ?? '']));
    },
  };
}

// --- Internal helpers ---

async function lastPlaces(
  sources: readonly { readonly name: SourceName }[],
  facts: Pick<FactStore, 'get'>,
): Promise<ReadonlyMap<SourceName, string>> {
  const places = new Map<SourceName, string>();
  for (const { name } of sources) {
    const place = await facts.get(nameOf(name));
    if (place !== null) places.set(name, place);
  }
  return places;
}

function nameOf(source: SourceName): string {
  return `reading:${source}`;
}
