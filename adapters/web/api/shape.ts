import type { z } from 'zod';
import type { PaperList, PaperView, ReadPaper, SearchAnswer } from '../../../src/reading/reading-types.js';
import { builtinTopics } from '../../../src/topics/builtin.js';
import { placeOf } from '../feeds/feed.js';
import { paperPath } from '../paths.js';
import type { Page } from './paging.js';
import type * as schemas from './schemas.js';

type Shaped<K extends 'Paper' | 'PaperList' | 'PaperDetail' | 'SearchResult' | 'TopicList'> = z.infer<
  (typeof schemas)[K]
>;
/** Without a slash at the end. */
type PublicUrl = string;

/** A paper as the API tells it; fields are named for good, whatever the reading core calls them. */
export function shapePaper(paper: ReadPaper, publicUrl: PublicUrl): Shaped<'Paper'> {
  const { numbers } = paper;
  return {
    id: paper.paperId,
    rank: paper.position,
    title: paper.title,
    url: paper.url,
    page: `${publicUrl}${paperPath(paper.paperId)}`,
    authors: [...paper.authorNames],
    authorCount: paper.authorCount,
    organization: paper.organization,
    abstract: paper.abstract,
    aiSummary: paper.aiSummary === '' ? null : paper.aiSummary,
    categories: [...paper.categories],
    publishedOn: paper.publishedOn,
    firstListedOn: paper.firstListedOn,
    listedOn: paper.listedOn,
    upvotes: numbers.upvotes ?? null,
    comments: numbers.comments ?? null,
    githubStars: numbers.githubStars ?? null,
    links: paper.links.map(({ label, url }) => ({ label, url })),
    thumbnail: paper.thumbnailUrl,
    why: paper.why,
    score: paper.score,
    parts: paper.parts.map(({ name, value, weight, contribution }) => ({
      name,
      value,
      weight,
      contribution,
    })),
    history: paper.history.map(({ at, upvotes }) => ({ at, upvotes })),
    foundBy: paper.foundBy,
  };
}

export function shapeList(list: PaperList, page: Page<ReadPaper>, publicUrl: PublicUrl): Shaped<'PaperList'> {
  return {
    list: list.key,
    title: list.title,
    from: list.span.from,
    to: list.span.to,
    total: list.total,
    sample: list.sample,
    old: list.old,
    madeAt: list.madeAt,
    notices: [...list.notices],
    papers: page.items.map((paper) => shapePaper(paper, publicUrl)),
    next: page.next,
  };
}

export function shapeDetail(view: PaperView, publicUrl: PublicUrl): Shaped<'PaperDetail'> {
  return {
    paper: shapePaper(view.paper, publicUrl),
    place: view.place,
    topics: [...view.topics],
    similar: view.similar.map((paper) => shapePaper(paper, publicUrl)),
    bibtex: view.bibtex,
    old: view.old,
  };
}

export function shapeFound(
  { text, notices, near }: Extract<SearchAnswer, { kind: 'found' }>,
  page: Page<ReadPaper>,
  publicUrl: PublicUrl,
): Shaped<'SearchResult'> {
  return {
    query: text,
    papers: page.items.map((paper) => shapePaper(paper, publicUrl)),
    notices: [...notices],
    near: near.map(({ label, wish, papers }) => ({ label, query: wish, papers })),
    next: page.next,
  };
}

export function shapeTopics(publicUrl: PublicUrl): Shaped<'TopicList'> {
  return {
    topics: builtinTopics.map((topic) => {
      const { feed } = placeOf({ key: `topic:${topic.name}`, topic: topic.query === '' ? null : topic });
      return {
        name: topic.name,
        query: topic.query,
        papers: `${publicUrl}/api/papers?topic=${encodeURIComponent(topic.name)}`,
        feed: `${publicUrl}${feed('atom')}`,
      };
    }),
  };
}
