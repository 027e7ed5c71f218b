import { addDays } from '../digests/day.js';
import { AppError } from '../errors.js';
import type { PaperStore } from '../ports/paper-store.js';
import { createLessonReader, type Lesson } from '../ranking/expect/lessons.js';
import { learnAndMeasure, type Skill } from '../ranking/expect/skill.js';
import { decodeModel, encodeModel } from '../ranking/expect/stored-model.js';
import type { Runtime } from './runtime.js';

export interface LearnReport {
  readonly papers: number;
  /** Null: too little history, nothing was stored. */
  readonly skill: Skill | null;
}

/** Taste changes: what is older teaches little. Days. */
const HISTORY_DAYS = 270;
/** So many papers at most, the latest: they take 300 MB while they are learned from. */
const MOST_PAPERS = 60_000;
const PAGE = 200;

/** Learns from the catalogue and stores the model with its skill. Too little history stores nothing: the old model stays. */
export async function learnNow({ stores }: Pick<Runtime, 'stores'>): Promise<LearnReport> {
  const now = await stores.clock.now();
  const today = now.toISOString().slice(0, 10);
  const lessons = await readLessons(stores.papers, addDays(today, -HISTORY_DAYS));
  const learned = learnAndMeasure(lessons, today, now);
  if (learned === null) return { papers: lessons.length, skill: null };
  const text = encodeModel(learned);
  const fault = decodeModel(text);
  if (typeof fault === 'string')
    throw new AppError(`What was learned cannot be used, so the old model stays. ${fault}`, {
      code: 'invalid-payload',
      hint: 'Please report it, with the number of papers in the catalogue.',
    });
  await stores.models.save({ learnedAt: now, text }, learned.skill);
  return { papers: lessons.length, skill: learned.skill };
}

/** In pages, so that the texts of all papers are never in memory at once. Ids of arXiv papers ascend with time. */
async function readLessons(papers: Pick<PaperStore, 'page'>, since: string): Promise<readonly Lesson[]> {
  const read = createLessonReader();
  let lessons: Lesson[] = [];
  for (let after = ''; ;) {
    const page = await papers.page(since, after, PAGE);
    lessons.push(...page.map(read));
    if (lessons.length > MOST_PAPERS + PAGE * 50) lessons = lessons.slice(-MOST_PAPERS);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return lessons.slice(-MOST_PAPERS);
    after = last.paper.id;
  }
}
