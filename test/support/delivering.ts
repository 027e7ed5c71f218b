import { createDiscordPublisher } from '../../adapters/discord/index.js';
import type { Stores } from '../../adapters/postgres/index.js';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import type { DeliverDeps } from '../../src/digests/deliver.js';
import { DELIVERY_TIMING } from '../../src/digests/delivery-machine.js';
import type { Logger } from '../../src/ports/logger.js';
import type { FakeDiscord } from '../fakes/discord/fake-discord.js';
import type { FakeSlack } from '../fakes/slack/fake-slack.js';
import { everyMs } from './slack-publisher.js';

export interface BothPlatforms {
  readonly discord: FakeDiscord;
  readonly slack: FakeSlack;
}

/** What delivering needs, with the real publishers on both fakes and without a pace. */
export function deliveringTo(
  { discord, slack }: BothPlatforms,
  stores: Stores,
  logger: Logger,
): DeliverDeps & Stores {
  const publishers = {
    discord: createDiscordPublisher({ token: discord.token, apiUrl: discord.url, logger }),
    slack: createSlackPublisher({ botToken: slack.botToken, apiUrl: slack.url, logger, pace: everyMs(0) }),
    email: null,
    terminal: null,
  };
  return {
    ...stores,
    publisherFor: (platform) => publishers[platform],
    timing: DELIVERY_TIMING,
    newToken: () => String(Math.random()),
    callSignal: () => AbortSignal.timeout(10_000),
    startWatch: () => () => 0,
    logger,
  };
}
