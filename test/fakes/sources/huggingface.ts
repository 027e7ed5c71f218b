import type { FakePaper } from './seed.js';
import { startFakeSource, type Answer, type FakeSource } from './server.js';

export interface FakeHuggingFace extends FakeSource {
  /** Puts papers on a list day, after those it has. */
  list(day: string, papers: readonly FakePaper[]): void;
  /** Changes what a paper shows from now on. */
  change(id: string, change: Partial<FakePaper>): void;
  /** Sets the trending list, best first. Default: by stars of what is listed. */
  trend(papers: readonly FakePaper[]): void;
  /** Puts anything at all at the front of a day's answer, to see how it is taken. */
  inject(day: string, item: unknown): void;
  /** Makes papers known to search and look-up only; those on a list are known to both anyway. */
  index(papers: readonly FakePaper[]): void;
  /** Answers searches with flat items, as a single paper is answered. */
  answerFlat(flat: boolean): void;
}

/**
 * The two lists of the Hugging Face papers API, its search and its look-up, stateful, with their rules: `limit` 1 to 100
 * (search: 120), dates that exist and are open (400 otherwise), `p` from 0 with an empty list past the end, `q` of at
 * most 250 characters, 404 for a paper that is not indexed.
 * @param options.today newest open day; default today in UTC
 */
export async function startFakeHuggingFace(options: { today?: () => string } = {}): Promise<FakeHuggingFace> {
  const today = options.today ?? (() => new Date().toISOString().slice(0, 10));
  const days = new Map<string, FakePaper[]>();
  const injected = new Map<string, unknown[]>();
  const changes = new Map<string, Partial<FakePaper>>();
  const indexed = new Map<string, FakePaper>();
  let trending: readonly FakePaper[] | null = null;
  let flat = false;

  const now = (paper: FakePaper): FakePaper => ({ ...paper, ...changes.get(paper.id) });
  const dayOf = (id: string): string =>
    [...days].find(([, papers]) => papers.some((paper) => paper.id === id))?.[0] ?? today();
  const answerDay = (date: string): unknown[] => [
    ...(injected.get(date) ?? []),
    ...(days.get(date) ?? []).map(now).map((paper) => itemOf(paper, date)),
  ];
  const answerTrending = (): unknown[] =>
    (trending ?? [...days.values()].flat().sort((a, b) => (b.githubStars ?? 0) - (a.githubStars ?? 0)))
      .map(now)
      .map((paper) => itemOf(paper, dayOf(paper.id)));

  const all = (): FakePaper[] => [...[...days.values()].flat(), ...indexed.values()].map(now);
  const lookUp = (id: string): Answer => {
    const paper = all().find((one) => one.id === id);
    return paper === undefined
      ? json(404, { error: 'Paper not found' })
      : json(200, flatOf(paper, dayOf(id)));
  };
  const search = (query: URLSearchParams): Answer => {
    const words = query.get('q') ?? '';
    const limit = Number(query.get('limit') ?? 20);
    if (words === '' || words.length > 250) return json(400, { error: 'q must have 1 to 250 characters' });
    if (!Number.isInteger(limit) || limit < 1 || limit > 120)
      return json(400, { error: 'limit must be 1 to 120' });
    const found = mostAlike(words, all()).slice(0, limit);
    return json(
      200,
      found.map((paper) => (flat ? flatOf : itemOf)(paper, dayOf(paper.id))),
    );
  };

  const server = await startFakeSource(({ path, query }) => {
    if (path === '/api/papers/search') return search(query);
    if (path.startsWith('/api/papers/')) return lookUp(path.slice('/api/papers/'.length));
    if (path !== '/api/daily_papers') return json(404, { error: 'Not found' });
    const limit = Number(query.get('limit') ?? 50);
    const page = Number(query.get('p') ?? 0);
    const date = query.get('date');
    const sort = query.get('sort') ?? 'publishedAt';
    if (!Number.isInteger(limit) || limit < 1 || limit > 100)
      return json(400, { error: 'limit must be 1 to 100' });
    if (!Number.isInteger(page) || page < 0) return json(400, { error: 'p must be 0 or more' });
    if (!['publishedAt', 'trending'].includes(sort)) return json(400, { error: 'unknown sort' });
    if (date !== null && (!isDay(date) || date > today())) return json(400, { error: 'Invalid date' });
    const list = sort === 'trending' ? answerTrending() : answerDay(date ?? today());
    return json(200, list.slice(page * limit, (page + 1) * limit));
  });

  return {
    ...server,
    list: (day, papers) => void days.set(day, [...(days.get(day) ?? []), ...papers]),
    change: (id, change) => void changes.set(id, { ...changes.get(id), ...change }),
    trend: (papers) => void (trending = papers),
    index: (papers) => papers.forEach((paper) => indexed.set(paper.id, paper)),
    answerFlat: (value) => void (flat = value),
    inject: (day, item) => void injected.set(day, [...(injected.get(day) ?? []), item]),
  };
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}

/** Papers with any of the words in title or abstract, most words first. */
function mostAlike(text: string, papers: readonly FakePaper[]): readonly FakePaper[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const shared = (paper: FakePaper): number => {
    const line = `${paper.title} ${paper.abstract}`.toLowerCase();
    return words.filter((word) => line.includes(word)).length;
  };
  return papers
    .map((paper) => ({ paper, shared: shared(paper) }))
    .filter((one) => one.shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .map(({ paper }) => paper);
}

function isDay(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
  );
}

/** A single paper as its own address gives it: everything at one level. */
function flatOf(paper: FakePaper, day: string): Record<string, unknown> {
  const { paper: inner, ...outer } = itemOf(paper, day);
  return { ...outer, ...(inner as Record<string, unknown>), linkedModels: [], numTotalModels: 0 };
}

/** A paper in the real shape of the answer. */
export function itemOf(paper: FakePaper, day: string): Record<string, unknown> {
  const organization =
    paper.organization === undefined
      ? {}
      : {
          organization: {
            _id: '0',
            name: paper.organization.replace(/\W+/g, '-'),
            fullname: paper.organization,
          },
        };
  const user = { _id: '0', avatarUrl: '/avatars/0.svg', fullname: 'A Reader', isPro: false, type: 'user' };
  return {
    paper: {
      id: paper.id,
      authors: paper.authors.map((name, index) => ({ _id: String(index), name, hidden: false })),
      publishedAt: paper.submittedAt,
      submittedOnDailyAt: `${day}T00:00:00.000Z`,
      title: paper.title,
      submittedOnDailyBy: { ...user, user: 'a-reader' },
      summary: paper.abstract,
      upvotes: paper.upvotes,
      discussionId: '0',
      projectPage: paper.projectPage,
      githubRepo: paper.githubRepo,
      githubStars: paper.githubStars,
      ai_summary: paper.aiSummary,
      ai_keywords: paper.keywords,
      ...organization,
    },
    publishedAt: paper.submittedAt,
    title: paper.title,
    summary: paper.abstract,
    thumbnail: `https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/${paper.id}.png`,
    numComments: paper.comments,
    submittedBy: { ...user, name: 'a-reader' },
    ...organization,
    isAuthorParticipating: false,
  };
}
