import { beforeEach, describe, expect, it } from 'vitest';
import { lessonOf } from '../../src/ranking/expect/lessons.js';
import { clearOld } from '../../src/wiring/upkeep.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { putChannel } from '../support/put-channel.js';
import {
  address,
  content,
  facts,
  minutesAfter,
  settings,
  sighting,
  simpleMerge,
  threadParts,
  today,
} from '../support/stored-things.js';

/** Six in the morning of a day that is thinned at NOON; the last day that is thinned is 23 October. */
const FIRST = new Date('2026-10-01T06:00:00Z');
const hoursAfter = (hours: number): Date => minutesAfter(60 * hours, FIRST);

describe.each(testDatabases)('what is old on the $name database', ({ open }) => {
  const here = freshStores(open, ['channels', 'papers']);
  beforeEach(() =>
    here.database.pool.query(
      `update broadsheet.retention set sightings_until = null, payloads_until = '-infinity'`,
    ),
  );

  /** Reads a paper every twenty minutes, each time with one upvote more. */
  const watch = (id: string, from: Date, hours: number, listedOn = '2026-10-01') =>
    here.stores.papers.save(
      Array.from({ length: 3 * hours + 1 }, (_, i) => ({
        facts: facts(id),
        sighting: sighting(id, {
          listedOn,
          observedAt: minutesAfter(20 * i, from),
          signals: { upvotes: i },
        }),
      })),
      simpleMerge,
    );
  const seenOf = async (id: string, listedOn = '2026-10-01') =>
    (await here.stores.papers.get([id])).flatMap(({ sightings }) =>
      sightings.filter((one) => one.listedOn === listedOn),
    );
  const agesOf = async (id: string) =>
    (await seenOf(id)).map(({ observedAt }) => (observedAt.getTime() - FIRST.getTime()) / 3_600_000);

  it('keeps of sightings the first, the last of every three hours at first, and then of every day', async () => {
    await watch('a', FIRST, 100);
    await clearOld(here.stores.retention);
    const ages = await agesOf('a');
    const last = (hours: number): number => hours - 1 / 3;
    const threeHours = [3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45, 48].map(last);
    // From the third day on the days are those of UTC, which end 18, 42, 66 and 90 hours after six in the morning.
    const expected = [0, ...threeHours, last(66), last(90), 100];
    expect(ages.map((age) => age.toFixed(3))).toEqual(expected.map((age) => age.toFixed(3)));
  });

  it('keeps what the model learns from', async () => {
    await watch('a', FIRST, 100);
    const lesson = async () => lessonOf((await here.stores.papers.get(['a']))[0]!);
    const before = await lesson();
    await clearOld(here.stores.retention);
    const after = await lesson();
    expect(before.readings.length).toBeGreaterThan(3);
    expect(after.readings.map(({ final }) => final)).toEqual(before.readings.map(({ final }) => final));
    after.readings.forEach(({ ageMs }, i) => {
      expect(Math.abs(ageMs - before.readings[i]!.ageMs)).toBeLessThanOrEqual(1.5 * 3_600_000);
    });
    expect(after.afterDay).toBeCloseTo(before.afterDay!, 1);
  });

  it('leaves the last thirty days as they are, and goes on where it stopped', async () => {
    await watch('a', FIRST, 20);
    await watch('b', new Date('2026-10-24T00:00:00Z'), 20, '2026-10-24');
    await clearOld(here.stores.retention);
    expect(await seenOf('b', '2026-10-24')).toHaveLength(61);
    expect(await here.stores.retention.thinSightings()).toBeNull();
    await here.database.setClock(minutesAfter(24 * 60));
    expect(await here.stores.retention.thinSightings()).toMatchObject({ day: '2026-10-24', removed: 53 });
    expect(await here.stores.retention.thinSightings()).toBeNull();
  });

  it('counts each list of each source and each list day by itself', async () => {
    await watch('a', FIRST, 4);
    await watch('a', FIRST, 4, '2026-10-02');
    await here.stores.papers.save(
      [
        {
          facts: facts('a', { source: 'arxiv' }),
          sighting: sighting('a', {
            source: 'arxiv',
            list: 'announcement',
            listedOn: '2026-10-01',
            observedAt: hoursAfter(1),
            signals: {},
          }),
        },
      ],
      simpleMerge,
    );
    await clearOld(here.stores.retention);
    expect((await seenOf('a')).map(({ source }) => source)).toEqual([
      'huggingface',
      'arxiv',
      'huggingface',
      'huggingface',
    ]);
    expect(await seenOf('a', '2026-10-02')).toHaveLength(3);
  });

  it('has nothing to do in an empty catalogue, and nothing twice', async () => {
    expect(await here.stores.retention.thinSightings()).toBeNull();
    await watch('a', FIRST, 100);
    await clearOld(here.stores.retention);
    const kept = await agesOf('a');
    await here.database.pool.query('update broadsheet.retention set sightings_until = null');
    await clearOld(here.stores.retention);
    expect(await agesOf('a')).toEqual(kept);
  });

  describe('payloads', () => {
    const rows = async () =>
      (await here.stores.deliveries.list({ limit: 10 }))
        .map(({ key, payload, state, paperIds }) => ({ key, payload, state, paperIds }))
        .sort((a, b) => a.key.localeCompare(b.key));
    const close = async () => {
      const { channel } = await putChannel(here.stores.channels, address, settings(), today);
      const digest = await here.stores.digests.openNow(channel.id);
      await here.stores.digests.freeze(
        digest,
        content(),
        threadParts('a'),
        (position) => `k${String(position)}`,
      );
      await here.database.pool.query(
        `update broadsheet.deliveries set state = case kind when 'thread' then 'unknown' else 'sent' end`,
      );
      await here.database.pool.query(
        `update broadsheet.digests set status = 'closed', outcome = 'posted', closed_at = broadsheet.clock()`,
      );
    };

    it('of settled deliveries are dropped after fourteen days, and what the channel has had stays', async () => {
      await close();
      await here.database.setClock(minutesAfter(14 * 24 * 60));
      expect(await here.stores.retention.dropPayloads()).toBe(0);
      await here.database.setClock(minutesAfter(14 * 24 * 60 + 1));
      expect(await here.stores.retention.dropPayloads()).toBe(2);
      expect(await rows()).toEqual([
        { key: 'k0', payload: {}, state: 'sent', paperIds: [] },
        { key: 'k1', payload: { name: 'thread' }, state: 'unknown', paperIds: [] },
        { key: 'k2', payload: {}, state: 'sent', paperIds: ['a'] },
      ]);
      expect(await here.stores.retention.dropPayloads()).toBe(0);
    });

    it('of a digest that is not closed stay, however old', async () => {
      await close();
      await here.database.pool.query(
        `update broadsheet.digests set status = 'composed', outcome = null, closed_at = null`,
      );
      await here.database.setClock(minutesAfter(365 * 24 * 60));
      expect(await here.stores.retention.dropPayloads()).toBe(0);
    });
  });

  it('is cleared up by one process at a time', async () => {
    await watch('a', FIRST, 100);
    await Promise.all([clearOld(here.stores.retention), clearOld(here.stores.retention)]);
    expect(await agesOf('a')).toHaveLength(20);
  });
});
