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
  /** What the suite has to say of it, beside that something is lost or doubled. */
  readonly says: RegExp;
  /** Where the platform does not make up for the mistake. */
  readonly rooms: Readonly<Record<RoundOptions['platform'], readonly Room[]>>;
}

/** Small rounds, as many as it takes: what runs side by side takes turns differently each time. */
const CHANNELS = 6;
const MOST_ROUNDS = 10;

const anywhere = { discord: ['thread'], slack: ['thread'] } as const;
/** A forum post takes no nonce. */
const unguarded = { discord: ['forum'], slack: ['thread'] } as const;

const CASES: readonly Case[] = [
  {
    name: 'the SDKs send again by themselves',
    mistake: { sdkRetries: true },
    says: /was sent [234] times in [12] claims/,
    rates: only({ send: { 'taken, reset': 0.3, 'taken, 500': 0.3 } }),
    rooms: unguarded,
  },
  {
    name: 'a look is believed at once',
    mistake: { noSettling: true },
    says: /2 copies of /,
    rates: only({ send: { held: 0.5 } }),
    rooms: unguarded,
  },
  {
    name: 'an outcome is written without the token',
    mistake: { noFencing: true },
    says: /is there, and the ledger calls it (unknown|pending)/,
    rates: only({ send: { 'never left': 0.4 }, confirm: { 'stands still': 0.6 } }),
    rooms: anywhere,
  },
  {
    name: 'the message is made anew for each try',
    mistake: { renderedAnew: true },
    says: /was not sent in the same words/,
    rates: only({ send: { reset: 0.3, 'taken, reset': 0.3, 'never left': 0.2 } }),
    rooms: anywhere,
  },
  {
    name: 'a claim is acted upon however old it is',
    mistake: { noLookAtTheWatch: true },
    says: /2 copies of /,
    rates: only({ claim: { 'stands still': 0.5 } }),
    rooms: anywhere,
  },
];

const seed = SEED_OF_MISTAKES;
const wrong = ({ lost, doubled }: Verdict): readonly string[] => [...lost, ...doubled];
const all = ({ lost, doubled, broken }: Verdict): readonly string[] => [...lost, ...doubled, ...broken];

describe.each(['discord', 'slack'] as const)('the suite notices on %s when', (platform) => {
  let desk: Newsdesk;
  beforeAll(async () => {
    desk = await openNewsdesk();
  });
  afterAll(() => desk.close());

  it.each(CASES)(
    '$name',
    async ({ mistake, rates, rooms, says }) => {
      const plan = { platform, desk, rates, rooms: rooms[platform], channels: CHANNELS };
      const seen: string[] = [];
      for (let nth = 0; nth < MOST_ROUNDS; nth++) {
        const own = seed + nth;
        expect(all(await playRound({ ...plan, chance: createChance(own) }))).toEqual([]);
        const mistaken = await playRound({ ...plan, chance: createChance(own), mistakes: mistake });
        if (wrong(mistaken).length > 0 && all(mistaken).some((what) => says.test(what))) return;
        seen.push(...all(mistaken));
      }
      expect.fail(`${MOST_ROUNDS} rounds with the mistake showed only: ${seen.join('\n')}`);
    },
    300_000,
  );

  it('a real process that was stopped past its lease sends all the same', async () => {
    if (!hasServer(desk)) return;
    const plan = { platform, desk, rooms: ['thread'] as const, channels: 10 };
    const mistakes = { noLookAtTheWatch: true };
    const verdict = await playStoppedRound({ ...plan, chance: createChance(seed), mistakes }, 'SIGSTOP');

    expect(wrong(verdict)).toContainEqual(expect.stringMatching(/2 copies of /));
  }, 300_000);
});
