import type { PlainDate } from '../../src/papers/paper.js';
import type { SightedPaper } from '../../src/ports/paper-store.js';
import { learnAndMeasure, type Learned } from '../../src/ranking/expect/skill.js';
import { createLessonReader, type Lesson } from '../../src/ranking/expect/lessons.js';
import type { RankingData } from './ranking-data.js';
import { announcedPaper, catalogueOf, dailyPaper } from './ranking-papers.js';
import { listDays } from './ranking-split.js';

/** What a folder teaches, and the day after its last list. */
export interface Lessons {
  readonly lessons: readonly Lesson[];
  readonly until: PlainDate;
}

/** Reads a folder as the bot reads its catalogue. @returns null when it has no list */
export function lessonsFrom(data: RankingData): Lessons | null {
  const last = listDays(data).at(-1);
  if (last === undefined) return null;
  const until = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
  return { lessons: trainingPapers(data).map(createLessonReader()), until };
}

/** Learns from them as the bot does at night. */
export function learnFrom({ lessons, until }: Lessons): Learned | null {
  return learnAndMeasure(lessons, until, new Date(`${until}T00:00:00Z`));
}

/** Every paper once, with all that was seen of it. */
function trainingPapers(data: RankingData): readonly SightedPaper[] {
  const { daily, readings } = catalogueOf(data);
  const listed = new Map(data.listed.map((row) => [row.arxiv_id, row]));
  const featured = new Map(data.featured.map((row) => [row.arxiv_id, row.hf_list_date]));
  const papers = new Map(
    [...listed.values()].map((row) => [
      row.arxiv_id,
      announcedPaper(row, featured.get(row.arxiv_id) ?? null),
    ]),
  );
  for (const row of daily.values()) {
    if (row.list_date === null) continue;
    const seen = dailyPaper(row, readings.get(row.arxiv_id) ?? [], listed.get(row.arxiv_id));
    const announced = papers.get(row.arxiv_id)?.sightings.filter(({ list }) => list === 'announcement') ?? [];
    papers.set(row.arxiv_id, { paper: seen.paper, sightings: [...announced, ...seen.sightings] });
  }
  return [...papers.values()];
}
