import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A row as the file has it; only the fields read here are typed. */
export interface DailyRow {
  readonly arxiv_id: string;
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  readonly published_at: string | null;
  readonly list_date: string | null;
  readonly upvotes_24h: number | null;
}

export interface ReadingRow {
  readonly arxiv_id: string;
  readonly observed_at: string;
  readonly upvotes: number;
  readonly suspect?: boolean;
}

export interface Candidate {
  readonly arxiv_id: string;
  readonly list_date: string;
  readonly upvotes_known: number;
  readonly known_at: string;
  /** Null when the paper was outside of what is known of the week's end: it has no place near the top. */
  readonly upvotes_final: number | null;
}

/** What was known on one evening, and where each paper of the week ended. */
export interface Evening {
  readonly week: string;
  readonly as_of: string;
  readonly day: string;
  readonly final_at: string;
  readonly candidates: readonly Candidate[];
}

export interface ListedRow {
  readonly arxiv_id: string;
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly first_listed: string;
  readonly comment: string | null;
}

export interface FeaturedRow {
  readonly arxiv_id: string;
  readonly hf_list_date: string;
}

/** A folder in the layout of the evaluation data. A file that is missing has no rows. */
export interface RankingData {
  readonly daily: readonly DailyRow[];
  readonly readings: readonly ReadingRow[];
  readonly evenings: readonly Evening[];
  readonly listed: readonly ListedRow[];
  readonly featured: readonly FeaturedRow[];
}

export const DAILY_FILE = join('hf_daily', 'hf_daily.jsonl.gz');
export const READINGS_FILE = join('timeseries', 'observations.jsonl.gz');
export const EVENINGS_FILE = join('timeseries', 'eval_weeks.jsonl.gz');
export const LISTING_FOLDER = join('arxiv', 'listing');
export const FEATURED_FILE = join('arxiv', 'hf_featured.tsv');

/** @throws Error when the folder has none of the files */
export function readRankingData(folder: string): RankingData {
  const data = {
    daily: jsonLines(join(folder, DAILY_FILE)) as readonly DailyRow[],
    readings: jsonLines(join(folder, READINGS_FILE)) as readonly ReadingRow[],
    evenings: jsonLines(join(folder, EVENINGS_FILE)) as readonly Evening[],
    listed: listingFiles(folder).flatMap((file) => jsonLines(file)) as readonly ListedRow[],
    featured: tabLines(join(folder, FEATURED_FILE)) as unknown as readonly FeaturedRow[],
  };
  if (Object.values(data).every((rows) => rows.length === 0))
    throw new Error(
      `${folder} holds no evaluation data: neither ${DAILY_FILE} nor ${LISTING_FOLDER}. Name the folder that has them.`,
    );
  return data;
}

// --- Internal helpers ---

function listingFiles(folder: string): readonly string[] {
  const listing = join(folder, LISTING_FOLDER);
  if (!existsSync(listing)) return [];
  return readdirSync(listing)
    .filter((name) => /\.jsonl(\.gz)?$/.test(name))
    .sort()
    .map((name) => join(listing, name));
}

/** The file, packed or not; empty when there is neither. */
function textOf(path: string): string {
  if (existsSync(path)) {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  }
  const plain = path.replace(/\.gz$/, '');
  return existsSync(plain) ? readFileSync(plain, 'utf8') : '';
}

function jsonLines(path: string): readonly unknown[] {
  return textOf(path)
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as unknown]));
}

function tabLines(path: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = textOf(path).split('\n');
  const names = head.split('\t');
  return lines.flatMap((line) => {
    if (line.trim() === '') return [];
    const values = line.split('\t');
    return [Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']))];
  });
}
