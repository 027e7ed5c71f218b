import type { SightedPaper } from '../../src/ports/paper-store.js';
import { sighted } from './sighted-paper.js';

const DAY = 86_400_000;

/** The day `index` days after 1 September 2026. */
export function dayNumber(index: number): string {
  return new Date(Date.parse('2026-09-01') + index * DAY).toISOString().slice(0, 10);
}

/**
 * A catalogue with a habit: papers on agents and papers of Ada Lovelace gather four times as many upvotes, and only
 * papers on agents or vision come to the daily list.
 * @param days list days, each with ten listed papers and ten that only arXiv announced
 */
export function livelyPapers(days: number): readonly SightedPaper[] {
  return Array.from({ length: days * 20 }, (_, index) => {
    const [day, place] = [Math.floor(index / 20), index % 20];
    const lively = place % 2 === 0;
    const listed = place < 10;
    const topic = listed ? (lively ? 'agents' : 'vision') : 'lattices';
    const opened = Date.parse(`${dayNumber(day)}T00:00:00Z`);
    const upvotes = (lively ? 40 : 10) + ((index * 7) % 5);
    const at = (hours: number): string => new Date(opened + hours * 3_600_000).toISOString();
    const announced = { at: at(-20), list: 'announcement' as const, listedOn: dayNumber(day - 1) };
    const votes = [6, 24, 48, 96].map((hours) => ({
      at: at(hours),
      listedOn: dayNumber(day),
      signals: {
        upvotes: Math.round(upvotes * (1 - Math.exp(-hours / 21)) * (lively && hours > 40 ? 1.5 : 1)),
      },
    }));
    return sighted(
      {
        id: `2609.${String(10_000 + index)}`,
        title: `${topic} number ${String(index)}`,
        abstract: `We study ${topic} with care.`,
        authors: lively && listed ? ['Ada Lovelace'] : ['Charles Babbage'],
        firstListedOn: dayNumber(day - 1),
        onHuggingFace: listed,
      },
      listed ? [announced, ...votes] : [announced],
    );
  });
}
