import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { thisMachine, type Machine } from './support/machine.js';
import { createMiniSearch, embedOurs, fillOurs, openOurs, type Engine } from './support/search-engines.js';
import { measureSet, type SetReport } from './support/search-measure.js';
import {
  readCorpus,
  readQueries,
  sampleOf,
  searchSets,
  type JudgedQuery,
  type SearchSet,
} from './support/search-sets.js';

interface EngineReport {
  /** When it was measured, and the mean number of busy processes over the last minute of it. */
  readonly date: string;
  readonly load: number;
  readonly papers: number;
  /** Papers saved and indexed, in transactions as a collection has them. */
  readonly indexSeconds: number;
  /** The index of ours over all stored words, made in one go. */
  readonly rebuildSeconds?: number;
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
/** What does not change while ours is developed. */
const OTHERS: readonly string[] = ['minisearch', 'minisearch, fuzzy'];
type EngineName = (typeof ENGINES)[number];

const OPTIONS = {
  data: { type: 'string' },
  /** Only these sets; default all. */
  set: { type: 'string', multiple: true },
  /** Only these engines; default all. */
  engine: { type: 'string', multiple: true },
  /** How many fragments of titles, and which; default the 300 that figures are published of. */
  fragments: { type: 'string' },
  seed: { type: 'string' },
  /** Our filled database and the figures of MiniSearch, which take long, are kept in this folder and used again. */
  keep: { type: 'string' },
  /** Lists the queries of which a relevant paper is not the first, with what came instead. */
  misses: { type: 'boolean', default: false },
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
  const mine = sets.filter((set) => corpusName(set) === values.corpus);
  if (values.step === 'fill') return fill(mine, values);
  if (values.step !== undefined) return measure(mine, values.step as EngineName, values);

  const engines = ENGINES.filter((name) => values.engine?.includes(name) ?? true).filter(
    (name) => name !== 'fused' || (process.env['EMBEDDINGS_URL'] ?? '') !== '',
  );
  const corpora: Record<string, Record<string, EngineReport>> = {};
  for (const name of new Set(sets.map(corpusName)))
    corpora[name] = await measureCorpus([...args, '--corpus', name], engines, values.keep);
  return {
    date: new Date().toISOString(),
    machine: thisMachine(),
    load: loadavg()[0]!,
    corpora,
  } satisfies SearchReport;
}

// --- Internal helpers ---

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function corpusName({ name, corpus }: SearchSet): string {
  return corpus === null ? 'arxiv' : name;
}

async function measureCorpus(
  args: readonly string[],
  engines: readonly EngineName[],
  keep: string | undefined,
): Promise<Record<string, EngineReport>> {
  const name = args.at(-1) ?? '';
  const work = keep === undefined ? mkdtempSync(join(tmpdir(), 'broadsheet-bench-')) : join(keep, name);
  mkdirSync(work, { recursive: true });
  const child = async <T>(step: string): Promise<T> => {
    const all = ['--expose-gc', '--max-old-space-size=6000', `${import.meta.dirname}/run.js`, 'search'];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...all, ...args, '--work', work, '--step', step],
      { maxBuffer: 2 ** 26 },
    );
    process.stderr.write(`${name}, ${step}: ${stdout.replace(/\s+/g, ' ')}\n`);
    return JSON.parse(stdout) as T;
  };
  try {
    const filled = await child<Filled>('fill');
    const reports: Record<string, EngineReport> = {};
    for (const engine of engines) {
      const note = join(work, `${engine}.json`);
      if (!existsSync(note) || !OTHERS.includes(engine))
        writeFileSync(note, JSON.stringify(await child<Measured>(engine)));
      reports[engine] = { ...filled, ...(JSON.parse(readFileSync(note, 'utf8')) as Measured) };
    }
    return reports;
  } finally {
    if (keep === undefined) rmSync(work, { recursive: true, force: true });
  }
}

/** An engine that indexes by itself tells how long that took. */
type Measured = Omit<EngineReport, keyof Filled> & Partial<Filled>;

type Filled = Pick<EngineReport, 'papers' | 'indexSeconds' | 'rebuildSeconds'>;

/** Fills our database unless it was kept, and writes the queries down for those who measure. */
async function fill(sets: readonly SearchSet[], { data = '', work, ...values }: Values): Promise<Filled> {
  const docs = readCorpus(data, sets[0]?.corpus ?? null);
  const sample = sampleOf(values);
  const queries = sets.map((set) => ({
    name: set.name,
    similar: set.similar === true,
    list: readQueries(data, set, docs, sample).map((query) => ({ ...query, relevant: [...query.relevant] })),
  }));
  const asked = queries.filter(({ list }) => list.length > 0);
  writeFileSync(join(work, 'queries.json'), JSON.stringify(asked));
  const note = join(work, 'filled.json');
  if (existsSync(note)) {
    const filled = JSON.parse(readFileSync(note, 'utf8')) as Filled;
    if (filled.papers === docs.length) return filled;
    throw new Error(`${work} was filled from other data: remove it.`);
  }
  const filled = { papers: docs.length, ...(await fillOurs(join(work, 'data'), docs)) };
  writeFileSync(note, JSON.stringify(filled));
  return filled;
}

async function measure(
  sets: readonly SearchSet[],
  name: EngineName,
  { data = '', work, misses }: Values,
): Promise<Measured> {
  if (name === 'fused') await embedOurs(join(work, 'data'));
  const engine =
    name === 'ours' || name === 'fused'
      ? await openOurs(join(work, 'data'), name === 'fused')
      : miniSearch(data, sets, name === 'minisearch' ? {} : { prefix: true, fuzzy: 0.2 });
  const reports: Record<string, SetReport> = {};
  for (const { name: set, similar, list } of queriesIn(work))
    reports[set] = await measureSet(similar ? engine.similar : engine.search, list, misses);
  (globalThis as { gc?: () => void }).gc?.();
  const rss = Math.round(process.memoryUsage.rss() / 2 ** 20);
  await engine.close();
  const { indexSeconds } = engine;
  return {
    date: new Date().toISOString(),
    load: loadavg()[0]!,
    ...(indexSeconds === null ? {} : { indexSeconds }),
    rss,
    sets: reports,
  };
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
  const stored = JSON.parse(readFileSync(join(work, 'queries.json'), 'utf8')) as (Omit<AskedSet, 'list'> & {
    list: (Omit<JudgedQuery, 'relevant'> & { relevant: [string, number][] })[];
  })[];
  return stored.map(({ list, ...set }) => ({
    ...set,
    list: list.map((query) => ({ ...query, relevant: new Map(query.relevant) })),
  }));
}
