import type { PlainDate } from '../../src/papers/paper.js';
import type { SightedPaper } from '../../src/ports/paper-store.js';
import type { Candidate, Evening } from './ranking-data.js';
import { mean, ndcg, spearman } from '../../src/ranking/expect/measures.js';
import { precision, recall, type Scores } from './ranking-measure.js';
import { withoutTies, type Order } from './ranking-orders.js';
import { announcedPaper, dailyPaper, type Catalogue } from './ranking-papers.js';

/** Figures by the name of the order. */
type Figures = Readonly<Record<string, number>>;
export type Orders = Readonly<Record<string, Order>>;
const SEED = 20_260_131;

export interface WeekEndReport {
  readonly evenings: number;
  readonly ndcg10: Figures;
  readonly recall10: Figures;
  /** On the last evening before the week's end. */
  readonly fridayRecall10: Figures;
}

/** Where the week's papers end, told on each of its evenings. A paper without a known end counts as having none. */
export function weekEnd(data: Catalogue, orders: Orders): WeekEndReport {
  const cases = data.data.evenings.map((evening) => ({ evening, papers: papersOf(data, evening) }));
  const finals = ({ candidates }: Evening): readonly number[] =>
    candidates.map(({ upvotes_final: final }) => final ?? 0);
  const figures = each(orders, (order) => {
    const found = cases.map(({ evening, papers }) => {
      const scores = settled(order(papers, new Date(evening.as_of)));
      const values = finals(evening);
      return { day: evening.day, ndcg: ndcg(scores, values, 10), recall: recall(scores, values, 10) };
    });
    return {
      ndcg10: mean(found.map((one) => one.ndcg)),
      recall10: mean(found.map((one) => one.recall)),
      fridayRecall10: mean(found.filter(({ day }) => day === 'Fri').map((one) => one.recall)),
    };
  });
  return {
    evenings: cases.length,
    ndcg10: column(figures, 'ndcg10'),
    recall10: column(figures, 'recall10'),
    fridayRecall10: column(figures, 'fridayRecall10'),
  };
}

/** Who will gain most until the week's end, on the same evenings. A paper without a known end counts as gaining none. */
export function futureGain(data: Catalogue, orders: Orders): { evenings: number; ndcg5: Figures } {
  const cases = data.data.evenings.map((evening) => ({ evening, papers: papersOf(data, evening) }));
  const ndcg5 = each(orders, (order) =>
    mean(
      cases.map(({ evening, papers }) =>
        ndcg(settled(order(papers, new Date(evening.as_of))), evening.candidates.map(gainOf), 5),
      ),
    ),
  );
  return { evenings: cases.length, ndcg5: rounded(ndcg5) };
}

export interface ColdStartReport {
  readonly days: number;
  readonly papers: number;
  readonly spearman: Figures;
  readonly ndcg10: Figures;
}

/** Lists shorter than this say nothing. */
const LEAST_LIST = 5;

/** A day's list in the order of its upvotes a day later, told from title, abstract and authors alone. */
export function coldStart(data: Catalogue, orders: Orders): ColdStartReport {
  const rows = data.data.daily.filter(
    ({ list_date: day, upvotes_24h: votes }) => day !== null && votes !== null,
  );
  const days = [...groupBy(rows, (row) => row.list_date ?? '')].filter(
    ([, list]) => list.length >= LEAST_LIST,
  );
  const lists = days.map(([day, list]) => ({
    now: new Date(`${day}T00:00:00Z`),
    papers: list.map((row) => dailyPaper(row, [], data.listed.get(row.arxiv_id))),
    upvotes: list.map((row) => row.upvotes_24h ?? 0),
  }));
  const figures = each(orders, (order) => {
    const found = lists.map(({ now, papers, upvotes }) => {
      const scores = order(papers, now);
      return { spearman: spearman(scores, upvotes), ndcg: ndcg(settled(scores), upvotes, 10) };
    });
    return {
      spearman: mean(found.map((one) => one.spearman)),
      ndcg10: mean(found.map((one) => one.ndcg)),
    };
  });
  return {
    days: lists.length,
    papers: lists.reduce((sum, { papers }) => sum + papers.length, 0),
    spearman: column(figures, 'spearman'),
    ndcg10: column(figures, 'ndcg10'),
  };
}

