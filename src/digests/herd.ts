import type { DigestWork } from '../ports/digest-store.js';

/** From so long before a slot on nothing else begins, milliseconds: what has begun is mostly over when it comes. */
const BEFORE_MS = 60_000;
/** A thousand channels are served within two minutes of their slot (50 requests a second, seven for each). Milliseconds. */
const AFTER_MS = 2 * 60_000;

/**
 * True while digests stand ready to go out at about this minute, so that everything which can wait should: reading
 * sources, looks at paused places, clearing up. Digests that are still to be chosen need what sources have to say. Pure.
 * @param work what is unfinished
 */
export function isHerd(work: readonly Pick<DigestWork, 'status' | 'slotAt'>[], now: Date): boolean {
  const near = work.filter(({ slotAt }) => {
    const since = now.getTime() - slotAt.getTime();
    return since >= -BEFORE_MS && since < AFTER_MS;
  });
  return near.length > 0 && near.every(({ status }) => status === 'composed');
}

/** Minutes in a row that something is put off at most, wherever every minute has its digests. */
const MOST_PUT_OFF = 5;

/** @returns asked once a minute with whether there is a herd: true when what can wait should wait once more */
export function createPutOff(): (herd: boolean) => boolean {
  let times = 0;
  return (herd) => {
    times = herd && times < MOST_PUT_OFF ? times + 1 : 0;
    return times > 0;
  };
}
