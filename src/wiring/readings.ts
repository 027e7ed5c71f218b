import type { CollectReport } from '../papers/collect.js';
import type { SourceName } from '../papers/paper.js';
import type { FactStore } from '../ports/workspace-store.js';

export type Readings = Readonly<Partial<Record<SourceName, string>>>;

/** Keeps the trace id of a source's last reading that counted, so that a digest can name the readings it stands on. */
export async function noteReading(
  { source, outcome }: Pick<CollectReport, 'source' | 'outcome'>,
  trace: string | null,
  facts: Pick<FactStore, 'put'>,
): Promise<void> {
  if (trace === null || outcome === 'failed' || outcome === 'stopped') return;
  await facts.put(nameOf(source), trace);
}

/** The trace ids of the last readings that counted, by source. */
export async function lastReadings(
  sources: readonly { readonly name: SourceName }[],
  facts: Pick<FactStore, 'get'>,
): Promise<Readings> {
  const traces = await Promise.all(
    sources.map(async ({ name }) => [name, await facts.get(nameOf(name))] as const),
  );
  return Object.fromEntries(traces.filter(([, trace]) => trace !== null));
}

// --- Internal helpers ---

function nameOf(source: SourceName): string {
  return `reading:${source}`;
}
