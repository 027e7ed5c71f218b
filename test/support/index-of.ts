import type { Candidate, TermStatistics } from '../../src/ports/search-store.js';
import { indexedWords } from '../../src/search/index-words.js';

/** What the index would give for a paper with this title, text and these authors. */
export function candidateOf(
  title: string,
  text = '',
  authors: readonly string[] = [],
  id = title,
): Candidate {
  const words = indexedWords({ title, abstract: text, keywords: [], authors, organization: null });
  return { id, written: title, ...words, listedOn: '2026-11-23' };
}

/** The statistics of a catalogue that is made of these papers. */
export function statisticsOf(papers: readonly Candidate[]): TermStatistics {
  const titles = new Map<string, number>();
  const texts = new Map<string, number>();
  const add = (counts: Map<string, number>, lines: readonly string[]): void => {
    for (const word of new Set(lines.flatMap((line) => line.split(' '))))
      if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  };
  for (const { title, text, names } of papers) {
    add(titles, [title]);
    add(texts, [title, text, names]);
  }
  const mean = (field: 'title' | 'text'): number =>
    papers.reduce((sum, paper) => sum + paper[field].split(' ').filter(Boolean).length, 0) /
    Math.max(1, papers.length);
  return { papers: papers.length, titles, texts, titleLength: mean('title'), textLength: mean('text') };
}
