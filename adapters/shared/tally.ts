import type { CountName, Tally } from '../../src/ports/tally.js';

export interface Counted {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A tally that can be read. Plain numbers of this process, so that who counts needs no library of metrics. */
export interface ReadableTally extends Tally {
  read(name: CountName): readonly Counted[];
}

export function createTally(): ReadableTally {
  const counts = new Map<CountName, Map<string, { labels: Counted['labels']; value: number }>>();
  return {
    add(name, labels, by = 1) {
      const rows = counts.get(name) ?? new Map<string, { labels: Counted['labels']; value: number }>();
      counts.set(name, rows);
      const key = JSON.stringify(labels);
      const row = rows.get(key) ?? { labels: { ...labels }, value: 0 };
      rows.set(key, row);
      row.value += by;
    },
    read: (name) => [...(counts.get(name)?.values() ?? [])],
  };
}
