import { mergePaper } from '../../src/papers/merge.js';
import type { Paper, PaperFacts, PlainDate } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import type { SightedPaper } from '../../src/ports/paper-store.js';
import type { DailyRow, ListedRow, RankingData, ReadingRow } from './ranking-data.js';

/** The rows as a bot would have stored them: facts merged by production's own code, every reading a sighting. */
export interface Catalogue {
  readonly data: RankingData;
  /** Papers of the daily lists, by id. */
  readonly daily: ReadonlyMap<string, DailyRow>;
  /** Readings by paper, oldest first. */
  readonly readings: ReadonlyMap<string, readonly ReadingRow[]>;
  /** arXiv's announcements, by id. */
  readonly listed: ReadonlyMap<string, ListedRow>;
}

export function catalogueOf(data: RankingData): Catalogue {
  const readings = new Map<string, ReadingRow[]>();
  for (const row of data.readings) {
    if (row.suspect === true) continue;
    const known = readings.get(row.arxiv_id);
    if (known === undefined) readings.set(row.arxiv_id, [row]);
    else known.push(row);
  }
  for (const rows of readings.values()) rows.sort((a, b) => (a.observed_at < b.observed_at ? -1 : 1));
  return {
    data,
    daily: new Map(data.daily.map((row) => [row.arxiv_id, row])),
    readings,
    listed: new Map(data.listed.map((row) => [row.arxiv_id, row])),
  };
}

/** A paper of a daily list with the readings it is given. @param listed its announcement, which tells its categories */
export function dailyPaper(row: DailyRow, readings: readonly ReadingRow[], listed?: ListedRow): SightedPaper {
  const listedOn = row.list_date ?? row.published_at?.slice(0, 10) ?? '1970-01-01';
  const opening: Sighting = {
    paperId: row.arxiv_id,
    source: 'huggingface',
    list: 'daily',
    listedOn,
    observedAt: new Date(`${listedOn}T00:00:00Z`),
    signals: {},
  };
  const facts: PaperFacts = {
    ...textOf(row),
    source: 'huggingface',
    ...(row.published_at === null ? {} : { publishedOn: row.published_at.slice(0, 10) }),
    ...(listed === undefined ? {} : { categories: listed.categories }),
  };
  const seen = readings.map(({ observed_at: at, upvotes }) => ({
    ...opening,
    observedAt: new Date(at),
    signals: { upvotes },
  }));
  return { paper: mergePaper(null, facts, opening), sightings: [opening, ...seen] };
}

/** A paper as arXiv announces it; `featuredOn` = the daily list that showed it later. */
export function announcedPaper(row: ListedRow, featuredOn: PlainDate | null = null): SightedPaper {
  const sighting: Sighting = {
    paperId: row.arxiv_id,
    source: 'arxiv',
    list: 'announcement',
    listedOn: row.first_listed,
    observedAt: new Date(`${row.first_listed}T01:00:00Z`),
    signals: {},
  };
  const [primaryCategory] = row.categories;
  const facts: PaperFacts = {
    ...textOf(row),
    source: 'arxiv',
    categories: row.categories,
    ...(primaryCategory === undefined ? {} : { primaryCategory }),
    ...(row.comment === null ? {} : { comment: row.comment }),
  };
  const paper: Paper = mergePaper(null, facts, sighting);
  if (featuredOn === null) return { paper, sightings: [sighting] };
  const shown: Sighting = {
    ...sighting,
    source: 'huggingface',
    list: 'daily',
    listedOn: featuredOn,
    observedAt: new Date(`${featuredOn}T12:00:00Z`),
  };
  return { paper, sightings: [sighting, shown] };
}

function textOf(row: DailyRow | ListedRow): Pick<PaperFacts, 'id' | 'title' | 'abstract' | 'authors'> {
  const { arxiv_id: id, title, abstract, authors } = row;
  return { id, title, abstract, authors };
}
