import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { thisMachine, type Machine } from './support/machine.js';
import { createMiniSearch, embedOurs, fillOurs, openOurs, type Engine } from './support/search-engines.js';
import { measureSet, type SetReport } from './support/search-measure.js';
import {
  readCorpus,
  readQueries,
  searchSets,
  type JudgedQuery,
  type SearchSet,
} from './support/search-sets.js';

interface EngineReport {
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
  readonly corpora: Readonly<Record<string, Readonly<Record<string, EngineReport>>>>;
}

/** MiniSearch as its users have it: plain, and with prefixes and a fifth of a word's letters wrong; `fused` is ours with meaning, when EMBEDDINGS_URL is set. */
const ENGINES = ['ours', 'minisearch', 'minisearch, fuzzy', 'fused'] as const;
type EngineName = (typeof ENGINES)[number];

const OPTIONS = {
  data: { type: 'string' },
  /** Only these sets; default all. */
  set: { type: 'string', multiple: true },
  /** Only these engines; default all. */
  engine: { type: 'string', multiple: true },
  /** What a child process does, on which corpus, in which folder. */
  step: { type: 'string' },
  corpus: { type: 'string', default: '' },
  work: { type: 'string', default: '' },
} as const;

/**
 * Measures search on judged collections and on title fragments: ours on the embedded database, and MiniSearch. Filling
 * and each engine have a process of their own, so that their memory can be told apart.
 */
export async function main(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.data === undefined) throw new Error('Give the folder of the data: --data DIR');
  const sets = searchSets(values.data).filter(({ name }) => values.set?.includes(name) ?? true);
  const { step, corpus, work } = values;
  const mine = sets.filter((set) => corpusName(set) === corpus);
  if (step === 'fill') return fill(values.data, mine, work);
  if (step !== undefined) return measure(values.data, mine, step as EngineName, work);

  const engines = ENGINES.filter((name) => values.engine?.includes(name) ?? true).filter(
    (name) => name !== 'fused' || (process.env['EMBEDDINGS_URL'] ?? '') !== '',
  );
  const corpora: Record<string, Record<string, EngineReport>> = {};
  for (const name of new Set(sets.map(corpusName)))
    corpora[name] = await measureCorpus([...args, '--corpus', name], engines);
  return {
    date: new Date().toISOString(),
    machine: thisMachine(),
    load: loadavg()[0]!,
    corpora,
  } satisfies SearchReport;
}

// --- Internal helpers ---

function corpusName({ name, corpus }: SearchSet): string {
  return corpus === null ? 'arxiv' : name;
}

async function measureCorpus(
  args: readonly string[],
  engines: readonly EngineName[],
): Promise<Record<string, EngineReport>> {
  const work = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const child = async <T>(step: string): Promise<T> => {
    const all = ['--expose-gc', '--max-old-space-size=6000', `${import.meta.dirname}/run.js`, 'search'];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...all, ...args, '--work', work, '--step', step],
      { maxBuffer: 2 ** 26 },
    );
    process.stderr.write(`${args.at(-1) ?? ''}, ${step}: ${stdout.replace(/\s+/g, ' ')}\n`);
    return JSON.parse(stdout) as T;
  };
  try {
    const filled = await child<Pick<EngineReport, 'papers' | 'indexSeconds'>>('fill');
    const reports: Record<string, EngineReport> = {};
    for (const engine of engines)
      reports[engine] = { ...filled, ...(await child<Partial<EngineReport>>(engine)) } as EngineReport;
    return reports;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Fills our database, and keeps the queries for those who measure. */
async function fill(data: string, sets: readonly SearchSet[], work: string) {
  const docs = readCorpus(data, sets[0]?.corpus ?? null);
  const queries = sets.map((set) => ({
    name: set.name,
    similar: set.similar === true,
    list: readQueries(data, set, docs).map(({ text, relevant }) => ({ text, relevant: [...relevant] })),
  }));
  const asked = queries.filter(({ list }) => list.length > 0);
  writeFileSync(join(work, 'queries.json'), JSON.stringify(asked));
  return { papers: docs.length, indexSeconds: await fillOurs(join(work, 'data'), docs) };
}

async function measure(
  data: string,
  sets: readonly SearchSet[],
  name: EngineName,
  work: string,
): Promise<Partial<EngineReport>> {
  if (name === 'fused') await embedOurs(join(work, 'data'));
  const engine =
    name === 'ours' || name === 'fused'
      ? await openOurs(join(work, 'data'), name === 'fused')
      : miniSearch(data, sets, name === 'minisearch' ? {} : { prefix: true, fuzzy: 0.2 });
  const reports: Record<string, SetReport> = {};
  for (const { name: set, similar, list } of queriesIn(work))
    reports[set] = await measureSet(similar ? engine.similar : engine.search, list);
  (globalThis as { gc?: () => void }).gc?.();
  const rss = Math.round(process.memoryUsage.rss() / 2 ** 20);
  await engine.close();
  const { indexSeconds } = engine;
  return { ...(indexSeconds === null ? {} : { indexSeconds }), rss, sets: reports };
}

function miniSearch(
  data: string,
  sets: readonly SearchSet[],
  options: Parameters<typeof createMiniSearch>[1],
): Engine {
  return createMiniSearch(readCorpus(data, sets[0]?.corpus ?? null), options);
}

interface AskedSet {
  readonly name: string;
  readonly similar: boolean;
  readonly list: readonly JudgedQuery[];
}

function queriesIn(work: string): readonly AskedSet[] {
  const stored = JSON.parse(readFileSync(join(work, 'queries.json'), 'utf8')) as {
    name: string;
    similar: boolean;
    list: { text: string; relevant: [string, number][] }[];
  }[];
  return stored.map(({ name, similar, list }) => ({
    name,
    similar,
    list: list.map(({ text, relevant }) => ({ text, relevant: new Map(relevant) })),
  }));
}
