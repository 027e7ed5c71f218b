import { startFakeSource, type Answer, type FakeSource } from './server.js';

export interface FakeSemanticScholar extends FakeSource {
  /** Sets how often a paper is cited. @param id as arXiv has it */
  cite(id: string, citations: number): void;
}

/** Ids of one question. */
const MOST_IDS = 500;

/**
 * `POST /graph/v1/paper/batch` with its rules: `fields` in the address, at most 500 ids, the answer in their order with
 * null for unknown ones, 400 when it knows none of them.
 */
export async function startFakeSemanticScholar(): Promise<FakeSemanticScholar> {
  const cited = new Map<string, number>();
  const server = await startFakeSource(({ path, method, query, body }) => {
    if (path !== '/graph/v1/paper/batch' || method !== 'POST') return json(404, { error: 'Not found' });
    const fields = (query.get('fields') ?? '').split(',');
    const odd = fields.filter((field) => !['externalIds', 'citationCount', 'title'].includes(field));
    if (odd.length > 0) return json(400, { error: `Unrecognized or unsupported fields: [${odd.join()}]` });
    const { ids } = JSON.parse(body) as { ids: string[] };
    if (ids.length > MOST_IDS) return json(400, { error: 'Too many ids' });
    const rows = ids.map((id) => {
      const arxiv = /^ARXIV:(.+)$/.exec(id)?.[1] ?? '';
      const count = cited.get(arxiv);
      return count === undefined ? null : rowOf(arxiv, count);
    });
    if (rows.every((row) => row === null)) return json(400, { error: 'No valid paper ids given' });
    return json(200, rows);
  });
  return { ...server, cite: (id, citations) => void cited.set(id, citations) };
}

/** A paper as the batch tells it. */
export function rowOf(arxivId: string, citationCount: number): unknown {
  return { paperId: 'f'.repeat(40), externalIds: { ArXiv: arxivId, CorpusId: 1 }, citationCount };
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
