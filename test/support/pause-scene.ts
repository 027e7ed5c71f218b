import { createDiscordPublisher } from '../../adapters/discord/index.js';
import type { Stores } from '../../adapters/postgres/index.js';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import type { Channel, Platform } from '../../src/channels/channel.js';
import { deliverDigest, type DeliverDeps } from '../../src/digests/deliver.js';
import { DELIVERY_TIMING } from '../../src/digests/delivery-machine.js';
import { createPauseWatch, type PauseWatch } from '../../src/pauses/watch.js';
import type { Logger } from '../../src/ports/logger.js';
import { keysOf } from '../contracts/publisher-contract.js';
import type { FakeDiscord } from '../fakes/discord/fake-discord.js';
import type { FakeSlack } from '../fakes/slack/fake-slack.js';
import { sampleContent } from './digest-content.js';
import { everyMs } from './slack-publisher.js';

/** A process that delivers and sees to pauses, on both fakes. */
export interface PauseProcess {
  readonly watch: PauseWatch;
  /** Posts the sample digest as one message, as far as it goes. */
  deliver(channel: Channel): Promise<void>;
}

export function pauseProcess(
  stores: Stores,
  { discord, slack }: { readonly discord: FakeDiscord; readonly slack: FakeSlack },
  logger: Logger,
): PauseProcess {
  const callSignal = () => AbortSignal.timeout(10_000);
  const publishers = {
    discord: createDiscordPublisher({ token: discord.token, apiUrl: discord.url, logger }),
    slack: createSlackPublisher({ botToken: slack.botToken, apiUrl: slack.url, logger, pace: everyMs(0) }),
    terminal: null,
  };
  const publisherFor = (platform: Platform) => publishers[platform];
  const newToken = () => String(Math.random());
  const deps: DeliverDeps = {
    ...stores,
    publisherFor,
    timing: DELIVERY_TIMING,
    newToken,
    callSignal,
    startWatch: () => () => 0,
    logger,
  };
  return {
    watch: createPauseWatch({ ...stores, publisherFor, callSignal, logger }),
    async deliver(channel) {
      const digest = await stores.digests.openNow(channel.id);
      const keyOf = keysOf(`digest ${digest.id}`);
      const parts = publisherFor(channel.address.platform)?.render(sampleContent(), 'compact', keyOf) ?? [];
      await stores.digests.freeze(digest, sampleContent(), parts, keyOf);
      await deliverDigest(digest.id, deps, new AbortController().signal);
    },
  };
}
