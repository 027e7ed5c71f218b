import type {
  Near,
  NearestQuery,
  PaperVector,
  Unembedded,
  VectorStatus,
  VectorStore,
} from '../../src/ports/vector-store.js';
import { batchesOf } from './batches.js';
import { filterOf } from './search-candidates.js';
import { json, type Query, type Sql, text } from './sql.js';
import { signsOf, similarityTo, toCodes } from './vector-codes.js';
import { lookForVectors, type SignDistance } from './vector-distance.js';

/**
 * Papers whose whole vector is looked at, for every one asked for, and at least: signs alone put the nearest among the
 * first few, not first.
 */
const LOOKED_AT = { times: 4, least: 300 } as const;
/** What is embedded of a paper, as one value. */
const TEXT_HASH = `md5(p.title || chr(10) || p.abstract)`;

/** Vectors in plain tables: every database has them, and the extension `vector` only makes the going through quicker. */
export function createVectorStore(sql: Sql): VectorStore {
  const distanceHere = lookForVectors(sql);
  return {
    missing: (model, limit) => findMissing(sql, text(model), limit),
    save: (model, vectors) =>
      sql.transaction(async (query) => {
        for (const batch of batchesOf(vectors)) await saveBatch(query, text(model), batch);
      }),
    nearest: async (query) => findNearest(sql, await distanceHere(), query),
    status: (model) => readStatus(sql, text(model)),
    clear: async () => {
      await sql.query('delete from broadsheet.paper_vectors');
    },
  };
}

// --- Internal helpers ---

async function findMissing(sql: Sql, model: string, limit: number): Promise<readonly Unembedded[]> {
  // Most of what changes in a paper is not its text.
  await sql.query(
    `update broadsheet.paper_vectors v set paper_version = p.updated_at from broadsheet.papers p
     where p.id = v.paper_id and v.paper_version <> p.updated_at and v.text_hash = ${TEXT_HASH}`,
  );
  return sql.query<Unembedded>(
    `select p.id, p.title, p.abstract, ${TEXT_HASH} as "textHash"
     from broadsheet.papers p left join broadsheet.paper_vectors v on v.paper_id = p.id
     where v.model is distinct from $1 or v.paper_version <> p.updated_at
     order by p.first_listed_on desc, p.id limit $2`,
    [model, limit],
  );
}

async function saveBatch(query: Query, model: string, vectors: readonly PaperVector[]): Promise<void> {
  const rows = vectors.map(({ id, textHash, vector }) => ({
    id,
    text_hash: textHash,
    dimensions: vector?.length ?? null,
    signs: vector === null ? null : signsOf(vector),
  }));
  const kept = await query<{ id: string }>(
    `insert into broadsheet.paper_vectors (paper_id, model, dimensions, signs, text_hash, paper_version)
     select r.id, $1, r.dimensions, r.signs::varbit, r.text_hash, p.updated_at
     from json_to_recordset($2::json) as r (id text, text_hash text, dimensions integer, signs text)
     join broadsheet.papers p on p.id = r.id and ${TEXT_HASH} = r.text_hash
     on conflict (paper_id) do update set model = excluded.model, dimensions = excluded.dimensions,
       signs = excluded.signs, text_hash = excluded.text_hash, paper_version = excluded.paper_version
     returning paper_id as id`,
    [model, json(rows)],
  );
  const ids = new Set(kept.map(({ id }) => id));
  await query('delete from broadsheet.paper_vector_numbers where paper_id = any($1::text[])', [[...ids]]);
  const numbers = vectors.flatMap(({ id, vector }) =>
    vector === null || !ids.has(id) ? [] : { id, numbers: toCodes(vector).toString('base64') },
  );
  await query(
    `insert into broadsheet.paper_vector_numbers (paper_id, numbers)
     select id, decode(numbers, 'base64') from json_to_recordset($1::json) as r (id text, numbers text)`,
    [json(numbers)],
  );
}

/** The nearest by signs, of which every paper's are gone through, then those put in order by their whole vectors. */
async function findNearest(sql: Sql, distance: SignDistance, asked: NearestQuery): Promise<readonly Near[]> {
  const { model, vector, limit, ...narrow } = asked;
  const filter = filterOf(narrow, 5);
  const narrowed = filter.conditions.length > 0;
  const rows = await sql.query<{ id: string; numbers: Buffer }>(
    `select near.paper_id as id, n.numbers from (
       select v.paper_id from broadsheet.paper_vectors v
       ${narrowed ? 'join broadsheet.search_papers s on s.paper_id = v.paper_id' : ''}
       where ${['v.model = $1', 'v.dimensions = $2', ...filter.conditions].join(' and ')}
       order by ${distance('v.signs', '$3', vector.length)}, v.paper_id limit $4
     ) near join broadsheet.paper_vector_numbers n on n.paper_id = near.paper_id`,
    [
      text(model),
      vector.length,
      signsOf(vector),
      Math.max(LOOKED_AT.least, LOOKED_AT.times * limit),
      ...filter.values,
    ],
  );
  return rows
    .map(({ id, numbers }) => ({ id, similarity: similarityTo(vector, numbers) }))
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

async function readStatus(sql: Sql, model: string): Promise<VectorStatus> {
  const rows = await sql.query<{
    papers: number;
    vectors: number;
    refused: number;
    dimensions: number | null;
  }>(
    `select (select count(*) from broadsheet.papers) as papers, count(dimensions) as vectors,
       count(*) - count(dimensions) as refused, max(dimensions) as dimensions
     from broadsheet.paper_vectors where model = $1`,
    [model],
  );
  return rows[0] ?? { papers: 0, vectors: 0, refused: 0, dimensions: null };
}
