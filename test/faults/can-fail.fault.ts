import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChance, SEED_OF_MISTAKES } from './chance.js';
import type { Verdict } from './check.js';
import { playStoppedRound } from './killed-round.js';
import type { Room } from './far-side.js';
import { only, type Mistakes, type Rates } from './mishaps.js';
import { openNewsdesk, type Newsdesk } from './newsdesk.js';
import { hasServer } from './platform-suite.js';
import { playRound, type RoundOptions } from './round.js';

interface Case {
  readonly name: string;
  readonly mistake: Mistakes;
  /** Enough of what the mistake is deadly with. */
  readonly rates: Rates;
  /** Where the platform does not make up for the mistake. */
  readonly rooms: Readonly<Record<RoundOptions['platform'], readonly Room[]>>;
}

const anywhere = { discord: ['thread'], slack: ['thread'] } as const;
/** A forum post takes no nonce. */
const unguarded = { discord: ['forum'], slack: ['thread'] } as const;

const CASES: readonly Case[] = [
  {
    name: 'the SDKs send again by themselves',
    mistake: { sdkRetries: true },
    rates: only({ send: { 'taken, reset': 0.3, 'taken, 500': 0.3 } }),
    rooms: unguarded,
  },
  {
    name: 'a look is believed at once',
    mistake: { noSettling: true },
    rates: only({ send: { held: 0.5 } }),
    rooms: unguarded,
  },
  {
    name: 'an outcome is written without the token',
    mistake: { noFencing: true },
    rates: only({ send: { 'never left': 0.4 }, confirm: { 'stands still': 0.6 } }),
    rooms: anywhere,
  },
  {
    name: 'the message is made anew for each try',
    mistake: { renderedAnew: true },
    rates: only({ send: { reset: 0.3, 'taken, reset': 0.3, 'never left': 0.2 } }),
    rooms: anywhere,
  },
  {
    name: 'a claim is acted upon however old it is',
    mistake: { noLookAtTheWatch: true },
    rates: only({ claim: { 'stands still': 0.5 } }),
    rooms: anywhere,
  },
];

const seed = SEED_OF_MISTAKES;
const wrong = ({ lost, doubled }: Verdict): number => lost.length + doubled.length;

describe.each(['discord', 'slack'] as const)('the suite notices on %s when', (platform) => {
  let desk: Newsdesk;
  beforeAll(async () => {
    desk = await openNewsdesk();
  });
  afterAll(() => desk.close());

  it.each(CASES)(
    '$name',
    async ({ mistake, rates, rooms }) => {
      const plan = { platform, desk, rates, rooms: rooms[platform], channels: 12 };
      const right = await playRound({ ...plan, chance: createChance(seed) });
      const mistaken = await playRound({ ...plan, chance: createChance(seed), mistakes: mistake });

      expect([...right.lost, ...right.doubled, ...right.broken]).toEqual([]);
      expect(wrong(mistaken)).toBeGreaterThan(0);
    },
    300_000,
  );

  it('a real process that was stopped past its lease sends all the same', async () => {
    if (!hasServer(desk)) return;
    const plan = { platform, desk, rooms: ['thread'] as const, channels: 8 };
    const mistakes = { noLookAtTheWatch: true };
    const verdict = await playStoppedRound({ ...plan, chance: createChance(seed), mistakes }, 'SIGSTOP');

    expect(wrong(verdict)).toBeGreaterThan(0);
  }, 300_000);
});
