import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import { TOKEN_CODES } from '../../adapters/slack/error-codes.js';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import type { Channel } from '../../src/channels/channel.js';
import type { Publisher } from '../../src/ports/publisher.js';
import type { TurnStore } from '../../src/ports/turn-store.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { anyPost as anyDiscordPost } from '../fakes/discord/faults.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { anyPost as anySlackPost } from '../fakes/slack/faults.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { pauseProcess, type PauseProcess } from '../support/pause-scene.js';
import { putChannel } from '../support/put-channel.js';
import { silentLogger } from '../support/silent-logger.js';
import { slackBench, soon } from '../support/slack-publisher.js';
import { settings, today } from '../support/stored-things.js';

const CHANNELS = 12;
const poll = { timeout: 10_000, interval: 5 };

describe.each(['discord', 'slack'] as const)('a token that %s accepts no more', (platform) => {
  const base = freshStores(testDatabases.at(-1)!.open, ['channels']);
  let discord: FakeDiscord;
  let slack: FakeSlack;
  let here: PauseProcess;
  let channels: readonly Channel[];
  let waiting: number;
  let letThrough: () => void;
  /** Turns as several processes share them; held back while the gate of the test is shut. */
  let gate: Promise<void>;

  beforeEach(async () => {
    [discord, slack] = [await startFakeDiscord(), await startFakeSlack()];
    [waiting, gate] = [0, Promise.resolve()];
    const publisher = publisherWith({
      take: async () => {
        waiting += 1;
        await gate;
        waiting -= 1;
        return { taken: true, waitMs: 0 };
      },
      hold: () => Promise.resolve(),
      heldFor: () => Promise.resolve(0),
    });
    const publisherFor = (asked: string): Publisher | null => (asked === platform ? publisher : null);
    here = pauseProcess(base.stores, { discord, slack }, silentLogger, { publisherFor });
    channels = await Promise.all(Array.from({ length: CHANNELS }, addChannel));
  });
  afterEach(() => Promise.all([discord.close(), slack.close()]));

  const publisherWith = (turns: Pick<TurnStore, 'take' | 'hold' | 'heldFor'>): Publisher =>
    platform === 'discord'
      ? createDiscordPublisher({ token: discord.token, apiUrl: discord.url, logger: silentLogger, turns })
      : createSlackPublisher({ botToken: slack.botToken, apiUrl: slack.url, logger: silentLogger, turns });
  const addChannel = async (): Promise<Channel> => {
    const [workspace, place] =
      platform === 'discord'
        ? [discord.guildId, discord.addChannel().id]
        : [slack.teamId, slack.addChannel().id];
    return (await putChannel(base.stores.channels, { platform, workspace, place }, settings(), today))
      .channel;
  };
  const shutGate = () => {
    gate = new Promise((resolve) => (letThrough = resolve));
  };
  const revoke = () =>
    platform === 'discord'
      ? Object.assign(discord.state, { token: 'another' })
      : Object.assign(slack.state, { botToken: 'xoxb-another' });
  const accept = () =>
    platform === 'discord'
      ? Object.assign(discord.state, { token: discord.token })
      : Object.assign(slack.state, { botToken: slack.botToken });
  /** Whatever reached the platform, by its own log. */
  const calls = () => (platform === 'discord' ? discord.requests : slack.requests).length;
  const paused = async () => (await base.stores.channels.list()).filter(({ pause }) => pause !== null).length;
  const round = () => here.watch.round(new AbortController().signal);

  it('is not offered again by posts that were claimed before the refusal and wait for their turn', async () => {
    const [first, ...others] = await Promise.all(channels.map((channel) => here.freeze(channel)));
    revoke();
    shutGate();
    const under = others.map((digestId) => here.go(digestId));
    await expect.poll(() => waiting, poll).toBe(CHANNELS - 1);
    const held = letThrough;
    gate = Promise.resolve();
    await here.go(first!);
    expect(calls()).toBe(1);
    held();
    await Promise.all(under);
    expect(calls(), 'every claimed post has learned of it before its call').toBe(1);
    expect(await paused()).toBe(CHANNELS);
    const rows = await base.stores.deliveries.list({ limit: 100 });
    expect(rows.map(({ state }) => state)).toEqual(channels.map(() => 'pending'));
    await round();
    expect(calls(), 'one look whether it is accepted again').toBe(2);
  });

  it('meets only what was on its way, and nothing of what is queued behind it', async () => {
    const onTheirWay = 3;
    const digests = await Promise.all(channels.map((channel) => here.freeze(channel)));
    let release: () => void = () => undefined;
    const now = new Promise<void>((resolve) => (release = resolve));
    const fault = { act: 'accept-when', now } as const;
    if (platform === 'discord') discord.fault(fault, { when: anyDiscordPost, times: onTheirWay });
    else slack.fault(fault, { when: anySlackPost, times: onTheirWay });
    const under = digests.slice(0, onTheirWay).map((digestId) => here.go(digestId));
    await expect.poll(calls, poll).toBe(onTheirWay);
    revoke();
    release();
    await Promise.all(under);
    await Promise.all(digests.map((digestId) => here.go(digestId)));
    expect(calls()).toBe(onTheirWay);
    expect(await paused()).toBe(CHANNELS);
  });

  it('is not offered again when a person resumes at once, and is when a look has found it accepted', async () => {
    const { key, address } = channels[0]!;
    const current = async (): Promise<Channel> => (await base.stores.channels.get(key))!;
    revoke();
    await here.deliver(await current());
    const change = { before: await current(), settings: settings(), next: today, pause: 'ends' } as const;
    await base.stores.channels.change(address, change);
    await here.deliver(await current());
    expect(calls()).toBe(1);
    expect(await paused(), 'it is said again').toBe(CHANNELS);
    await round();
    accept();
    await here.watch.hear({ ...address, kind: 'changed', place: null, back: true });
    expect(await paused()).toBe(0);
    const digestId = await here.deliver(await current());
    expect(await base.stores.digests.get(digestId)).toMatchObject({ outcome: 'posted' });
  });
});

it('is told by each of Slack’s codes for it', async () => {
  for (const error of TOKEN_CODES) {
    const bench = await slackBench();
    bench.fake.fault({ act: 'error', error });
    for (let n = 0; n < 3; n += 1)
      expect(await bench.publisher.send(bench.head, soon()), error).toMatchObject({
        kind: 'pause',
        scope: 'workspace',
        error: `Slack answered ${error}`,
      });
    expect(bench.posts(), error).toBe(1);
    await bench.fake.close();
  }
});
