import { isDeepStrictEqual } from 'node:util';
import type { Paper } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import type { PaperStore, StoreResult } from '../../src/ports/paper-store.js';
import { batchesOf } from './batches.js';
import {
  fromPaper,
  fromSighting,
  PAPER_COLUMNS,
  type PaperRow,
  SIGHTING_COLUMNS,
  type SightingRow,
  toPaper,
  toSighting,
  WRITE_PAPERS,
} from './paper-rows.js';
import { indexPapers, noteListings } from './search-save.js';
import { json, type Query, text } from './sql.js';

type Items = Parameters<PaperStore['save']>[0];
type Merge = Parameters<PaperStore['save']>[1];

/**
 * Two collectors may bring the same paper: they merge one after the other. Everything that search counts is changed
 * under it too. The number spells BSHP.
 */
const SAVE_LOCK = 0x42534850;
/** A sighting that repeats the last one is kept when that one is at least this old. */
const REPEAT_AFTER_MS = 3_600_000;

/** The body of `PaperStore.save`, inside its transaction. */
export async function savePapers(query: Query, items: Items, merge: Merge): Promise<StoreResult> {
  await lockSaving(query);
  const clean = items.map(({ facts, sighting }) => ({
    facts: { ...facts, id: text(facts.id) },
    sighting: { ...sighting, paperId: text(sighting.paperId) },
  }));
  const ids = [...new Set(clean.map(({ facts }) => facts.id))];
  const known = await readPapers(query, ids);
  const last = await readLast(query, ids);

  const merged = new Map<string, Paper>();
  for (const { facts, sighting } of clean)
    merged.set(facts.id, merge(merged.get(facts.id) ?? known.get(facts.id) ?? null, facts, sighting));
  const changed = [...merged].filter(([id, paper]) => !isDeepStrictEqual(paper, known.get(id)));
  const added = changed.filter(([id]) => !known.has(id)).length;
  const news = clean.map(({ sighting }) => sighting).filter((sighting) => isNews(sighting, last));

  for (const batch of batchesOf(changed))
    await query(WRITE_PAPERS, [json(batch.map(([, paper]) => fromPaper(paper)))]);
  for (const batch of batchesOf(news)) await appendSightings(query, batch);
  await indexPapers(
    query,
    changed.map(([, paper]) => paper),
  );
  await noteListings(query, news);
  return { added, updated: changed.length - added, sightings: news.length };
}

/** The body of `PaperStore.see`, inside its transaction. It changes nothing that search counts, so it waits for no save. */
export async function seePapers(query: Query, sightings: readonly Sighting[]): Promise<number> {
  const clean = sightings.map((sighting) => ({ ...sighting, paperId: text(sighting.paperId) }));
  const ids = [...new Set(clean.map(({ paperId }) => paperId))];
  const known = new Set<string>();
  for (const batch of batchesOf(ids)) {
    const rows = await query<{ id: string }>(
      'select id from broadsheet.papers where id = any($1::text[]) for key share',
      [batch],
    );
    for (const { id } of rows) known.add(id);
  }
  const last = await readLast(query, [...known]);
  const news = clean.filter((sighting) => known.has(sighting.paperId) && isNews(sighting, last));
  for (const batch of batchesOf(news)) await appendSightings(query, batch);
  return news.length;
}

/** Until the transaction ends nobody else saves papers. */
export async function lockSaving(query: Query): Promise<void> {
  await query('select pg_advisory_xact_lock($1)', [SAVE_LOCK]);
}

async function readPapers(query: Query, ids: readonly string[]): Promise<Map<string, Paper>> {
  const known = new Map<string, Paper>();
  for (const batch of batchesOf(ids)) {
    const rows = await query<PaperRow>(
      `select ${PAPER_COLUMNS} from broadsheet.papers where id = any($1::text[])`,
      [batch],
    );
    for (const row of rows) known.set(row.id, toPaper(row));
  }
  return known;
}

/** The last sighting of each paper on each list; a paper listed on two days has one for each. */
async function readLast(query: Query, ids: readonly string[]): Promise<Map<string, Sighting>> {
  const last = new Map<string, Sighting>();
  for (const batch of batchesOf(ids)) {
    const rows = await query<SightingRow>(
      `select distinct on (paper_id, source, list, listed_on) ${SIGHTING_COLUMNS}
       from broadsheet.sightings where paper_id = any($1::text[])
       order by paper_id, source, list, listed_on, observed_at desc, id desc`,
      [batch],
    );
    for (const row of rows) last.set(listKey(toSighting(row)), toSighting(row));
  }
  return last;
}

/** Whether the sighting is worth a row; if so it becomes the last one for those that follow. */
function isNews(sighting: Sighting, last: Map<string, Sighting>): boolean {
  const key = listKey(sighting);
  const before = last.get(key);
  if (before !== undefined && isDeepStrictEqual(before.signals, defined(sighting.signals))) {
    const age = sighting.observedAt.getTime() - before.observedAt.getTime();
    if (age < REPEAT_AFTER_MS) return false;
  }
  last.set(key, { ...sighting, signals: defined(sighting.signals) });
  return true;
}

function listKey({ paperId, source, list, listedOn }: Sighting): string {
  return JSON.stringify([paperId, source, list, listedOn ?? null]);
}

/** Without the fields that JSON leaves out. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

async function appendSightings(query: Query, batch: readonly Sighting[]): Promise<void> {
  await query(
    `insert into broadsheet.sightings (${SIGHTING_COLUMNS})
     select ${SIGHTING_COLUMNS} from json_to_recordset($1::json)
       as r (paper_id text, source text, list text, listed_on date, observed_at timestamptz, signals jsonb)`,
    [json(batch.map(fromSighting))],
  );
}
