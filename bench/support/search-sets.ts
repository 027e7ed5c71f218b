import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seeded } from './seeded.js';

/** A document as both engines get it. */
export interface Doc {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly authors: readonly string[];
  readonly keywords: readonly string[];
  readonly categories: readonly string[];
  readonly day: string;
}

export interface JudgedQuery {
  /** What is searched for; the id of a document in a set of similar ones. */
  readonly text: string;
  /** Judged documents with their grade, > 0. */
  readonly relevant: ReadonlyMap<string, number>;
  /** A fragment of a title: how many titles have these words, as they are written, one after the other. */
  readonly titles?: number;
}

/** Which fragments of titles are drawn. */
export interface Sample {
  readonly fragments: number;
  readonly seed: number;
}

/** Queries over one corpus; null = the arXiv listing and the daily lists together. */
export interface SearchSet {
  readonly name: string;
  readonly corpus: string | null;
  /** Asks for documents like one, instead of with words. */
  readonly similar?: true;
}

/** Words of a title that a person might remember. */
const FRAGMENT_WORDS = 4;
const FRAGMENTS = 300;
const SEED = 20_260_101;

/**
 * The judged collections under `search_eval`, then the title fragments. A collection with documents of its own makes a
 * second set: like a document are those that were judged relevant to the same question.
 */
export function searchSets(data: string): readonly SearchSet[] {
  const folder = join(data, 'search_eval');
  const judged = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'queries.jsonl')));
  return [
    ...judged.sort().flatMap((name): SearchSet[] => {
      const corpus = join(folder, name, 'corpus.jsonl');
      if (!existsSync(corpus)) return [{ name, corpus: null }];
      return [
        { name, corpus },
        { name: `${name}_similar`, corpus, similar: true },
      ];
    }),
    { name: 'title_fragments', corpus: null },
    { name: 'title_fragments_one_typo', corpus: null },
  ];
}

/** The published sample, unless another size or seed is asked for. */
export function sampleOf(asked: {
  readonly fragments?: string | undefined;
  readonly seed?: string | undefined;
}): Sample {
  return { fragments: Number(asked.fragments ?? FRAGMENTS), seed: Number(asked.seed ?? SEED) };
}

export function readCorpus(data: string, corpus: string | null): readonly Doc[] {
  return corpus === null ? allPapers(data) : jsonLines(readFileSync(corpus, 'utf8')).map(judgedDoc);
}

/** @param docs the set's corpus; title fragments are taken from it */
export function readQueries(
  data: string,
  set: SearchSet,
  docs: readonly Doc[],
  sample: Sample,
): readonly JudgedQuery[] {
  if (set.name === 'title_fragments') return fragments(docs, sample, false);
  if (set.name === 'title_fragments_one_typo') return fragments(docs, sample, true);
  if (set.similar === true) {
    const name = set.name.replace(/_similar$/, '');
    return similarTo(readQueries(data, { name, corpus: set.corpus }, docs, sample), docs);
  }
  const folder = join(data, 'search_eval', set.name);
  const grades = new Map<string, Map<string, number>>();
  for (const line of readFileSync(join(folder, 'qrels.tsv'), 'utf8').split('\n').slice(1)) {
    const [query, doc, grade] = line.split('\t');
    if (query === undefined || doc === undefined || !(Number(grade) > 0)) continue;
    grades.set(query, (grades.get(query) ?? new Map<string, number>()).set(doc, Number(grade)));
  }
  return jsonLines(readFileSync(join(folder, 'queries.jsonl'), 'utf8')).flatMap((row) => {
    const relevant = grades.get(String(row['_id']));
    return relevant === undefined ? [] : [{ text: String(row['text']), relevant }];
  });
}

// --- Internal helpers ---

