import { parsePaperId } from '../../src/papers/paper-id.js';
import type { PaperFacts, PlainDate } from '../../src/papers/paper.js';
import type { Signals, Sighting } from '../../src/papers/sighting.js';
import type { SourceItem, SourcePage } from '../../src/ports/source.js';
import { sourceText } from '../shared/source-text.js';
import { githubRepo, githubRepoPage, pictureUrl, projectPage } from './links.js';
import { dailyItem, type DailyItem } from './schema.js';

/** Several times what is ever asked for; a server that sends more is not listened to for minutes. */
const MOST_ITEMS = 500;

/** What an answer was asked for. */
export interface Asked {
  /** `catalogue`: a search or a look-up, which is no list. */
  readonly list: 'daily' | 'trending' | 'catalogue';
  /** The list day asked for; null where none was. */
  readonly day: PlainDate | null;
  /** Place of the answer's first item in its list, 1-based. */
  readonly firstRank: number;
  readonly observedAt: Date;
  readonly baseUrl: string;
}

/** Items of one answer; those that do not fit are skipped with a reason. */
export function readItems(answer: readonly unknown[], asked: Asked): Pick<SourcePage, 'items' | 'skipped'> {
  const items: SourceItem[] = [];
  const skipped: { id: string | null; reason: string }[] = [];
  for (const [index, raw] of answer.slice(0, MOST_ITEMS).entries()) {
    const read = readItem(raw, asked, asked.firstRank + index);
    if ('reason' in read) skipped.push(read);
    else items.push(read);
  }
  return { items, skipped };
}

function readItem(
  raw: unknown,
  asked: Asked,
  rank: number,
): SourceItem | { id: string | null; reason: string } {
  const parsed = dailyItem.safeParse(wrapped(raw));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { id: rawId(raw), reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}` };
  }
  const item = parsed.data;
  const id = parsePaperId(item.paper.id);
  if (id === null)
    return { id: sourceText(item.paper.id).slice(0, 100), reason: 'its id is not an arXiv id' };
  const facts = readFacts(id, item, asked.baseUrl);
  if (facts.title === '') return { id, reason: 'it has no title' };
  return { facts, sighting: readSighting(id, item, asked, rank) };
}

function readFacts(id: string, item: DailyItem, baseUrl: string): PaperFacts {
  const { paper } = item;
  const told = item.organization ?? paper.organization;
  const code = githubRepo(paper.githubRepo) ?? githubRepoPage(paper.projectPage);
  const optional = {
    publishedOn: dayOf(paper.publishedAt),
    aiSummary: textOrNull(paper.ai_summary),
    organization: textOrNull(told?.fullname) ?? textOrNull(told?.name),
    codeUrl: code,
    projectUrl: githubRepoPage(paper.projectPage) === null ? projectPage(paper.projectPage) : null,
    thumbnailUrl: pictureUrl(item.thumbnail, baseUrl),
  };
  const keywords = (paper.ai_keywords ?? []).map(sourceText).filter((word) => word !== '');
  return {
    id,
    source: 'huggingface',
    title: textOrNull(paper.title) ?? sourceText(item.title ?? ''),
    abstract: textOrNull(paper.summary) ?? sourceText(item.summary ?? ''),
    authors: paper.authors.map(sourceText).filter((name) => name !== ''),
    ...present(optional),
    ...(keywords.length === 0 ? {} : { keywords }),
  };
}

function readSighting(id: string, item: DailyItem, asked: Asked, rank: number): Sighting {
  const signals: Signals = present({
    upvotes: item.paper.upvotes ?? null,
    comments: item.numComments ?? null,
    githubStars: item.paper.githubStars ?? null,
    trendingRank: asked.list === 'trending' ? rank : null,
  });
  const listedOn = asked.list === 'catalogue' ? null : (asked.day ?? dayOf(item.paper.submittedOnDailyAt));
  return {
    paperId: id,
    source: 'huggingface',
    list: asked.list,
    ...(listedOn === null ? {} : { listedOn }),
    observedAt: asked.observedAt,
    signals,
  };
}

/** The UTC day of an instant; both shapes of `submittedOnDailyAt` are read so, never in another zone. */
function dayOf(value: string | undefined): PlainDate | null {
  const time = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(time) || time < 0 || time > 253_402_300_799_999
    ? null
    : new Date(time).toISOString().slice(0, 10);
}

function textOrNull(value: string | undefined): string | null {
  const text = sourceText(value ?? '');
  return text === '' ? null : text;
}

type Present<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };

/** Only the fields that have a value. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Present<T>;
}

/** A flat item, as a single paper's address gives it, in the shape of a list's items. */
function wrapped(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || 'paper' in raw) return raw;
  return { ...raw, paper: raw };
}

function rawId(raw: unknown): string | null {
  const paper = typeof raw === 'object' && raw !== null && 'paper' in raw ? raw.paper : null;
  const id = typeof paper === 'object' && paper !== null && 'id' in paper ? paper.id : null;
  return typeof id === 'string' ? sourceText(id).slice(0, 100) : null;
}
