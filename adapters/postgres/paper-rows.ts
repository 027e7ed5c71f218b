import type { AnySourceName, Paper, SourceName } from '../../src/papers/paper.js';
import type { ListName, Sighting, Signals } from '../../src/papers/sighting.js';

export interface PaperRow {
  id: string;
  title: string;
  abstract: string;
  authors: string[];
  categories: string[];
  primary_category: string | null;
  published_on: string | null;
  first_listed_on: string;
  ai_summary: string | null;
  keywords: string[];
  organization: string | null;
  code_url: string | null;
  project_url: string | null;
  thumbnail_url: string | null;
  on_hugging_face: boolean;
  comment: string | null;
  text_source: SourceName;
}

/** Columns of a paper with their types, as `json_to_recordset` wants them and in the order of the insert. */
const COLUMNS = {
  id: 'text',
  title: 'text',
  abstract: 'text',
  authors: 'text[]',
  categories: 'text[]',
  primary_category: 'text',
  published_on: 'date',
  first_listed_on: 'date',
  ai_summary: 'text',
  keywords: 'text[]',
  organization: 'text',
  code_url: 'text',
  project_url: 'text',
  thumbnail_url: 'text',
  on_hugging_face: 'boolean',
  comment: 'text',
  text_source: 'text',
} as const satisfies Record<keyof PaperRow, string>;

const names = Object.keys(COLUMNS);

export const PAPER_COLUMNS = names.join(', ');

/** Inserts or replaces papers. $1: JSON array of paper rows. */
export const WRITE_PAPERS = `
  insert into broadsheet.papers (${PAPER_COLUMNS}, updated_at)
  select ${PAPER_COLUMNS}, broadsheet.clock()
  from json_to_recordset($1::json) as r (${Object.entries(COLUMNS)
    .map((column) => column.join(' '))
    .join(', ')})
  on conflict (id) do update set
    ${names.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = excluded.updated_at`;

export function toPaper(row: PaperRow): Paper {
  return {
    id: row.id,
    title: row.title,
    abstract: row.abstract,
    authors: row.authors,
    categories: row.categories,
    primaryCategory: row.primary_category,
    publishedOn: row.published_on,
    firstListedOn: row.first_listed_on,
    aiSummary: row.ai_summary,
    keywords: row.keywords,
    organization: row.organization,
    codeUrl: row.code_url,
    projectUrl: row.project_url,
    thumbnailUrl: row.thumbnail_url,
    onHuggingFace: row.on_hugging_face,
    comment: row.comment,
    textSource: row.text_source,
  };
}

export function fromPaper(paper: Paper): PaperRow {
  return {
    id: paper.id,
    title: paper.title,
    abstract: paper.abstract,
    authors: [...paper.authors],
    categories: [...paper.categories],
    primary_category: paper.primaryCategory,
    published_on: paper.publishedOn,
    first_listed_on: paper.firstListedOn,
    ai_summary: paper.aiSummary,
    keywords: [...paper.keywords],
    organization: paper.organization,
    code_url: paper.codeUrl,
    project_url: paper.projectUrl,
    thumbnail_url: paper.thumbnailUrl,
    on_hugging_face: paper.onHuggingFace,
    comment: paper.comment,
    text_source: paper.textSource,
  };
}

export interface SightingRow {
  paper_id: string;
  source: AnySourceName;
  list: ListName;
  listed_on: string | null;
  observed_at: Date;
  signals: Signals;
}

export const SIGHTING_COLUMNS = 'paper_id, source, list, listed_on, observed_at, signals';

export function toSighting(row: SightingRow): Sighting {
  return {
    paperId: row.paper_id,
    source: row.source,
    list: row.list,
    ...(row.listed_on === null ? {} : { listedOn: row.listed_on }),
    observedAt: row.observed_at,
    signals: row.signals,
  };
}

export function fromSighting(sighting: Sighting): SightingRow {
  return {
    paper_id: sighting.paperId,
    source: sighting.source,
    list: sighting.list,
    listed_on: sighting.listedOn ?? null,
    observed_at: sighting.observedAt,
    signals: sighting.signals,
  };
}
