import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSlackConnection, type SlackConnection } from '../../adapters/slack/index.js';
import type { Channel } from '../../src/channels/channel.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { sampleCard, sampleContent } from '../support/digest-content.js';
import { pauseProcess, type PauseProcess } from '../support/pause-scene.js';
import { putChannel } from '../support/put-channel.js';
import { testFront } from '../support/slack-front.js';
import { silentLogger } from '../support/silent-logger.js';
import { minutesAfter, settings, today } from '../support/stored-things.js';

const PERSON = 'U0SETUP001';
const poll = { timeout: 10_000, interval: 20 };

/** The real connection hears, the real publisher posts: what people do to a channel is followed by both. */
describe('a Slack channel that is made private or public, or that the bot is taken out of', () => {
  const base = freshStores(testDatabases.at(-1)!.open, ['channels']);
  let discord: FakeDiscord;
  let slack: FakeSlack;
  let here: PauseProcess;
  let connection: SlackConnection;
  let days: number;

  beforeAll(async () => {
    discord = await startFakeDiscord();
  });
  afterAll(() => discord.close());
  beforeEach(async () => {
    days = 0;
    slack = await startFakeSlack();
    slack.addPerson({ id: PERSON });
    here = pauseProcess(base.stores, { discord, slack }, silentLogger);
    const { botToken, appToken, url: apiUrl } = slack;
    connection = createSlackConnection({
      botToken,
      appToken,
      signingSecret: null,
      apiUrl,
      logger: silentLogger,
      front: testFront(slack),
      onPlace: here.watch.hear,
    });
    await connection.start();
  });
  afterEach(async () => {
    await connection.stop();
    await slack.close();
  });

  const onSlack = async (place: string): Promise<Channel> => {
    const address = { platform: 'slack', workspace: slack.teamId, place } as const;
    return (await putChannel(base.stores.channels, address, settings(), today, PERSON)).channel;
  };
  /** One day's digest, with papers that no other day has had. */
  const post = async (channel: Channel): Promise<void> => {
    const cards = [sampleCard((days += 1))];
    await here.go(await here.freeze(channel, 'compact', sampleContent({ cards })));
  };
  const pauseOf = async ({ key }: Channel) => (await base.stores.channels.get(key))?.pause?.reason ?? null;
  const round = () => here.watch.round(new AbortController().signal);
  const later = async (hours: number) => {
    await base.database.setClock(minutesAfter(hours * 60));
    await round();
  };
  const toldDirectly = () => slack.messages(slack.direct(PERSON).id).map(({ text }) => text);

  it('gets its digest in private, too, while the bot is in it, and waits for an invitation once it is not', async () => {
    const channel = await onSlack(slack.channelId);
    await post(channel);
    slack.makePrivate(slack.channelId);
    await slack.tellOfConversion(slack.channelId).acknowledged();
    await post(channel);
    expect(await pauseOf(channel)).toBeNull();
    expect(slack.messages(slack.channelId)).toHaveLength(2);
    for (const ask of slack.kick(slack.channelId)) await ask.acknowledged();
    await expect.poll(() => pauseOf(channel), poll).toContain('/invite');
    await round();
    expect(toldDirectly()).toEqual([expect.stringMatching(/are paused\. The bot was removed/)]);
    await slack.invite(slack.channelId).acknowledged();
    await expect.poll(() => pauseOf(channel), poll).toBeNull();
    await post(channel);
    expect(slack.messages(slack.channelId)).toHaveLength(3);
  });

  it('is paused by the error when no event tells, and goes on by itself once it is public again', async () => {
    const { id } = slack.addChannel({ isMember: false });
    const channel = await onSlack(id);
    await post(channel);
    slack.makePrivate(id);
    await post(channel);
    expect(await pauseOf(channel)).toMatch(/private and the bot is not in it.*\/invite/);
    await round();
    expect(toldDirectly()).toHaveLength(1);
    slack.makePublic(id);
    await later(3);
    expect(await pauseOf(channel), 'it may post there without being in it, as before').toBeNull();
    await post(channel);
    expect(slack.messages(id)).toHaveLength(2);
  });

  it('goes on at once when the message tells that it is public again', async () => {
    const { id } = slack.addChannel({ isMember: false, isPrivate: true });
    const channel = await onSlack(id);
    await post(channel);
    await round();
    expect(await pauseOf(channel)).not.toBeNull();
    slack.makePublic(id);
    await slack.tellOfConversion(id).acknowledged();
    await expect.poll(() => pauseOf(channel), poll).toBeNull();
  });

  it('stays paused where people have taken the bot out of a public channel, though it could post there', async () => {
    const channel = await onSlack(slack.channelId);
    for (const ask of slack.kick(slack.channelId)) await ask.acknowledged();
    await expect.poll(() => pauseOf(channel), poll).toContain('removed');
    for (const hours of [0, 3, 25, 49]) await later(hours);
    expect(await pauseOf(channel)).toContain('removed');
    await slack.invite(slack.channelId).acknowledged();
    await expect.poll(() => pauseOf(channel), poll).toBeNull();
  });

  it('is paused by the error when the bot is taken out while nobody hears of it, and goes on when it is back', async () => {
    await connection.stop();
    const channel = await onSlack(slack.privateChannelId);
    slack.state.channels.get(slack.privateChannelId)!.isMember = false;
    await post(channel);
    expect(await pauseOf(channel)).toContain('/invite');
    await round();
    slack.state.channels.get(slack.privateChannelId)!.isMember = true;
    await later(3);
    expect(await pauseOf(channel)).toBeNull();
  });
});
