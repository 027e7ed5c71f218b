import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from '../../adapters/shared/metrics.js';
import { createTally } from '../../adapters/shared/tally.js';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const { panels } = JSON.parse(read('docs/grafana-dashboard.json')) as { panels: readonly Panel[] };
const plotted = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const alerts = [
  ...read('docs/alerts.yml').matchAll(
    /- alert: (\w+)\n\s+expr: (.+)\n(?:\s+for: \w+\n)?\s+labels: \{ severity: (page|ticket) \}\n\s+annotations: \{ summary: '[^']+' \}\n/g,
  ),
].map(([, name = '', expr = '']) => ({ name, expr }));
const operating = read('docs/operating.md');

/** Labels that Prometheus itself adds to what it reads. */
const ITS_OWN = ['job', 'instance', 'le'];
const OF_PROMETHEUS = ['up'];

const metricsIn = (expr: string): readonly string[] => [
  ...new Set(
    [...expr.matchAll(/\b(?:broadsheet|nodejs|process|up)(?:_\w+)?\b(?=[{[) ]|$)/g)].map(([name]) => name),
  ),
];
const labelsIn = (text: string): readonly string[] => [
  ...[...text.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(/,\s*/)),
  ...[...text.matchAll(/(\w+)(?:=~|!=|=)"/g)].map(([, name = '']) => name),
];

/** The rows of the table of metrics: name without its mark, and labels. */
const told = new Map(
  [...operating.matchAll(/^\| `(broadsheet_\w+)`(?: ●)?\s*\| ([^|]*)\|/gm)].map(
    ([, name = '', labels = '']) => [name, [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label)],
  ),
);

describe('what is watched', () => {
  /** Every metric of the registry, by name, with its type. */
  const known = new Map<string, string>();
  beforeAll(async () => {
    const metrics = createMetrics({ tally: createTally(), version: '1.2.3' });
    const none = () => Promise.resolve([]);
    metrics.watchState({
      queueJobs: none,
      queueAges: none,
      sourceAges: none,
      sourceFailures: none,
      channels: none,
      forPerson: none,
    });
    metrics.watchMeaning({
      counts: () => ({ fused: 0, late: 0, failed: 0, resting: 0 }),
      status: () => Promise.resolve({ papers: 0, vectors: 0 }),
    });
    const { body } = await metrics.read();
    for (const [, name = '', type = ''] of body.matchAll(/^# TYPE (\w+) (\w+)$/gm)) known.set(name, type);
  });

  const unknownIn = (expr: string): readonly string[] =>
    metricsIn(expr).filter((name) => {
      const histogram = name.replace(/_(?:bucket|sum|count)$/, '');
      return !OF_PROMETHEUS.includes(name) && !known.has(name) && known.get(histogram) !== 'histogram';
    });
  const strangeLabelsIn = (expr: string): readonly string[] => {
    const theirs = metricsIn(expr).flatMap((name) => told.get(name.replace(/_bucket$/, '')) ?? []);
    return labelsIn(expr).filter((label) => !theirs.includes(label) && !ITS_OWN.includes(label));
  };

  it('is all in the table of metrics, and nothing else is', () => {
    const ours = [...known.keys()].filter((name) => name.startsWith('broadsheet_'));
    expect([...told.keys()].sort()).toEqual(ours.sort());
  });

  it('follows the conventions: counters end in _total, times are seconds', () => {
    const ours = [...known].filter(([name]) => name.startsWith('broadsheet_'));
    expect(ours.filter(([name, type]) => name.endsWith('_total') !== (type === 'counter'))).toEqual([]);
    expect(ours.filter(([name]) => /_(ms|minutes|hours|milliseconds)\b/.test(name))).toEqual([]);
  });

  it('is all that the dashboard plots', () => {
    expect(plotted.length).toBeGreaterThan(20);
    for (const expr of plotted) {
      expect(metricsIn(expr).length, expr).toBeGreaterThan(0);
      expect([expr, unknownIn(expr), strangeLabelsIn(expr)]).toEqual([expr, [], []]);
    }
    const ours = [...known.keys()].filter((name) => name.startsWith('broadsheet_'));
    expect(ours.filter((name) => !plotted.some((expr) => expr.includes(name)))).toEqual([]);
  });

  it('is plotted in panels of their own, none over another', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const over = panels.flatMap((one, index) =>
      panels.slice(index + 1).filter(({ gridPos: b }) => {
        const a = one.gridPos;
        return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
      }),
    );
    expect(over.map(({ title }) => title)).toEqual([]);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
    for (const { targets = [] } of panels)
      for (const { expr, legendFormat } of targets) {
        const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
        const kept = expr.includes(' by (') ? labelsIn(expr) : ITS_OWN;
        expect(shown.filter((label) => !kept.includes(label))).toEqual([]);
      }
  });

  it('is all that the alerts ask for', () => {
    expect(alerts).toHaveLength(read('docs/alerts.yml').match(/- alert:/g)?.length ?? 0);
    for (const { expr } of alerts) {
      expect(metricsIn(expr).length, expr).toBeGreaterThan(0);
      expect([expr, unknownIn(expr), strangeLabelsIn(expr)]).toEqual([expr, [], []]);
    }
  });

  it('comes with what every alert means and what to do', () => {
    const rows = [...operating.matchAll(/^\| `(Broadsheet\w+)`\s*\| ([^|]+)\| ([^|]+)\|$/gm)];
    expect(rows.map(([, name]) => name)).toEqual(alerts.map(({ name }) => name));
    for (const [, , means = '', todo = ''] of rows) {
      expect(means.trim().length).toBeGreaterThan(20);
      expect(todo.trim().length).toBeGreaterThan(20);
    }
  });
});
