import type { Paper } from '../papers/paper.js';
import type { PaperStore } from '../ports/paper-store.js';
import type { SearchStore, TermStatistics } from '../ports/search-store.js';
import { alike, titleWords } from '../ranking/alike.js';
import { nameParts } from '../topics/paper-words.js';
import { indexedWords, isEmptyWord } from './index-words.js';
import { createScorer } from './score.js';
import type { SearchHit } from './search-types.js';
import { weightOf, type WordGroup } from './word-groups.js';

/** Words that stand for the whole paper: more blur it, and take longer. */
const TELLING_WORDS = 20;
/** A word of the title counts as often as it would three times in the abstract. */
const IN_TITLE = 3;
const CANDIDATES = 150;
/** So many of the best are read, for every one asked for, to look at authors and categories. */
const READ_PER_HIT = 3;
/** What a shared author, and a shared primary category, add to the words' score. */
const SAME_AUTHOR = 0.08;
const MOST_SAME_AUTHORS = 3;
const SAME_CATEGORY = 0.05;

/** The body of `PaperSearch.similar`: papers with the words that tell this one from all others. */
export async function findSimilar(
  { search, papers }: { readonly search: SearchStore; readonly papers: Pick<PaperStore, 'get'> },
  paperId: string,
  { limit }: { readonly limit: number },
): Promise<readonly SearchHit[]> {
  const [own] = await papers.get([paperId]);
  if (own === undefined) return [];
  const counted = countWords(own.paper);
  const statistics = await search.statistics(counted.map(({ asked }) => asked));
  const groups = mostTelling(counted, statistics);
  const words = groups.map(({ asked }) => asked);
  const candidates = await search.candidates({ words, limit: CANDIDATES });
  const scorer = createScorer(groups, statistics);
  const best = candidates
    .map(({ id, ...candidate }) => ({ id, score: scorer({ id, ...candidate }).score }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
    .slice(0, READ_PER_HIT * limit + 1);
  const scores = new Map(best.map(({ id, score }) => [id, score]));
  const itself = titleWords(own.paper.title);
  return (await papers.get(best.map(({ id }) => id)))
    .filter(({ paper }) => paper.id !== paperId && !alike(titleWords(paper.title), itself))
    .map((item): SearchHit => {
      const score = (scores.get(item.paper.id) ?? 0) * (1 + kinship(own.paper, item.paper));
      return { item, score, from: null };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

// --- Internal helpers ---

function countWords(paper: Paper): readonly WordGroup[] {
  const { title, text } = indexedWords(paper);
  const times = new Map<string, number>();
  const count = (line: string, by: number): void => {
    for (const word of line.split(' '))
      if (word !== '' && !isEmptyWord(word)) times.set(word, (times.get(word) ?? 0) + by);
  };
  count(title, IN_TITLE);
  count(text, 1);
  return [...times].map(([word, count]) => ({
    asked: word,
    forms: [{ words: [word], weight: 1 }],
    empty: false,
    // A word said ten times does not tell ten times as much.
    times: 1 + Math.log(count),
    places: [],
  }));
}

/** The words with the highest tf-idf; one that only this paper has finds nothing. */
function mostTelling(groups: readonly WordGroup[], statistics: TermStatistics): readonly WordGroup[] {
  const worth = (group: WordGroup): number => group.times * weightOf(group, statistics);
  return groups
    .filter(({ asked }) => (statistics.texts.get(asked) ?? 0) > 1)
    .map((group) => ({ group, worth: worth(group) }))
    .sort((a, b) => b.worth - a.worth || (a.group.asked < b.group.asked ? -1 : 1))
    .slice(0, TELLING_WORDS)
    .map(({ group }) => group);
}

/** What two papers share beside their words, as a share of the words' score. */
function kinship(a: Paper, b: Paper): number {
  const names = new Set(a.authors.map(nameKey));
  const shared = b.authors.filter((name) => names.has(nameKey(name))).length;
  const sameField = a.categories[0] !== undefined && a.categories[0] === b.categories[0];
  return SAME_AUTHOR * Math.min(MOST_SAME_AUTHORS, shared) + (sameField ? SAME_CATEGORY : 0);
}

function nameKey(name: string): string {
  return nameParts(name).join(' ');
}
