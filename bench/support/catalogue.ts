import { openDatabase, createStores } from '../../adapters/postgres/index.js';
import { mergePaper } from '../../src/papers/merge.js';
import type { PaperFacts } from '../../src/papers/paper.js';
import type { SourceItem } from '../../src/ports/source.js';
import { programVersion } from '../../src/wiring/version.js';
import { workerUrl } from '../../test/support/embedded-template.js';
import { silentLogger } from '../../test/support/silent-logger.js';
import { daysBefore } from '../../test/fakes/sources/seed.js';

/** Papers saved in one transaction, as a collection does it. */
const BATCH = 500;
/** arXiv announces about a thousand papers a day in the five default categories: a week of them are candidates. */
const A_DAY = 1_000;
/** Of a day's papers, so many are on the daily list with votes. */
const VOTED = 40;
/** A digest looks at so many days of votes. They are kept once an hour while they change; older papers get one sighting. */
const WATCHED_DAYS = 8;

const COMMON =
  'model language image speech policy agent retrieval token layer graph reward prompt tree signal noise prior sample label bound proof kernel memory context search planning transfer teacher student robust sparse linear causal fair private efficient open large small deep joint'.split(
    ' ',
  );
/** Words in all; abstracts of 80,000 papers have about as many that stand in more than a handful. */
const VOCABULARY = 20_000;
/** Rank of a word so that frequency falls with it, as in any language (Zipf); flattened at the top (Mandelbrot). */
const FLATTENED = 12;

export interface Filling {
  readonly papers: number;
  readonly lastWeek: number;
  readonly seconds: number;
}

/** Saves so many invented papers with abstracts through the real store, the newest listed today. */
export async function fillCatalogue(dataDir: string, papers: number): Promise<Filling> {
  const started = Date.now();
  const database = await openDatabase({
    databaseUrl: null,
    dataDir,
    version: programVersion(),
    role: 'bot',
    logger: silentLogger,
    workerUrl,
  });
  try {
    const store = createStores(database.pool).papers;
    const today = new Date();
    for (let first = 0; first < papers; first += BATCH) {
      const count = Math.min(BATCH, papers - first);
      const items = Array.from({ length: count }, (_, index) => inventedItems(first + index, today)).flat();
      await store.save(items, mergePaper);
    }
  } finally {
    await database.close();
  }
  return {
    papers,
    lastWeek: Math.min(papers, 7 * A_DAY),
    seconds: Math.round((Date.now() - started) / 1000),
  };
}

/** Id of the paper of that number. */
export function inventedPaperId(number: number, today: Date): string {
  return inventedId(number, daysBefore(today.toISOString().slice(0, 10), Math.floor(number / A_DAY)));
}

/** Words that differ from seed to seed, the same every time; some of them common, most of them rare. */
export function inventedWords(seed: number, count: number): string {
  let state = (seed + 1) * 2_654_435_761;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const rank = Math.floor(FLATTENED * ((VOCABULARY / FLATTENED + 1) ** (state / 2 ** 32) - 1));
    return COMMON[rank] ?? rareWord(rank);
  }).join(' ');
}

// --- Internal helpers ---

function inventedId(number: number, listedOn: string): string {
  const month = listedOn.slice(2, 4) + listedOn.slice(5, 7);
  return `${month}.${String(90_000 - (number % 80_000)).padStart(5, '0')}`;
}

/** Something one can say, different for every rank. */
function rareWord(rank: number): string {
  const syllables = 'ba de fi go lu ma ne pi ro su ta ve zi co da fe'.split(' ');
  let word = '';
  for (let left = rank; left > 0; left = Math.floor(left / syllables.length))
    word += syllables[left % syllables.length] ?? '';
  return `${word}n`;
}

/** The announcement of one paper, and if it is on the daily list, how its votes grew hour by hour. */
function inventedItems(number: number, today: Date): SourceItem[] {
  const age = Math.floor(number / A_DAY);
  const listedOn = daysBefore(today.toISOString().slice(0, 10), age);
  const facts = inventedFacts(number, listedOn);
  const observedAt = new Date(today.getTime() - age * 86_400_000 - 3_600_000);
  const seen = { paperId: facts.id, listedOn, observedAt };
  const announced: SourceItem = {
    facts,
    sighting: { ...seen, source: 'arxiv', list: 'announcement', signals: {} },
  };
  if (number % A_DAY >= VOTED) return [announced];
  const hours = age > WATCHED_DAYS ? 1 : 24 * age + 1;
  const watched = Array.from({ length: hours }, (_, hour): SourceItem => {
    const signals = { upvotes: 1 + hour + (number % 50), comments: number % 5, githubStars: number % 700 };
    const at = new Date(observedAt.getTime() + hour * 3_600_000);
    return {
      facts: { ...facts, source: 'huggingface' },
      sighting: { ...seen, observedAt: at, source: 'huggingface', list: 'daily', signals },
    };
  });
  return [announced, ...watched];
}

function inventedFacts(number: number, listedOn: string): PaperFacts {
  return {
    id: inventedId(number, listedOn),
    source: 'arxiv',
    title: `${inventedWords(number, 9)} ${number}`,
    // About 1,200 characters, as arXiv's abstracts have.
    abstract: Array.from({ length: 12 }, (_, line) => `${inventedWords(number * 13 + line, 15)}.`).join(' '),
    authors: Array.from(
      { length: 5 },
      (_, index) => `${inventedWords(number + index, 1)} ${inventedWords(number * 3 + index, 1)}`,
    ),
    categories: ['cs.CL', 'cs.LG'],
    primaryCategory: 'cs.CL',
    publishedOn: daysBefore(listedOn, 2),
    comment: `${8 + (number % 20)} pages`,
  };
}
