import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parseArgs, promisify } from 'node:util';
import { thisMachine, type Machine } from './support/machine.js';
import { createMiniSearch, createOurs, type Engine } from './support/search-engines.js';
import {
  readCorpus,
  readQueries,
  searchSets,
  type JudgedQuery,
  type SearchSet,
} from './support/search-sets.js';

interface SetReport {
  readonly queries: number;
  /** Mean over the queries, of the first ten hits. */
  readonly ndcg10: number;
  readonly mrr10: number;
  /** Per search, from the query to ten papers, milliseconds. */
  readonly p50: number;
  readonly p95: number;
  /** Mean processor time per search, all threads, milliseconds; says more than p50 on a machine that does other work. */
  readonly processor: number;
}

interface CorpusReport {
  readonly papers: number;
  readonly indexSeconds: number;
  /** Resident memory of the whole process after the searches, MB (2^20 bytes). */
  readonly rss: number;
  readonly sets: Readonly<Record<string, SetReport>>;
}

export interface SearchReport {
  readonly date: string;
  readonly machine: Machine;
  /** Mean number of busy processes over the last minute, at the end. */
  readonly load: number;
  /** By corpus (`arxiv` = the listing and the daily lists together), then by engine. */
  readonly corpora: Readonly<Record<string, Readonly<Record<string, CorpusReport>>>>;
}

/** MiniSearch as its users have it: plain, and with prefixes and a fifth of a word's letters wrong. */
const ENGINES = ['ours', 'minisearch', 'minisearch, fuzzy'] as const;
type EngineName = (typeof ENGINES)[number];

const SHOWN = 10;
/** Searches before the clock runs, so that caches are as they are in a running bot. */
const WARM_UP = 20;

/**
 * Measures search on judged collections, each engine in a process of its own so that their memory can be told apart.
 * Takes `--data DIR`, and `--engine`, `--set` to measure some only.
 */
export async function main(args: readonly string[]): Promise<SearchReport | CorpusReport> {
  const options = {
    data: { type: 'string' },
    engine: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true },
    corpus: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.data === undefined) throw new Error('Give the folder of the data: --data DIR');
  const sets = searchSets(values.data).filter(({ name }) => values.set?.includes(name) ?? true);
  if (values.corpus !== undefined)
    return measure(values.data, ofCorpus(sets, values.corpus), (values.engine?.[0] ?? 'ours') as EngineName);
  const corpora: Record<string, Record<string, CorpusReport>> = {};
  for (const corpus of new Set(sets.map(corpusName)))
    for (const engine of values.engine ?? ENGINES) {
      const report = await inOwnProcess([...args, '--corpus', corpus, '--engine', engine]);
      process.stderr.write(`${corpus}, ${engine}: ${JSON.stringify(report)}\n`);
      corpora[corpus] = { ...corpora[corpus], [engine]: report };
    }
  return { date: new Date().toISOString(), machine: thisMachine(), load: loadavg()[0]!, corpora };
}

// --- Internal helpers ---

function corpusName({ name, corpus }: SearchSet): string {
  return corpus === null ? 'arxiv' : name;
}

function ofCorpus(sets: readonly SearchSet[], corpus: string): readonly SearchSet[] {
  return sets.filter((set) => corpusName(set) === corpus);
}

async function inOwnProcess(args: readonly string[]): Promise<CorpusReport> {
  const engine = args.lastIndexOf('--engine');
  const others = args.filter((_, at) => at >= engine || !isEngineAt(args, at));
  const node = ['--max-old-space-size=6000', `${import.meta.dirname}/run.js`, 'search', ...others];
  const { stdout } = await promisify(execFile)(process.execPath, node, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as CorpusReport;
}

function isEngineAt(args: readonly string[], at: number): boolean {
  return args[at] === '--engine' || args[at - 1] === '--engine';
}

async function measure(data: string, sets: readonly SearchSet[], name: EngineName): Promise<CorpusReport> {
  const docs = readCorpus(data, sets[0]?.corpus ?? null);
  const queries = sets.map((set) => ({ set, list: readQueries(data, set, docs) }));
  const engine = await createEngine(name, docs);
  const papers = docs.length;
  const reports: Record<string, SetReport> = {};
  for (const { set, list } of queries) reports[set.name] = await measureSet(engine, list);
  const rss = Math.round(process.memoryUsage.rss() / 2 ** 20);
  await engine.close();
  return { papers, indexSeconds: engine.indexSeconds, rss, sets: reports };
}

function createEngine(name: EngineName, docs: Parameters<typeof createOurs>[0]): Promise<Engine> {
  if (name === 'ours') return createOurs(docs);
  return Promise.resolve(createMiniSearch(docs, name === 'minisearch' ? {} : { prefix: true, fuzzy: 0.2 }));
}

async function measureSet(engine: Engine, queries: readonly JudgedQuery[]): Promise<SetReport> {
  for (const { text } of queries.slice(-WARM_UP)) await engine.search(text, SHOWN);
  const times: number[] = [];
  const before = process.cpuUsage();
  let ndcg = 0;
  let mrr = 0;
  for (const { text, relevant } of queries) {
    const started = performance.now();
    const found = await engine.search(text, SHOWN);
    times.push(performance.now() - started);
    ndcg += ndcgOf(found, relevant);
    const first = found.findIndex((id) => relevant.has(id));
    mrr += first === -1 ? 0 : 1 / (first + 1);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0, 1);
  return {
    queries: queries.length,
    ndcg10: round(ndcg / queries.length, 4),
    mrr10: round(mrr / queries.length, 4),
    p50: at(0.5),
    p95: at(0.95),
    processor: round((user + system) / 1000 / queries.length, 1),
  };
}

/** Gain 2^grade − 1 over log₂(place + 1), of the ideal order's (Järvelin and Kekäläinen 2002, as trec_eval has it). */
export function ndcgOf(found: readonly string[], relevant: ReadonlyMap<string, number>): number {
  const gain = (grade: number, place: number): number => (2 ** grade - 1) / Math.log2(place + 2);
  const got = found.reduce((sum, id, place) => sum + gain(relevant.get(id) ?? 0, place), 0);
  const ideal = [...relevant.values()]
    .sort((a, b) => b - a)
    .slice(0, SHOWN)
    .reduce((sum, grade, place) => sum + gain(grade, place), 0);
  return ideal === 0 ? 0 : got / ideal;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