export interface SelectionReport {
  readonly days: number;
  readonly papers: number;
  /** Share of the papers that were featured, mean of the days. */
  readonly baseRate: number;
  readonly precision20: Figures;
}

/** Days after arXiv's listing within which nine of ten papers that are featured at all have been. */
const FEATURED_WITHIN_DAYS = 7;
const SELECTED = 20;

/** Which of the papers arXiv announced on a day were featured on Hugging Face's daily lists, told from their text. */
export function selection(data: Catalogue, orders: Orders): SelectionReport {
  const featured = new Set(data.data.featured.map(({ arxiv_id: id }) => id));
  const last = lastSettledDay(data);
  const rows = data.data.listed.filter(({ first_listed: day }) => day <= last);
  const days = [...groupBy(rows, (row) => row.first_listed)]
    .map(([day, list]) => ({
      now: new Date(`${day}T12:00:00Z`),
      papers: list.map((row) => announcedPaper(row)),
      wanted: list.map(({ arxiv_id: id }) => featured.has(id)),
    }))
    .filter(({ wanted }) => wanted.length > SELECTED && wanted.includes(true));
  const precision20 = each(orders, (order) =>
    mean(days.map(({ now, papers, wanted }) => precision(settled(order(papers, now)), wanted, SELECTED))),
  );
  return {
    days: days.length,
    papers: days.reduce((sum, { papers }) => sum + papers.length, 0),
    baseRate: round(mean(days.map(({ wanted }) => wanted.filter(Boolean).length / wanted.length))),
    precision20: rounded(precision20),
  };
}

// --- Internal helpers ---

/** The week's papers with the readings of before that evening. */
function papersOf({ daily, readings, listed }: Catalogue, evening: Evening): readonly SightedPaper[] {
  return evening.candidates.map((candidate) => {
    const { arxiv_id: id, upvotes_known: upvotes, known_at: knownAt } = candidate;
    const row = daily.get(id) ?? unknownPaper(candidate);
    const seen = (readings.get(id) ?? []).filter(({ observed_at: at }) => at < knownAt);
    const last = { arxiv_id: id, observed_at: knownAt, upvotes };
    return dailyPaper({ ...row, list_date: candidate.list_date }, [...seen, last], listed.get(id));
  });
}

function unknownPaper({ arxiv_id, list_date }: Candidate) {
  return { arxiv_id, title: '', abstract: '', authors: [], published_at: null, list_date, upvotes_24h: null };
}

function gainOf({ upvotes_final: final, upvotes_known: known }: Candidate): number {
  return Math.max(0, (final ?? known) - known);
}

function lastSettledDay({ data }: Catalogue): PlainDate {
  const last = data.featured.reduce((latest, { hf_list_date: day }) => (day > latest ? day : latest), '');
  if (last === '') return '';
  return new Date(Date.parse(last) - FEATURED_WITHIN_DAYS * 86_400_000).toISOString().slice(0, 10);
}

function settled(scores: Scores): Scores {
  return withoutTies(scores, SEED);
}

function each<T>(orders: Orders, measure: (order: Order) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(orders).map(([name, order]) => [name, measure(order)]));
}

function column<K extends string>(
  figures: Readonly<Record<string, Readonly<Record<K, number>>>>,
  key: K,
): Figures {
  return rounded(Object.fromEntries(Object.entries(figures).map(([name, one]) => [name, one[key]])));
}

function rounded(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)]));
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const known = groups.get(keyOf(row));
    if (known === undefined) groups.set(keyOf(row), [row]);
    else known.push(row);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
