import { afterEach, describe, expect, it } from 'vitest';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import type { SendRequest } from '../../src/ports/publisher.js';
import { partRequest } from '../support/discord-part.js';
import { discordHarness } from '../support/discord-publisher.js';
import { silentLogger } from '../support/silent-logger.js';
import { slackBench } from '../support/slack-publisher.js';

const soon = () => AbortSignal.timeout(10_000);

/** A process that stands still while its message waits for its turn: the claim is somebody else's afterwards. */
function standstill() {
  let stood = false;
  return {
    turns: {
      take: () => {
        stood = true;
        return Promise.resolve({ taken: true, waitMs: 0 });
      },
    },
    mayLeave: () => !stood,
  };
}

describe('a message whose claim grows old while it waits for its turn', () => {
  let close: () => Promise<void>;
  afterEach(() => close());

  it('is not sent to Discord, and comes later', async () => {
    const harness = await discordHarness();
    close = () => harness.close();
    const { turns, mayLeave } = standstill();
    const { token, url: apiUrl } = harness.fake;
    const publisher = createDiscordPublisher({ token, apiUrl, logger: silentLogger, turns });
    const request: SendRequest = { ...partRequest(harness, 'thread', 0), mayLeave };

    expect(await publisher.send(request, soon())).toMatchObject({ kind: 'delay' });
    expect(harness.fake.requests).toEqual([]);
  });

  it('is not sent to Slack, and comes later', async () => {
    const bench = await slackBench();
    close = () => bench.fake.close();
    const { turns, mayLeave } = standstill();
    const { botToken, url: apiUrl } = bench.fake;
    const publisher = createSlackPublisher({ botToken, apiUrl, logger: silentLogger, turns });

    expect(await publisher.send({ ...bench.head, mayLeave }, soon())).toMatchObject({ kind: 'delay' });
    expect(bench.posts()).toBe(0);
  });
});
