import { createStores } from '../../adapters/postgres/index.js';
import type { ChannelSettings } from '../../src/channels/channel.js';
import { nextSlot } from '../../src/digests/slots.js';
import { TEXT } from '../../test/fakes/discord/state.js';
import type { World } from '../../test/support/world.js';
import { putChannel } from '../../test/support/put-channel.js';
import { openFanoutDatabase } from './fanout-ledger.js';
import type { FanoutChannels } from './fanout-log.js';

/** Topics that channels take in turn, so that not all of them get the same list. */
const TOPICS = ['', 'robust retrieval', 'speech | memory', 'agents', 'policy -token'];

/** Channels of one Slack workspace that get a digest: a large organisation. */
export const PER_WORKSPACE = 50;

/**
 * Adds so many channels, half on each platform, to the fakes and to the store, before any bot runs.
 * @param time of day, UTC, when all of them get their digest
 */
export async function addChannels(
  world: World,
  count: number,
  papers: number,
  time: string,
): Promise<FanoutChannels> {
  const half = Math.ceil(count / 2);
  const discord = Array.from({ length: half }, () => world.discord.addChannel({ type: TEXT }).id);
  const teamOf = (index: number): string => `TBENCH${Math.floor(index / PER_WORKSPACE)}`;
  const slack = Array.from(
    { length: count - half },
    (_, index) => world.slack.addChannel({ teamId: teamOf(index) }).id,
  );
  const database = await openFanoutDatabase(world);
  try {
    const stores = createStores(database.pool);
    const now = await stores.clock.now();
    const places = [
      ...discord.map((place) => ({ platform: 'discord', workspace: world.discord.guildId, place }) as const),
      ...slack.map((place, index) => ({ platform: 'slack', workspace: teamOf(index), place }) as const),
    ];
    for (const [index, address] of places.entries()) {
      const query = TOPICS[index % TOPICS.length]!;
      const settings: ChannelSettings = {
        schedule: { time, zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] },
        count: papers,
        layout: 'thread',
        empty: 'silent',
        picture: 'on',
        managers: 'admins',
        topics: [{ name: 'everything', query: '' }, ...(query === '' ? [] : [{ name: query, query }])],
      };
      await putChannel(stores.channels, address, settings, nextSlot(settings.schedule, now));
    }
  } finally {
    await database.close();
  }
  return { discord, slack };
}
