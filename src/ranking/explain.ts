import { compactNumber, countOf, spanText } from '../text/numbers.js';
import type { PlainDate } from '../papers/paper.js';
import type { Sighting } from '../papers/sighting.js';
import type { Expectation } from './expect/expect.js';
import { readableText } from '../text/tex.js';
import { truncate } from '../text/truncate.js';
import type { RankedPaper } from './ranked-paper.js';
import { listAge } from './score.js';
import type { PaperSignals } from './signals.js';
import type { LikePresses } from './taste.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** Up to this age of its list a paper's upvotes are all of today. */
const FIRST_DAY = 30 * HOUR;
/** Below it a list's age says nothing worth saying. */
const JUST_OPENED = HOUR;
const SHOWN_TOPICS = 3;

export interface ExplainOptions {
  readonly now: Date;
  /** Names of the topics the paper matches; empty for `everything`. */
  readonly matches: readonly string[];
  /** Papers with a press that this one is like, where the channel has a taste. */
  readonly like?: LikePresses;
  /** The reader's calendar day, for "today" and "yesterday". Default: the day of `now` in UTC. */
  readonly today?: PlainDate;
}

/**
 * The why line: why a paper stands where it stands, e.g. `▲ 84 upvotes in 20 h · ★ +312 this week · matches: speech`.
 * From stored numbers only: "in 20 h" runs from the opening of its list (midnight UTC of the list day) to our last
 * reading; a "+" is the difference of two of our own sightings. Never empty. Plain text, not escaped.
 */
export function explain(ranked: RankedPaper, options: ExplainOptions): string {
  const { signals } = ranked;
  const attention = [
    upvotesText(ranked),
    starsText(signals),
    storiesText(signals),
    citationsText(signals),
    trendingText(signals),
    velocityText(signals),
  ].filter((part) => part !== '');
  if (signals.upvotes === undefined) attention.push(...novelty(ranked, options), ...promise(ranked));
  const rest = [matchesText(options.matches), likeText(ranked, options.like)];
  return [...attention, ...rest.filter((part) => part !== '')].join(' · ');
}

function upvotesText({ signals, sightings }: RankedPaper): string {
  const { upvotes, upvoteGain: gain } = signals;
  if (upvotes === undefined) return '';
  const text = `▲ ${countOf(upvotes, 'upvote', 'upvotes')}`;
  const age = listAge(signals);
  if (gain !== undefined && gain.gained > 0 && (age === null || age > FIRST_DAY)) {
    return `${text}, +${compactNumber(gain.gained)} in ${spanText(gain.overMs)}`;
  }
  const sinceListed =
    age !== null && age >= JUST_OPENED && upvotes > 0 && !hadUpvotesBefore(sightings, signals);
  return sinceListed ? `${text} in ${spanText(age)}` : text;
}

/** Upvotes that we saw before the list opened are not of the time since. */
function hadUpvotesBefore(sightings: readonly Sighting[], { listedOn = '' }: PaperSignals): boolean {
  const opened = new Date(`${listedOn}T00:00:00Z`);
  return sightings.some((sighting) => sighting.observedAt < opened && (sighting.signals.upvotes ?? 0) > 0);
}

/** Stars alone are no reason: a gain is told with its span, a level only without one. */
function starsText({ githubStars: stars = 0, starGain: gain }: PaperSignals): string {
  if (gain === undefined || gain.gained === 0) return stars === 0 ? '' : `★ ${compactNumber(stars)}`;
  const week = Math.abs(gain.overMs - 7 * DAY) <= DAY;
  return `★ +${compactNumber(gain.gained)} ${week ? 'this week' : `in ${spanText(gain.overMs)}`}`;
}

/** Hacker News, without what is zero. */
function storiesText({
  hackerNewsPoints: points = 0,
  hackerNewsComments: comments = 0,
}: PaperSignals): string {
  if (points === 0) return '';
  const said = comments === 0 ? '' : `, ${countOf(comments, 'comment', 'comments')}`;
  return `HN ${countOf(points, 'point', 'points')}${said}`;
}

function citationsText({ citations = 0, citationGain: gain }: PaperSignals): string {
  if (citations === 0) return '';
  const text = `cited ${countOf(citations, 'time', 'times')}`;
  return gain === undefined || gain.gained === 0
    ? text
    : `${text}, +${compactNumber(gain.gained)} in ${spanText(gain.overMs)}`;
}

function velocityText({ codeRank }: PaperSignals): string {
  return codeRank === undefined ? '' : `#${codeRank} on Papers with Code`;
}

function trendingText({ trendingRank }: PaperSignals): string {
  return trendingRank === undefined ? '' : `#${trendingRank} trending on Hugging Face`;
}

/** For papers nobody has voted on: when they came out, and in which field. */
function novelty({ paper, signals }: RankedPaper, options: ExplainOptions): string[] {
  const today = options.today ?? options.now.toISOString().slice(0, 10);
  const day = signals.announcedOn ?? paper.publishedOn ?? paper.firstListedOn;
  const what = signals.announcedOn === undefined ? 'Published' : 'New on arXiv';
  const field = paper.primaryCategory ?? paper.categories[0];
  return [`${what} ${dayText(day, today)}`, ...(field === undefined ? [] : [field])];
}

/** Names beside a promise: more are not read. */
const SHOWN_NAMES = 2;
const LONGEST_NAME = 30;

/** What speaks for a paper nobody has voted on, where its text promises more than others' do. */
function promise({ expectation }: RankedPaper): string[] {
  if (expectation === undefined || expectation.text <= 0) return [];
  const names = helpingNames(expectation, SHOWN_NAMES).map((name) =>
    truncate(readableText(name), LONGEST_NAME),
  );
  return names.length === 0 ? [] : [`promising: ${names.join(', ')}`];
}

/** Words and authors that speak most for a paper, the most telling first. From untrusted text, not escaped. */
export function helpingNames(expectation: Expectation, most: number): readonly string[] {
  const names = expectation
    .reasons()
    .filter(({ contribution, group }) => contribution > 0 && group !== 'fields')
    .map(({ name }) => name);
  return [...new Set(names)].slice(0, most);
}

function dayText(day: PlainDate, today: PlainDate): string {
  const ago = (Date.parse(today) - Date.parse(day)) / DAY;
  if (ago === 0) return 'today';
  if (ago === 1) return 'yesterday';
  const [year = '', month = '', date = ''] = day.split('-');
  const written = `${Number(date)} ${MONTHS[Number(month) - 1] ?? month}`;
  return `on ${year === today.slice(0, 4) ? written : `${written} ${year}`}`;
}

function matchesText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const rest = names.length - SHOWN_TOPICS;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return `matches: ${names.slice(0, SHOWN_TOPICS).join(', ')}${more}`;
}

/** A taste that moves a score by less than this share of it is not worth a word. */
const WORTH_A_WORD = 0.05;

/** `like 3 you saved`: what the channel's taste has to do with the paper's place; empty when that is next to nothing. */
export function likeText({ parts }: Pick<RankedPaper, 'parts'>, like: LikePresses | undefined): string {
  const moved = parts.find(({ name }) => name === 'taste')?.value ?? 0;
  if (like === undefined || Math.abs(moved) < WORTH_A_WORD) return '';
  const { saved, more, less } = like;
  if (moved < 0) return less === 0 ? '' : `like ${less} not for you`;
  if (saved + more === 0) return '';
  if (more === 0) return `like ${saved} you saved`;
  return saved === 0 ? `like ${more} you wanted more of` : `like ${saved + more} you saved or wanted more of`;
}
