import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChance, isLong, seedOfRun } from './chance.js';
import type { Verdict } from './check.js';
import { playKilledRound, playStoppedRound } from './killed-round.js';
import { openNewsdesk, type Newsdesk } from './newsdesk.js';
import { playRound, type RoundOptions } from './round.js';
import { SINGLE_FAULTS } from './single-faults.js';
import { createTally } from './tally.js';

/** Faulted deliveries that a long run must reach on each platform. */
const ENOUGH = 2_000;
const CHANNELS = 30;
const KILLED_AT_ONCE = 24;
const STOPPED_AT_ONCE = 10;
const OF_ONE_KIND = 8;
/** Chance may spare a whole small round; sparing so many in a row means that the fault is never made. */
const ROUNDS_WITHOUT = 5;
const MORNINGS = isLong ? 20 : 2;
const KILLS = isLong ? 25 : 1;
const STOPS = isLong ? 5 : 1;
/** For a machine that is slow and busy; nothing is asserted about time. */
const LIMIT_MS = isLong ? 3_600_000 : 300_000;

/** Processes share a server; without one there is nothing to kill, which CI does not let pass. */
export function hasServer({ database }: Newsdesk): boolean {
  if (database.url === null) expect(process.env['CI']).not.toBe('true');
  return database.url !== null;
}

type Play = (options: RoundOptions) => Promise<Verdict>;

/** The whole suite for one platform, with one line at its end that tells what it came to. */
export function describeFaults(platform: RoundOptions['platform']): void {
  const seed = seedOfRun();
  const tally = createTally();
  let desk: Newsdesk;
  let nth = 0;

  const play = async (what: string, round: Play, channels: number): Promise<Verdict> => {
    const own = seed + (nth += 1);
    const verdict = await round({ platform, desk, chance: createChance(own), channels });
    tally.expectClean(what, verdict, own);
    return verdict;
  };

  describe(`deliveries to ${platform}, whatever happens`, () => {
    beforeAll(async () => {
      desk = await openNewsdesk();
    });
    afterAll(async () => {
      console.log(tally.line(platform, seed));
      await desk.close();
    });

    it(
      'are each there once after SIGKILL at any of six points',
      async () => {
        if (!hasServer(desk)) return;
        for (let round = 0; round < KILLS; round++) await play('kill', playKilledRound, KILLED_AT_ONCE);
      },
      LIMIT_MS,
    );

    it(
      'are each there once when a process is stopped, or blocked, past its lease and goes on',
      async () => {
        if (!hasServer(desk)) return;
        for (let round = 0; round < STOPS; round++)
          for (const how of ['SIGSTOP', 'blocked'] as const)
            await play(how, (options) => playStoppedRound(options, how), STOPPED_AT_ONCE);
      },
      LIMIT_MS,
    );

    it.each(SINGLE_FAULTS)(
      'are each there once, whatever else: $name',
      async ({ rates, marks }) => {
        let faulted = 0;
        for (let round = 0; round === 0 || (marks && faulted === 0 && round < ROUNDS_WITHOUT); round++) {
          const verdict = await play('one fault', (options) => playRound({ ...options, rates }), OF_ONE_KIND);
          faulted += verdict.faulted;
        }
        if (marks) expect(faulted).toBeGreaterThan(0);
      },
      LIMIT_MS,
    );

    it(
      'are each there once after a morning of faults',
      async () => {
        for (let round = 0; round < MORNINGS || (isLong && tally.faulted < ENOUGH); round++)
          await play('morning', playRound, CHANNELS);
      },
      LIMIT_MS,
    );
  });
}