/** For each document that is relevant to a question with two answers or more: the other answers. */
function similarTo(judged: readonly JudgedQuery[], docs: readonly Doc[]): readonly JudgedQuery[] {
  const there = new Set(docs.map(({ id }) => id));
  const others = new Map<string, Map<string, number>>();
  for (const { relevant } of judged) {
    const ids = [...relevant.keys()].filter((id) => there.has(id));
    for (const id of ids) {
      const like = others.get(id) ?? new Map<string, number>();
      for (const other of ids) if (other !== id) like.set(other, 1);
      if (like.size > 0) others.set(id, like);
    }
  }
  return [...others].map(([text, relevant]) => ({ text, relevant }));
}

type Row = Record<string, unknown>;

function jsonLines(text: string): readonly Row[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as Row]));
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function judgedDoc(row: Row): Doc {
  return {
    id: String(row['_id']),
    title: string(row['title']),
    text: string(row['text']),
    authors: strings(row['authors']),
    keywords: string(row['keywords'])
      .split(/[,;]\s*/)
      .filter(Boolean),
    categories: [],
    day: '2026-01-01',
  };
}

function allPapers(data: string): readonly Doc[] {
  const listing = join(data, 'arxiv', 'listing');
  const files = [
    join(data, 'hf_daily', 'hf_daily.jsonl.gz'),
    ...readdirSync(listing)
      .filter((name) => name.endsWith('.jsonl.gz'))
      .sort()
      .map((name) => join(listing, name)),
  ];
  const docs = new Map<string, Doc>();
  for (const file of files)
    for (const row of jsonLines(gunzipSync(readFileSync(file)).toString('utf8'))) {
      const id = String(row['arxiv_id']);
      docs.set(id, {
        id,
        title: String(row['title']),
        text: String(row['abstract']),
        authors: strings(row['authors']),
        keywords: [],
        categories: strings(row['categories']),
        day: string(row['first_listed'] ?? row['list_date'] ?? row['published_at'] ?? '2025-05-01').slice(
          0,
          10,
        ),
      });
    }
  return [...docs.values()];
}

function fragments(docs: readonly Doc[], sample: Sample, typo: boolean): readonly JudgedQuery[] {
  const random = seeded(sample.seed);
  const titles = docs.map(({ title }) => plainWords(title));
  const pick = (count: number): number => Math.floor(random() * count);
  const queries: JudgedQuery[] = [];
  while (queries.length < sample.fragments) {
    const doc = docs[pick(docs.length)]!;
    const words = doc.title.split(/\s+/).filter((word) => /\p{L}/u.test(word));
    const start = pick(words.length - FRAGMENT_WORDS + 1);
    const chosen = words.slice(start, start + FRAGMENT_WORDS);
    const long = chosen.findIndex((word, at) => /\p{L}{4}/u.test(word) && at >= pick(2));
    const slip = [pick(4), random(), pick(26)] as const;
    if (chosen.length < FRAGMENT_WORDS || long === -1) continue;
    const run = plainWords(chosen.join(' '));
    const having = titles.filter((title) => title.includes(run)).length;
    if (typo) chosen[long] = misspelt(chosen[long]!, slip);
    queries.push({
      text: chosen.join(' '),
      relevant: new Map([[doc.id, 1]]),
      titles: Math.max(1, having),
    });
  }
  return queries;
}

function plainWords(text: string): string {
  return ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}

/** One letter left out, changed, added, or two swapped, anywhere in the word's longest run of letters. */
function misspelt(word: string, [kind, place, letter]: readonly [number, number, number]): string {
  const run = [...word.matchAll(/\p{L}+/gu)].sort((a, b) => b[0].length - a[0].length)[0]!;
  const at = run.index + Math.floor(place * (run[0].length - 1));
  const other = String.fromCharCode(97 + letter);
  const [before, here, next, after] = [
    word.slice(0, at),
    word.charAt(at),
    word.charAt(at + 1),
    word.slice(at + 2),
  ];
  const slips = [
    before + next + after,
    before + other + next + after,
    before + other + here + next + after,
    before + next + here + after,
  ];
  const made = slips[kind]!;
  return made.toLowerCase() === word.toLowerCase() ? before + next + after : made;
}
