import { createDiscordPublisher } from '../../adapters/discord/index.js';
import { createStores } from '../../adapters/postgres/index.js';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import type { ChannelAddress } from '../../src/channels/channel.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import type { TestDatabase } from './databases.js';
import { sampleContent } from './digest-content.js';
import { silentLogger } from './silent-logger.js';
import { startVirtualTime, type VirtualTime } from './virtual-time.js';

export const START = new Date('2026-11-24T09:00:00Z');

/** One request as the platform saw it. */
export interface Seen {
  readonly place: string;
  readonly at: number;
  readonly limited: boolean;
}

/** A platform with its real limits, and processes that share nothing but the database. */
export interface Posting {
  readonly platform: 'discord' | 'slack';
  readonly time: VirtualTime;
  readonly fakes: { readonly discord: FakeDiscord; readonly slack: FakeSlack };
  /** What one more process posts with. */
  readonly process: () => Publisher;
  readonly addPlace: () => ChannelAddress;
  /** Answers the next post there 429. */
  limit(address: ChannelAddress, seconds: number, global?: boolean): void;
  /** Posts, in order of arrival. */
  seen(): readonly Seen[];
  close(): Promise<void>;
}

export async function openPosting(platform: Posting['platform'], database: TestDatabase): Promise<Posting> {
  await database.pool.query('truncate broadsheet.turns, broadsheet.refusals');
  const time = await startVirtualTime(START, (date) => database.setClock(date));
  const { now, sleep } = time;
  const [discord, slack] = [
    await startFakeDiscord({ clock: now, rateLimits: true }),
    await startFakeSlack({ clock: now, pace: true }),
  ];
  return {
    platform,
    time,
    fakes: { discord, slack },
    process: () => {
      const { turns } = createStores(database.pool);
      const shared = { turns, now, sleep, logger: silentLogger };
      return platform === 'discord'
        ? createDiscordPublisher({ token: discord.token, apiUrl: discord.url, ...shared })
        : createSlackPublisher({ botToken: slack.botToken, apiUrl: slack.url, ...shared });
    },
    addPlace: () =>
      platform === 'discord'
        ? { platform, workspace: discord.guildId, place: discord.addChannel().id }
        : { platform, workspace: slack.teamId, place: slack.addChannel().id },
    limit({ place }, seconds, global = false) {
      const action = { act: 'rate-limit', seconds } as const;
      if (platform === 'discord')
        discord.fault({ ...action, global }, { when: ({ path }) => path.startsWith(`/channels/${place}/`) });
      else slack.fault(action, { when: ({ args }) => args['channel'] === place });
    },
    seen: () =>
      platform === 'discord'
        ? discord.requests.map(({ path, at, retryAfterMs }) => ({
            place: path.split('/')[2] ?? '',
            at,
            limited: retryAfterMs !== null,
          }))
        : slack.requests.map(({ args, at, retryAfterMs }) => ({
            place: args['channel'] ?? '',
            at,
            limited: retryAfterMs !== null,
          })),
    close: async () => {
      await Promise.all([discord.close(), slack.close()]);
    },
  };
}

let digests = 0;

/** The head of a digest of its own. */
export function headFor(address: ChannelAddress, publisher: Publisher): SendRequest {
  digests += 1;
  const keyOf = keysOf(`digest ${digests}`);
  const head = publisher.render(sampleContent(), 'compact', keyOf)[0]!;
  const payload = JSON.parse(JSON.stringify(head.payload)) as SendRequest['payload'];
  return { address, kind: 'head', payload, key: keyOf(0), parents: { head: null, thread: null } };
}

/** Sends, and comes back as often as it is told to, as the ledger does. */
export async function sendInTime(
  publisher: Publisher,
  request: SendRequest,
  { sleep }: VirtualTime,
): Promise<void> {
  for (;;) {
    const outcome = await publisher.send(request, new AbortController().signal);
    if (outcome.kind === 'sent') return;
    if (outcome.kind !== 'delay') throw new Error(JSON.stringify(outcome));
    await sleep(outcome.retryAfterMs ?? 1_000);
  }
}
