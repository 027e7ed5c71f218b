import type { PaperStore } from '../ports/paper-store.js';
import type { PeopleStore } from '../ports/people-store.js';
import { isDirect } from '../channels/address.js';
import { createTaste, MOST_PRESSES, type Taste } from '../ranking/taste.js';
import type { RankedWindow } from './ranking-cache.js';

export interface TasteDeps {
  readonly people: Pick<PeopleStore, 'presses'>;
  readonly papers: Pick<PaperStore, 'get'>;
}

/**
 * What a channel likes, from what was pressed there last. A channel without presses costs one small question.
 * @returns null when nothing was pressed
 */
export async function readTaste(
  channelKey: string,
  window: RankedWindow,
  now: Date,
  { people, papers }: TasteDeps,
): Promise<Taste | null> {
  const given = await people.presses(channelKey, MOST_PRESSES);
  if (given.length === 0) return null;
  const pressed = await papers.get([...new Set(given.map(({ paperId }) => paperId))]);
  const byId = new Map(pressed.map(({ paper }) => [paper.id, paper]));
  const presses = given.flatMap(({ paperId, verdict, person, at }) => {
    const paper = byId.get(paperId);
    return paper === undefined ? [] : [{ paper, verdict, person, at }];
  });
  const candidates = window.ranked.map(({ paper }) => paper);
  return createTaste(presses, candidates, await window.terms(), now, isDirect(channelKey) ? 1 : undefined);
}
