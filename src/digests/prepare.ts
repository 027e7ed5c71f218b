import type { ChannelSettings, Topic } from '../channels/channel.js';
import { arxivCalendar, arxivDay, type ArxivCalendar } from '../papers/arxiv-calendar.js';
import { describeError } from '../errors.js';
import type { PlainDate } from '../papers/paper.js';
import type { ChannelStore } from '../ports/channel-store.js';
import type { DigestStore } from '../ports/digest-store.js';
import type { Logger } from '../ports/logger.js';
import type { PaperStore, SightedPaper } from '../ports/paper-store.js';
import type { PeopleStore } from '../ports/people-store.js';
import type { SignalSource } from '../ports/signal-source.js';
import type { Source } from '../ports/source.js';
import type { SourceStore } from '../ports/source-store.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import type { Taste } from '../ranking/taste.js';
import { EVERYTHING } from '../topics/builtin.js';
import { toCard } from './card.js';
import { readTaste } from './channel-taste.js';
import { chooseCards, type Choice } from './choose.js';
import { addDays, spellDay } from './day.js';
import type { Digest, DigestContent } from './digest.js';
import { withPicture } from './digest-picture.js';
import { emptyDay, type EmptyDay } from './outcome.js';
import type { Matches, RankedWindow, RankingCache } from './ranking-cache.js';
import { sourceHealth, staleNotices, type SourceHealth } from './source-health.js';

/** Candidates were first listed within this many days … */
export const WINDOW_DAYS = 7;
/** … or since the channel's last digest, but no further back than this: older news trends no more. */
export const LONGEST_WINDOW_DAYS = 31;
/** Sightings read per paper, days: a week's gain needs a reading from before the week. */
export const HISTORY_DAYS = 8;
/** A digest composed later than this after its slot says so, milliseconds. */
export const LATE_AFTER_MS = 30 * 60_000;
/** How many digests back the last one that looked at papers is searched for. */
const HISTORY_LENGTH = 20;

export interface PrepareDeps {
  readonly papers: Pick<PaperStore, 'listedSince' | 'get'>;
  readonly people: Pick<PeopleStore, 'presses'>;
  readonly channels: Pick<ChannelStore, 'had'>;
  readonly digests: Pick<DigestStore, 'lastPosted' | 'history'>;
  /** Every source that is switched on. */
  readonly sources: readonly Pick<Source, 'name' | 'title' | 'nextReadAt'>[];
  readonly sourceStates: Pick<SourceStore, 'get'>;
  /** Shared by all digests of a process. */
  readonly rankings: RankingCache;
  readonly rank: (papers: readonly SightedPaper[], now: Date) => Promise<readonly RankedPaper[]>;
  /** Default: the calendar that comes with Broadsheet. */
  readonly calendar?: Pick<ArxivCalendar, 'noMailingReason'>;
  /** Told of what a list had to be made without. Default: nobody. */
  readonly logger?: Pick<Logger, 'warn'>;
}

export interface PrepareRequest {
  /** Null for a channel that is not stored: nothing was had, nothing was posted. */
  readonly channelId: number | null;
  /** `platform:workspace:place`, whose taste counts; null for a look without a channel. */
  readonly channelKey: string | null;
  readonly settings: ChannelSettings;
  /** The day in the channel's zone. */
  readonly day: PlainDate;
  readonly slotAt: Date;
  readonly now: Date;
  /** Settings that are only tried: the channel's last digest, made by others, says nothing of them. Default false. */
  readonly tried?: boolean;
}

export type Prepared =
  | { readonly kind: 'content'; readonly content: DigestContent }
  | { readonly kind: 'empty'; readonly empty: EmptyDay };

/** Chooses what a channel would be shown now, or says why there is nothing. Writes nothing. */
export async function prepareDigest(request: PrepareRequest, deps: PrepareDeps): Promise<Prepared> {
  const { channelId, now } = request;
  const had = channelId === null ? new Set<string>() : await deps.channels.had(channelId);
  const lastPosted = channelId === null ? null : await deps.digests.lastPosted(channelId);
  const since = windowStart(now, lastPosted);
  const window = await deps.rankings.window(since, now, async () =>
    deps.rank(await deps.papers.listedSince(since, HISTORY_DAYS), now),
  );
  const health = await readHealth(deps, now);
  const taste = await tasteOf(request, window, deps);
  const choice = await choose(window, had, request.settings, taste);
  if (choice.papers.length > 0)
    return { kind: 'content', content: await contentOf(request, { choice, window, health, taste }, deps) };
  const previous =
    channelId === null || request.tried === true ? null : await previousSlot(channelId, request.slotAt, deps);
  const empty = emptyDay({
    considered: choice.considered,
    newlyListed: window.ranked.some((item) => previous === null || listedAfter(item, previous)),
    noMailing: noMailing(deps, now),
    sources: health,
    now,
    zone: request.settings.schedule.zone,
  });
  return { kind: 'empty', empty };
}

