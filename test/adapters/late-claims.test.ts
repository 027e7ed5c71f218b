import { afterEach, describe, expect, it } from 'vitest';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import { STOOD_STILL, type SendRequest } from '../../src/ports/publisher.js';
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
      hold: () => Promise.resolve(),
      heldFor: () => Promise.resolve(0),
    },
    mayLeave: () => !stood,
  };
}

/** The same, between the last thing this program does and the writing on the wire: a connection is being opened. */
function standstillOnTheWay(): () => boolean {
  let asked = 0;
  return () => (asked += 1) === 1;
}

describe('a message whose claim grows old on its way to the wire', () => {
  let close: () => Promise<void>;
  afterEach(() => close());

  it('never leaves for Discord, and comes later', async () => {
    const harness = await discordHarness();
    close = () => harness.close();
    const { token, url: apiUrl } = harness.fake;
    const publisher = createDiscordPublisher({ token, apiUrl, logger: silentLogger });
    const request = partRequest(harness, 'thread', 0);

    const late = await publisher.send({ ...request, mayLeave: standstillOnTheWay() }, soon());
    expect(late.kind).toBe('delay');
    expect('error' in late ? late.error : '').toContain(STOOD_STILL);
    expect(harness.fake.requests).toEqual([]);
    expect(await publisher.send({ ...request, mayLeave: () => true }, soon())).toMatchObject({
      kind: 'sent',
    });
  });

  it('never leaves for Slack, and comes later', async () => {
    const bench = await slackBench();
    close = () => bench.fake.close();
    const { botToken, url: apiUrl } = bench.fake;
    const publisher = createSlackPublisher({ botToken, apiUrl, logger: silentLogger });

    const late = await publisher.send({ ...bench.head, mayLeave: standstillOnTheWay() }, soon());
    expect(late.kind).toBe('delay');
    expect('error' in late ? late.error : '').toContain(STOOD_STILL);
    expect(bench.posts()).toBe(0);
    expect(await publisher.send({ ...bench.head, mayLeave: () => true }, soon())).toMatchObject({
      kind: 'sent',
    });
  });
});

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
