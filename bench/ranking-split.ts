import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import {
  DAILY_FILE,
  EVENINGS_FILE,
  FEATURED_FILE,
  LISTING_FOLDER,
  READINGS_FILE,
  readRankingData,
  type RankingData,
} from './support/ranking-data.js';
import { before, from } from './support/ranking-split.js';

const OPTIONS = { data: { type: 'string' }, at: { type: 'string' }, out: { type: 'string' } } as const;

/**
 * Splits evaluation data in time: `--data DIR --at 2025-12-01 --out DIR` writes `train` (what was known when that day
 * began) and `held-out` (what was listed from that day on) into the folder, both in the layout of the data, for
 * `npm run bench:ranking`. Papers of the daily lists keep only those upvotes that were counted within a day.
 */
export function main(args: readonly string[]): unknown {
  const { data: folder, at, out } = parseArgs({ args: [...args], options: OPTIONS }).values;
  if (folder === undefined || out === undefined || at === undefined || !/^\d{4}-\d\d-\d\d$/.test(at))
    throw new Error(
      'Give the data, the first day held out, and a folder: --data DIR --at 2025-12-01 --out DIR',
    );
  const all = readRankingData(folder);
  const [train, heldOut] = [before(all, at), from(all, at)];
  write(join(out, 'train'), train);
  write(join(out, 'held-out'), heldOut);
  return { at, train: countsOf(train), heldOut: countsOf(heldOut) };
}

function write(folder: string, data: RankingData): void {
  writeLines(join(folder, DAILY_FILE), data.daily.map(withoutLaterVotes));
  writeLines(join(folder, READINGS_FILE), data.readings);
  writeLines(join(folder, EVENINGS_FILE), data.evenings);
  writeLines(join(folder, LISTING_FOLDER, 'arxiv.jsonl.gz'), data.listed);
  const rows = data.featured.map(({ arxiv_id: id, hf_list_date: day }) => `${id}\t${day}\n`);
  writeBytes(join(folder, FEATURED_FILE), `arxiv_id\thf_list_date\n${rows.join('')}`);
}

/** A row has counts of a week and a month later, which nobody knew on its day. */
function withoutLaterVotes(row: RankingData['daily'][number]): object {
  const { arxiv_id, title, abstract, authors, published_at, list_date, upvotes_24h } = row;
  return { arxiv_id, title, abstract, authors, published_at, list_date, upvotes_24h };
}

function writeLines(path: string, rows: readonly object[]): void {
  writeBytes(path, gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
}

function writeBytes(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

function countsOf(data: RankingData): Record<string, number> {
  return Object.fromEntries(Object.entries(data).map(([name, rows]) => [name, (rows as unknown[]).length]));
}
