import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { headFor, openPosting, sendInTime, START, type Posting } from '../support/two-processes.js';

const signal = (): AbortSignal => new AbortController().signal;
const SECOND = 1_000;

describe.each(testDatabases)('two processes on one $name database', { timeout: 120_000 }, ({ open }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  describe.each(['discord', 'slack'] as const)('that post to %s', (platform) => {
    let here: Posting;
    beforeEach(async () => {
      here = await openPosting(platform, database);
    });
    afterEach(() => here.close());

    it('both keep away from a channel for as long as one was told, and go on with it then', async () => {
      const [one, other] = [here.process(), here.process()];
      const place = here.addPlace();
      here.limit(place, 30);
      const first = await one.send(headFor(place, one), signal());
      expect(first).toMatchObject({ kind: 'delay' });
      const request = headFor(place, other);
      const outcomes = [];
      for (const ms of [0, 10_000, 19_000]) {
        await here.time.pass(ms);
        outcomes.push(await other.send(request, signal()), await one.send(request, signal()));
      }
      expect(outcomes.map(({ kind }) => kind)).toEqual(Array(6).fill('delay'));
      expect(outcomes.at(-2)).toMatchObject({ retryAfterMs: SECOND });
      expect(here.seen(), 'nobody has called meanwhile').toHaveLength(1);

      await here.time.pass(SECOND);
      expect(await other.send(request, signal())).toMatchObject({ kind: 'sent' });
      expect(here.seen().map(({ at }) => at - START.getTime())).toEqual([0, 30_000]);
    });

    it('ask the database once for each pace that a message keeps, holds included', async () => {
      const publisher = here.process();
      const place = here.addPlace();
      const statements = vi.spyOn(database.pool, 'query');
      try {
        expect(await publisher.send(headFor(place, publisher), signal())).toMatchObject({ kind: 'sent' });
        // The bot's; or the channel's and its workspace's.
        expect(statements).toHaveBeenCalledTimes(platform === 'discord' ? 1 : 2);
      } finally {
        statements.mockRestore();
      }
    });

    it('hold up no other channel meanwhile', async () => {
      const processes = [here.process(), here.process()] as const;
      const limited = here.addPlace();
      const others = Array.from({ length: 20 }, () => here.addPlace());
      here.limit(limited, 30);
      // Its own SDK waits by the machine's clock: who comes back is a process that was not told by Discord itself.
      const first = await processes[0].send(headFor(limited, processes[0]), signal());
      expect(first).toMatchObject({ kind: 'delay' });
      await here.time.run(
        [limited, ...others].map((address, index) => () => {
          const publisher = processes[address === limited ? 1 : ((index % 2) as 0 | 1)];
          return sendInTime(publisher, headFor(address, publisher), here.time);
        }),
      );
      const seen = here.seen();
      expect(seen.map(({ place }) => place).sort()).toEqual(
        [limited, limited, ...others].map(({ place }) => place).sort(),
      );
      const [refused, ...rest] = seen;
      expect(refused).toMatchObject({ place: limited.place, limited: true });
      expect(rest.at(-1), 'the limited one comes last, when it may').toMatchObject({ place: limited.place });
      expect(rest.at(-1)!.at).toBeGreaterThanOrEqual(START.getTime() + 30 * SECOND);
      for (const { at, limited: again } of rest.slice(0, -1)) {
        expect(again).toBe(false);
        expect(at - START.getTime()).toBeLessThan(SECOND);
      }
    });
  });

  describe('that post to discord', () => {
    let here: Posting;
    beforeEach(async () => {
      here = await openPosting('discord', database);
    });
    afterEach(() => here.close());

    it('both wait when the whole bot is told to', async () => {
      const [one, other] = [here.process(), here.process()];
      const [place, elsewhere] = [here.addPlace(), here.addPlace()];
      here.limit(place, 10, true);
      await one.send(headFor(place, one), signal());
      const request = headFor(elsewhere, other);
      expect(await other.send(request, signal())).toMatchObject({
        kind: 'delay',
        error: expect.stringContaining('whole bot') as string,
        retryAfterMs: 10_000,
      });
      await here.time.pass(9_999);
      expect(await other.send(request, signal())).toMatchObject({ kind: 'delay', retryAfterMs: 1 });
      expect(here.seen()).toHaveLength(1);
      await here.time.pass(1);
      expect(await other.send(request, signal())).toMatchObject({ kind: 'sent' });
    });

    it('share the fifty requests a second of their bot, and lose none of them', async () => {
      const processes = [here.process(), here.process()] as const;
      const count = 75;
      await here.time.run(
        Array.from({ length: count }, (_, index) => () => {
          const publisher = processes[(index % 2) as 0 | 1];
          return sendInTime(publisher, headFor(here.addPlace(), publisher), here.time);
        }),
      );
      const times = here.seen().map(({ at }) => at);
      expect(times).toHaveLength(count);
      expect(here.seen().filter(({ limited }) => limited)).toEqual([]);
      expect(mostWithin(SECOND, times)).toBeLessThanOrEqual(50);
      expect(times.at(-1)! - times[0]!, 'nor are they slower than they must be').toBeLessThan(
        (count / 48) * SECOND + SECOND,
      );
    });
  });

  describe('that post to slack', () => {
    let here: Posting;
    beforeEach(async () => {
      here = await openPosting('slack', database);
    });
    afterEach(() => here.close());

    it('share the one message a second of a channel', async () => {
      const processes = [here.process(), here.process()] as const;
      const place = here.addPlace();
      await here.time.run(
        Array.from({ length: 8 }, (_, index) => () => {
          const publisher = processes[(index % 2) as 0 | 1];
          return sendInTime(publisher, headFor(place, publisher), here.time);
        }),
      );
      const times = here.seen().map(({ at }) => at);
      expect(times).toHaveLength(8);
      expect(mostWithin(SECOND, times)).toBe(1);
      expect(here.fakes.slack.violations).toEqual([]);
    });

    it('post the morning of fifty channels of a workspace at once', async () => {
      const processes = [here.process(), here.process()] as const;
      const messages = 2;
      await here.time.run(
        Array.from({ length: 50 }, () => here.addPlace()).map((place, index) => async () => {
          const publisher = processes[(index % 2) as 0 | 1];
          for (let i = 0; i < messages; i += 1)
            await sendInTime(publisher, headFor(place, publisher), here.time);
        }),
      );
      const times = here.seen().map(({ at }) => at);
      expect(times).toHaveLength(100);
      expect(here.seen().filter(({ limited }) => limited)).toEqual([]);
      expect(times.at(-1)! - START.getTime()).toBeLessThan(4 * SECOND);
    });

    it('both leave a method alone that one was told to, and post meanwhile', async () => {
      const [one, other] = [here.process(), here.process()];
      const [place, elsewhere] = [here.addPlace(), here.addPlace()];
      const { slack } = here.fakes;
      slack.fault(
        { act: 'rate-limit', seconds: 60 },
        { when: ({ method }) => method === 'conversations.history' },
      );
      const reads = () => slack.requests.filter(({ method }) => method === 'conversations.history').length;
      const look = (publisher: typeof one, address: typeof place) =>
        publisher.look(headFor(address, publisher), START, signal());
      expect(await look(one, place)).toMatchObject({ kind: 'cannot-tell', retryAfterMs: 60_000 });
      await here.time.pass(20_000);
      expect(await look(other, elsewhere)).toMatchObject({ kind: 'cannot-tell', retryAfterMs: 40_000 });
      expect(await other.send(headFor(place, other), signal())).toMatchObject({ kind: 'sent' });
      expect(reads()).toBe(1);
      await here.time.pass(40_000);
      expect(await look(other, elsewhere)).toEqual({ kind: 'absent' });
      expect(reads()).toBe(2);
    });
  });
});

/** The most of these instants that lie within so long, its end left out. */
function mostWithin(ms: number, times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));
}
