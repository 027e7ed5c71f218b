import { startFakeSource, type Answer, type FakeSource } from './server.js';

export interface FakePapersWithCode extends FakeSource {
  /** Sets the trending list, fastest first. */
  trend(...rows: readonly unknown[]): void;
}

/** `GET /api/v1/papers/trending` with its rules: `limit` 1 to 100, `max_age_days` 1 to 365, a bare list. */
export async function startFakePapersWithCode(): Promise<FakePapersWithCode> {
  let rows: readonly unknown[] = [];
  const server = await startFakeSource(({ path, query }) => {
    if (path !== '/api/v1/papers/trending') return json(404, { detail: 'Not Found' });
    const limit = Number(query.get('limit') ?? 20);
    const days = Number(query.get('max_age_days') ?? 180);
    if (!(limit >= 1 && limit <= 100 && days >= 1 && days <= 365))
      return json(422, { detail: 'out of range' });
    return json(200, rows.slice(0, limit));
  });
  return { ...server, trend: (...all) => void (rows = all) };
}

/** A row as the list has it. */
export function trendingRow(arxivId: string | null, repository: string | null = null): unknown {
  return {
    paper_id: 'p-1',
    arxiv_id: arxivId,
    source_url: arxivId === null ? 'https://example.org/paper' : `https://arxiv.org/abs/${arxivId}`,
    title: 'A paper',
    abstract: '',
    authors: ['Ada Marsh'],
    tasks: [{ name: 'speech' }],
    repository: repository === null ? null : { url: `https://github.com/${repository}` },
    date_published: '2026-11-18',
  };
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}
