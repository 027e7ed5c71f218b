import { z } from 'zod';
import type { Topic } from '../channels/channel.js';
import { isArxivId } from '../papers/paper-id.js';
import type { Paper } from '../papers/paper.js';
import type { Sighting } from '../papers/sighting.js';
import type { SightedPaper } from '../ports/paper-store.js';
import { rankPapers } from '../ranking/rank.js';
import { EVERYTHING } from '../topics/builtin.js';
import { parseQuery } from '../topics/query.js';
import { createRelevance } from '../topics/relevance.js';
import { toCard } from './card.js';
import { chooseCards, type ChosenPaper } from './choose.js';
import { localDate, spellDay } from './day.js';
import type { Card, DigestContent } from './digest.js';
import { withPicture } from './digest-picture.js';
import sample from './sample.json' with { type: 'json' };

const day = z.iso.date();
const entry = z.object({
  id: z.string().refine(isArxivId, { message: 'is no arXiv id' }),
  title: z.string().min(1),
  authors: z.array(z.string().min(1)).min(1),
  /** Primary first; empty where it is not known. */
  categories: z.array(z.string()),
  publishedOn: day,
  listedOn: day,
  upvotes: z.array(z.object({ at: z.iso.datetime(), count: z.int().min(0) })).min(1),
  /** One sentence on the paper, written for this sample. */
  gist: z.string().min(1),
});
const bundle = z.object({
  /** The instant after the last reading: the sample is ranked as of then. */
  weekEnd: z.iso.datetime(),
  papers: z.array(entry),
});
type Entry = z.output<typeof entry>;

export interface SampleOptions {
  /** Cards wanted, ≥ 1; fewer when fewer papers match. */
  readonly count: number;
  /** Default: all papers. A query that cannot be read matches nothing. */
  readonly topics?: readonly Topic[];
  /** Gives the digest its day; the papers are always ranked as of the end of their own week. */
  readonly now: Date;
  /** IANA zone of that day. Default `UTC`. */
  readonly zone?: string;
}

/** The instant the sample week ends, after the last reading of its upvotes. */
export function sampleWeekEnd(): Date {
  return new Date(bundle.parse(sample).weekEnd);
}

/**
 * Sixty real papers of one week of October 2025, each with two readings of its upvotes, in order of list day.
 * To be shown only: never stored, posted or mailed. The abstract of each is the one sentence of the sample.
 */
export function samplePapers(): readonly SightedPaper[] {
  return bundle.parse(sample).papers.map((item) => ({ paper: paperOf(item), sightings: sightingsOf(item) }));
}

/** The sample as a digest of the day of `now`, chosen and ranked by the very steps that make a real one. */
export function sampleDigest(options: SampleOptions): DigestContent {
  const { now, zone = 'UTC', count, topics = [EVERYTHING] } = options;
  const weekEnd = sampleWeekEnd();
  const rated = topics.map(({ name, query }) => {
    const parsed = parseQuery(query);
    return { name, relevance: parsed.ok ? createRelevance(parsed.query, { now: weekEnd }) : () => 0 };
  });
  const ranked = rankPapers(samplePapers(), weekEnd);
  const choice = chooseCards({ ranked, topics: rated, had: new Set(), count });
  const slot = localDate(now, zone);
  const content: DigestContent = {
    slot,
    day: spellDay(slot),
    zone,
    late: false,
    notices: [],
    considered: choice.considered,
    topics: topics.map(({ name }) => name),
    cards: choice.papers.map((chosen, index) => cardOf(chosen, index + 1, weekEnd)),
    sample: true,
  };
  return withPicture(
    content,
    choice.papers.map(({ ranked: item }) => item),
    weekEnd,
  );
}

// --- Internal helpers ---

function cardOf({ ranked, topics }: ChosenPaper, position: number, now: Date): Card {
  const card = toCard(ranked, { position, topics, now, today: localDate(now, 'UTC') });
  return card.gist === null ? card : { ...card, gist: { ...card.gist, origin: 'sample' } };
}

function paperOf(item: Entry): Paper {
  return {
    id: item.id,
    title: item.title,
    abstract: item.gist,
    authors: item.authors,
    categories: item.categories,
    primaryCategory: item.categories[0] ?? null,
    publishedOn: item.publishedOn,
    firstListedOn: item.listedOn,
    aiSummary: null,
    keywords: [],
    organization: null,
    codeUrl: null,
    projectUrl: null,
    thumbnailUrl: null,
    onHuggingFace: true,
    comment: null,
    textSource: 'huggingface',
  };
}

function sightingsOf(item: Entry): readonly Sighting[] {
  return item.upvotes.map(({ at, count }) => ({
    paperId: item.id,
    source: 'huggingface',
    list: 'daily',
    listedOn: item.listedOn,
    observedAt: new Date(at),
    signals: { upvotes: count },
  }));
}
