import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { createHashPerson } from '../../src/commands/person-hash.js';
import { forgetAllOf } from '../../src/commands/forget-person.js';
import { formatChannelKey } from '../../src/channels/address.js';
import type { ChannelAddress } from '../../src/channels/channel.js';
import type { ChatPlatform } from '../../src/commands/request.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { dumpRows } from '../support/row-watch.js';
import {
  content,
  facts,
  settings,
  sighting,
  simpleMerge,
  threadParts,
  today,
} from '../support/stored-things.js';
import { putChannel } from '../support/put-channel.js';

/** Ids that occur nowhere else, so that a row that holds one is that person's or that workspace's. */
interface Somebody {
  readonly platform: ChatPlatform;
  readonly workspace: string;
  readonly place: string;
  readonly direct: string;
  readonly id: string;
}
const ADA: Somebody = { platform: 'slack', workspace: 'TADA', place: 'CADA', direct: 'DADA', id: 'UADA' };
/** In the same workspace. */
const BOB: Somebody = { ...ADA, place: 'CBOB', direct: 'DBOB', id: 'UBOB' };
/** The same ids somewhere else, and ids that begin with theirs. */
const TWIN: Somebody = { ...ADA, workspace: 'TADA2', place: 'CTWIN', direct: 'DTWIN', id: 'UADA2' };
const DAN: Somebody = {
  platform: 'discord',
  workspace: '411111111111111111',
  place: '422222222222222222',
  direct: '433333333333333333',
  id: '444444444444444444',
};
const EVE: Somebody = {
  platform: 'discord',
  workspace: '511111111111111111',
  place: '522222222222222222',
  direct: '533333333333333333',
  id: '544444444444444444',
};
const ALL = [ADA, BOB, TWIN, DAN, EVE];

const hashPerson = createHashPerson('a pepper');
const hashOf = ({ platform, workspace, id }: Somebody): string => hashPerson(platform, workspace, { id });
const channelOf = ({ platform, workspace, place }: Somebody): ChannelAddress => ({
  platform,
  workspace,
  place,
});
const directOf = ({ platform, workspace, direct }: Somebody): ChannelAddress => ({
  platform,
  workspace: platform === 'discord' ? '@me' : workspace,
  place: direct,
});

describe.each(testDatabases)('what is forgotten on the $name database', ({ open }) => {
  let database: TestDatabase;
  let stores: Stores;
  beforeAll(async () => {
    database = await open();
    stores = createStores(database.pool);
  }, 400_000);
  afterAll(() => database.close());

  beforeEach(async () => {
    await database.pool
      .query(`truncate broadsheet.channels, broadsheet.papers, broadsheet.workspaces, broadsheet.answers,
      broadsheet.turns cascade`);
    await stores.papers.save([{ facts: facts('p1'), sighting: sighting('p1') }], simpleMerge);
    for (const one of ALL) await livesHere(one);
  });

  /** Everything that can be kept about a person and a place: channels of both kinds with digests, opinions, saved papers. */
  async function livesHere(one: Somebody): Promise<void> {
    const { platform, workspace, id } = one;
    for (const at of [channelOf(one), directOf(one)]) {
      const key = formatChannelKey(at);
      const { channel } = await putChannel(stores.channels, at, settings(), today, id);
      const digest = await stores.digests.openNow(channel.id);
      await stores.digests.freeze(
        digest,
        content({ topics: [key] }),
        threadParts('p1'),
        (at) => `${key} ${at}`,
      );
      await stores.people.giveFeedback(key, hashOf(one), 'p1', 'less');
      // What commands and posts leave behind for an hour or a day.
      for (const id of [`now:${key}:27`, `share:view:1:${key}`]) await stores.answers.claim(id);
      await stores.turns.take(key, { everyMs: 3_600_000, burst: 1 }, 0);
    }
    await stores.turns.take(`${platform}:${workspace}`, { everyMs: 3_600_000, burst: 1 }, 0);
    await stores.people.save(hashOf(one), 'p1', platform === 'slack' ? `slack:${workspace}` : undefined);
    await stores.workspaces.put(platform, workspace, { unfurl: false });
  }

  const rowsWith = async (...texts: readonly string[]): Promise<readonly string[]> =>
    (await dumpRows(database.pool)).split('\n').filter((row) => texts.some((text) => row.includes(text)));
  const forget = (one: Somebody) => forgetAllOf({ ...one, direct: null }, { ...stores, hashPerson });

  it.each([ADA, DAN])('leaves no row about the person $id, and every row of others', async (gone) => {
    const others = ALL.filter((one) => one !== gone);
    const before = await rowsWith(...others.map(hashOf), ...others.map(({ direct }) => direct));
    expect(await rowsWith(hashOf(gone), gone.direct)).not.toEqual([]);

    expect(await forget(gone)).toMatchObject({ saved: 1, feedback: 2, digests: 1 });

    expect(await rowsWith(hashOf(gone), gone.direct)).toEqual([]);
    // A longer id that begins with theirs is somebody else's.
    const named = await rowsWith(gone.id);
    expect(named.filter((row) => !others.some(({ id }) => row.includes(id)))).toEqual([]);
    expect(await rowsWith(...others.map(hashOf), ...others.map(({ direct }) => direct))).toEqual(before);
    expect(await stores.channels.get(formatChannelKey(channelOf(gone)))).toMatchObject({ setUpBy: null });
  });

  it.each([ADA, DAN])('leaves no row of the workspace $workspace, and every row of others', async (gone) => {
    const others = ALL.filter(({ workspace }) => workspace !== gone.workspace);
    const inIt = ALL.filter(({ workspace }) => workspace === gone.workspace);
    const before = await rowsWith(...others.map(hashOf), ...others.map(({ place }) => place));

    await stores.workspaces.forget(gone.platform, gone.workspace);

    const ids = inIt.flatMap(({ place }) => [place]);
    const left = await rowsWith(`${gone.platform}:${gone.workspace}:`, ...ids);
    expect(left).toEqual([]);
    const named = (await rowsWith(gone.workspace)).filter(
      (row) => !others.some((one) => row.includes(one.workspace)),
    );
    expect(named).toEqual([]);
    if (gone.platform === 'slack')
      expect(await rowsWith(...inIt.flatMap((one) => [hashOf(one), one.id, one.direct]))).toEqual(
        await rowsWith(TWIN.id),
      );
    expect(await rowsWith(...others.map(hashOf), ...others.map(({ place }) => place))).toEqual(before);
  });

  it('leaves of Discord’s limits those that still stand', async () => {
    const over = `discord:POST /channels/${DAN.place}/messages`;
    const standing = `discord:GET /channels/${DAN.place}/messages`;
    await stores.turns.hold(over, 0);
    await stores.turns.hold(standing, 3_600_000);

    await stores.workspaces.forget(DAN.platform, DAN.workspace);

    expect(await rowsWith(over)).toEqual([]);
    expect(await stores.turns.heldFor([standing])).toBeGreaterThan(0);
  });
});
