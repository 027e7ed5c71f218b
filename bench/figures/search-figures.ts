import type { SearchReport } from '../search.js';
import { barPicture } from './bars.js';
import { figure, ranOn, table } from './pages.js';

const ENGINES = ['ours', 'minisearch', 'minisearch, fuzzy'] as const;
const NAMES = ['Broadsheet', 'MiniSearch', 'MiniSearch, prefixes and typos'] as const;
/** What was aimed at. */
const TARGETS: Readonly<Record<string, Readonly<Partial<Record<Measure, number>>>>> = {
  cacm: { ndcg10: 0.52 },
  dair_known_item: { mrr10: 0.91 },
  title_fragments: { mrr10: 0.97 },
  title_fragments_one_typo: { mrr10: 0.95 },
};
type Measure = 'ndcg10' | 'mrr10';

const ALT = 'Bars of MRR and nDCG for each set of queries, each for Broadsheet and for MiniSearch';

export function searchPicture(report: SearchReport): string {
  const sets = setsOf(report);
  const drawn = NAMES.flatMap((name, at) => (sets.some(({ figures }) => figures[at] !== null) ? [at] : []));
  const groups = sets.flatMap(({ set, figures }) =>
    (['mrr10', 'ndcg10'] as const).map((measure) => ({
      name: set.replaceAll('_', ' '),
      measure: measure === 'mrr10' ? 'MRR@10' : 'nDCG@10',
      values: drawn.map((at) => figures[at]?.[measure] ?? null),
      ...targetOf(set, measure),
    })),
  );
  return barPicture({
    title: 'Search against MiniSearch',
    description: ALT,
    axis: 'MRR@10 and nDCG@10, 0 to 1 (more is better)',
    series: drawn.map((at) => NAMES[at] ?? ''),
    groups,
  });
}

export function searchBlock(report: SearchReport): string {
  const head = ['set', 'queries', 'engine', 'MRR@10', 'nDCG@10', 'p50 ms', 'p95 ms', 'processor ms'];
  const rows = setsOf(report).flatMap(({ set, figures }) =>
    figures.flatMap((one, at) =>
      one === null
        ? []
        : [
            [
              set,
              String(one.queries),
              NAMES[at] ?? '',
              figure(one.mrr10),
              figure(one.ndcg10),
              ...[one.p50, one.p95, one.processor].map((ms) => figure(ms, 1)),
            ],
          ],
    ),
  );
  const stores = Object.entries(report.corpora).flatMap(([corpus, engines]) =>
    ENGINES.flatMap((engine, at) => {
      const one = engines[engine];
      return one === undefined
        ? []
        : [
            [
              corpus,
              NAMES[at] ?? '',
              String(one.papers),
              figure(one.indexSeconds, 1),
              one.rebuildSeconds === undefined || engine !== 'ours' ? '' : figure(one.rebuildSeconds, 1),
              String(one.rss),
              `${one.date.slice(0, 16).replace('T', ' ')} UTC`,
              figure(one.load, 1),
            ],
          ];
    }),
  );
  return [
    `![${ALT}](pictures/search-quality.svg)`,
    table([head, ...rows]),
    table([
      ['corpus', 'engine', 'papers', 'indexed in s', 'index alone in s', 'memory MB', 'measured', 'load'],
      ...stores,
    ]),
    ranOn(report),
  ].join('\n\n');
}

// --- Internal helpers ---

function setsOf({ corpora }: SearchReport) {
  return Object.values(corpora).flatMap((engines) => {
    const sets = [...new Set(ENGINES.flatMap((engine) => Object.keys(engines[engine]?.sets ?? {})))];
    return sets.map((set) => ({
      set,
      figures: ENGINES.map((engine) => engines[engine]?.sets[set] ?? null),
    }));
  });
}

function targetOf(set: string, measure: Measure): { readonly target?: number } {
  const target = TARGETS[set]?.[measure];
  return target === undefined ? {} : { target };
}
