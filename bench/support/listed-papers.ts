import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Paper } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import type { SightedPaper } from '../../src/ports/paper-store.js';

const DAY = 86_400_000;
type Row = Readonly<Record<string, unknown>>;

/** Papers with the day they were listed first, earliest first; those of Hugging Face with their upvotes after a day. */
export function listedPapers(data: string): readonly SightedPaper[] {
  const listing = join(data, 'arxiv', 'listing');
  const announced = readdirSync(listing)
    .filter((name) => name.endsWith('.jsonl.gz'))
    .sort()
    .flatMap((name) => rowsOf(join(listing, name)));
  const daily = new Map(
    rowsOf(join(data, 'hf_daily', 'hf_daily.jsonl.gz')).map((row) => [textOf(row['arxiv_id']), row]),
  );
  const papers = announced.map((row) => {
    const voted = daily.get(textOf(row['arxiv_id']));
    daily.delete(textOf(row['arxiv_id']));
    return paperOf(row, voted);
  });
  for (const row of daily.values()) papers.push(paperOf({}, row));
  return papers.sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : Number(dayOf(a) > dayOf(b))));
}

// --- Internal helpers ---

function dayOf({ paper }: SightedPaper): string {
  return paper.firstListedOn;
}

function rowsOf(file: string): readonly Row[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as Row]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function paperOf(announced: Row, voted: Row | undefined): SightedPaper {
  const row = { ...announced, ...voted };
  const id = textOf(row['arxiv_id']);
  const days = [textOf(announced['first_listed']), textOf(voted?.['list_date'])].filter(Boolean).sort();
  const categories = textsOf(announced['categories']);
  const paper: Paper = {
    id,
    title: textOf(row['title']),
    abstract: textOf(row['abstract']),
    authors: textsOf(row['authors']),
    categories,
    primaryCategory: categories[0] ?? null,
    publishedOn: null,
    firstListedOn: days[0] ?? '',
    aiSummary: null,
    keywords: [],
    organization: null,
    codeUrl: null,
    projectUrl: null,
    thumbnailUrl: null,
    onHuggingFace: voted !== undefined,
    comment: null,
    textSource: 'arxiv',
  };
  return { paper, sightings: sightingsOf(id, announced, voted) };
}

function sightingsOf(paperId: string, announced: Row, voted: Row | undefined): readonly Sighting[] {
  const sightings: Sighting[] = [];
  const announcedOn = textOf(announced['first_listed']);
  if (announcedOn !== '')
    sightings.push({
      paperId,
      source: 'arxiv',
      list: 'announcement',
      listedOn: announcedOn,
      observedAt: new Date(announcedOn),
      signals: {},
    });
  const listedOn = textOf(voted?.['list_date']);
  const upvotes = voted?.['upvotes_24h'];
  if (listedOn !== '')
    sightings.push({
      paperId,
      source: 'huggingface',
      list: 'daily',
      listedOn,
      observedAt: new Date(Date.parse(listedOn) + DAY),
      signals: typeof upvotes === 'number' ? { upvotes } : {},
    });
  return sightings.sort((a, b) => a.observedAt.getTime() - b.observedAt.getTime());
}
