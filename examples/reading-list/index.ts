import { parseJson } from '../../adapters/shared/json.js';
import type { HttpClient } from '../../adapters/shared/http.js';
import { parsePaperId } from '../../src/papers/paper-id.js';
import type { SourceName } from '../../src/papers/paper.js';
import { readEvery } from '../../src/papers/read-every.js';
import { SourceError } from '../../src/papers/source-error.js';
import type { ReadRequest, Source, SourceItem, SourcePage } from '../../src/ports/source.js';
import { entry, listAnswer } from './schema.js';

export const READING_LIST = 'The reading list';

export interface ReadingListOptions {
  /** As it is called in `SourceName`. */
  readonly name: SourceName;
  /** Of the JSON file. */
  readonly url: string;
  readonly http: HttpClient;
  /** How often it is read, milliseconds. */
  readonly everyMs: number;
}

/** Papers that a group keeps in a JSON file of its own, each with the day it was added and perhaps votes. */
export function createReadingListSource(options: ReadingListOptions): Source {
  return {
    name: options.name,
    title: READING_LIST,
    nextReadAt: readEvery(options.everyMs),
    read: (request) => readList(options, request),
  };
}

// --- Internal helpers ---

async function* readList(options: ReadingListOptions, request: ReadRequest): AsyncGenerator<SourcePage> {
  const { http, url, name } = options;
  const answer = await http.get(url, { signal: request.signal, accept: 'application/json' });
  const items: SourceItem[] = [];
  const skipped: { id: string | null; reason: string }[] = [];
  for (const row of parsed(answer.body, answer.where)) {
    const item = itemOf(row, name, request);
    if (typeof item === 'string') skipped.push({ id: null, reason: item });
    else if (item !== null) items.push(item);
  }
  yield { items, skipped, label: 'reading list' };
}

function parsed(body: string, where: string): readonly unknown[] {
  try {
    return listAnswer.parse(parseJson(body)).papers;
  } catch (cause) {
    const message = `${READING_LIST} at ${where} is not the JSON it should be.`;
    throw new SourceError(message, { fault: 'unreadable', cause });
  }
}

/** What an entry says of a paper; a sentence when it does not fit, null when its day was not asked for. */
function itemOf(row: unknown, name: SourceName, { now, days }: ReadRequest): SourceItem | string | null {
  const read = entry.safeParse(row);
  if (!read.success) return read.error.issues[0]?.message ?? 'does not fit';
  const { title, abstract, authors, added, votes } = read.data;
  const id = parsePaperId(read.data.id);
  if (id === null) return `${read.data.id} is no arXiv id`;
  if (days !== undefined && (added < days.from || added > days.to)) return null;
  return {
    facts: { id, source: name, title, abstract, authors },
    sighting: {
      paperId: id,
      source: name,
      list: 'daily',
      listedOn: added,
      observedAt: now,
      // Absent is not zero: a list without votes says nothing about them.
      signals: votes === undefined ? {} : { upvotes: votes },
    },
  };
}