/** How every source that is switched on is doing now. */
export async function readHealth(
  deps: Pick<PrepareDeps, 'sourceStates'> & {
    readonly sources: readonly Pick<Source | SignalSource, 'name' | 'title' | 'nextReadAt'>[];
  },
  now: Date,
): Promise<readonly SourceHealth[]> {
  const health: SourceHealth[] = [];
  for (const source of deps.sources)
    health.push(sourceHealth(source, await deps.sourceStates.get(source.name), now));
  return health;
}

/** First list day of the candidates: a week back, further when the channel's last digest is. Days are UTC, so that channels share. */
export function windowStart(now: Date, lastPosted: PlainDate | null): PlainDate {
  const today = now.toISOString().slice(0, 10);
  const week = addDays(today, -WINDOW_DAYS);
  const longest = addDays(today, -LONGEST_WINDOW_DAYS);
  if (lastPosted === null || lastPosted >= week) return week;
  return lastPosted < longest ? longest : lastPosted;
}

// --- Internal helpers ---

async function choose(
  window: RankedWindow,
  had: ReadonlySet<string>,
  settings: ChannelSettings,
  taste: Taste | null,
): Promise<Choice> {
  const topics = await Promise.all(
    settings.topics.map(async (topic) => {
      const matches = await matching(window, topic);
      return { name: topic.name, relevance: ({ paper }: RankedPaper) => matches?.get(paper.id) ?? 0 };
    }),
  );
  const factor = taste === null ? {} : { taste: ({ paper }: RankedPaper) => taste.factor(paper) };
  return chooseCards({ ranked: window.ranked, topics, had, count: settings.count, ...factor });
}

/** The built-in topic's name is reserved; whatever query is stored with it, it matches all. */
function matching(window: RankedWindow, { name, query }: Topic): Promise<Matches | null> {
  return window.matching(name === EVERYTHING.name ? EVERYTHING.query : query);
}

interface Chosen {
  readonly choice: Choice;
  readonly window: RankedWindow;
  readonly health: readonly SourceHealth[];
  readonly taste: Taste | null;
}

/** Null for a channel that has taught nothing, and, with a warning, when its taste cannot be told: a digest comes without it. */
async function tasteOf(
  { channelKey, now }: PrepareRequest,
  window: RankedWindow,
  deps: PrepareDeps,
): Promise<Taste | null> {
  if (channelKey === null) return null;
  try {
    return await readTaste(channelKey, window, now, deps);
  } catch (error) {
    const fields = { channel: channelKey, error: describeError(error) };
    deps.logger?.warn(fields, "a channel's taste could not be told; its digest is ordered without it");
    return null;
  }
}

async function contentOf(
  request: PrepareRequest,
  { choice, window, health, taste }: Chosen,
  { logger }: PrepareDeps,
): Promise<DigestContent> {
  const { settings, now, day } = request;
  const { zone } = settings.schedule;
  const matches = await Promise.all(settings.topics.map((topic) => matching(window, topic)));
  const unreadable = settings.topics
    .filter((_, index) => matches[index] === null)
    .map(({ name }) => `The topic “${name}” can no longer be read; please set it again.`);
  const content: DigestContent = {
    slot: day,
    day: spellDay(day),
    zone,
    late: now.getTime() - request.slotAt.getTime() > LATE_AFTER_MS,
    notices: [...staleNotices(health, now, zone), ...unreadable],
    considered: choice.considered,
    topics: settings.topics.map(({ name }) => name),
    cards: choice.papers.map(({ ranked, topics }, index) =>
      toCard(ranked, { position: index + 1, topics, now, today: day, taste }),
    ),
    sample: false,
  };
  if (settings.picture === 'off') return content;
  const papers = choice.papers.map(({ ranked }) => ranked);
  return withPicture(content, papers, now, logger);
}

/** When the channel was last told of what there is. A digest that was skipped or failed told nothing. */
async function previousSlot(channelId: number, before: Date, deps: PrepareDeps): Promise<Date | null> {
  const told = ({ slotAt, outcome }: Digest): boolean =>
    slotAt < before && outcome !== null && outcome !== 'skipped' && outcome !== 'failed';
  const digests = await deps.digests.history(channelId, HISTORY_LENGTH);
  return digests.find(told)?.slotAt ?? null;
}

/** True when the paper came to a list after `instant`: anywhere for the first time, or, known already, to another list. */
function listedAfter({ sightings }: SightedPaper, instant: Date): boolean {
  const day = addDays(instant.toISOString().slice(0, 10), -1);
  const seen = new Set<string>();
  return sightings.some(({ source, list, listedOn, observedAt }) => {
    const name = `${source} ${list} ${listedOn ?? ''}`;
    if (listedOn === undefined || seen.has(name)) return false;
    seen.add(name);
    return listedOn >= day && observedAt > instant;
  });
}

function noMailing(deps: PrepareDeps, now: Date): string | null {
  if (!deps.sources.some(({ name }) => name === 'arxiv')) return null;
  return (deps.calendar ?? arxivCalendar).noMailingReason(arxivDay(now));
}
