import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordGateway, type DiscordGateway } from '../../adapters/discord/index.js';
import type { PlaceEvent } from '../../src/channels/place-event.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { BITS } from '../fakes/discord/state.js';
import { silentLogger } from '../support/silent-logger.js';
import { slackDesk, type SlackDesk } from '../support/slack-desk.js';

const poll = { timeout: 10_000, interval: 20 };

describe('what Discord tells of servers and channels', () => {
  let fake: FakeDiscord;
  let gateway: DiscordGateway;
  let heard: PlaceEvent[];
  beforeEach(async () => {
    fake = await startFakeDiscord();
    heard = [];
    const { token, url: apiUrl } = fake;
    gateway = createDiscordGateway({
      token,
      apiUrl,
      logger: silentLogger,
      onInteraction: () => Promise.resolve(),
      onPlace: (event) => Promise.resolve(void heard.push(event)),
    });
    await gateway.start();
    await expect.poll(() => gateway.health().ready, poll).toBe(true);
  });
  afterEach(async () => {
    await gateway.stop();
    await fake.close();
  });
  const at = (place: string) => ({ platform: 'discord', workspace: fake.guildId, place }) as const;
  const hears = (...events: unknown[]) => expect.poll(() => heard, poll).toEqual(events);

  it('is nothing at the start', () => {
    expect(heard).toEqual([]);
  });

  it('is a lost server when the bot was removed, and one that is back when it is invited again', async () => {
    fake.removeBot(fake.guildId);
    const lost = {
      kind: 'lost-workspace',
      platform: 'discord',
      workspace: fake.guildId,
      reason: expect.stringContaining('Invite it again') as string,
    };
    await hears(lost);
    fake.inviteBot(fake.guildId);
    await hears(lost, { kind: 'changed', ...at(''), place: null, back: true });
  });

  it('is nothing when a server is away for a while and comes back', async () => {
    fake.outage(fake.guildId);
    fake.outageOver(fake.guildId);
    fake.renameChannel(fake.textChannelId, 'all-papers');
    await expect.poll(() => heard.length, poll).toBeGreaterThan(0);
    expect(heard[0]).toEqual({ kind: 'renamed', address: at(fake.textChannelId), name: '#all-papers' });
  });

  it('is a lost channel when it was deleted', async () => {
    fake.deleteChannel(fake.textChannelId);
    await hears({
      kind: 'lost',
      address: at(fake.textChannelId),
      reason: expect.stringContaining('deleted') as string,
    });
  });

  it('is a change when rights change, in the channel or in the bot’s role', async () => {
    fake.setOverwrites(fake.textChannelId, [
      { id: fake.guildId, type: 0, allow: BITS.sendMessages, deny: 0n },
    ]);
    const inChannel = { kind: 'changed', ...at(fake.textChannelId), back: false };
    await hears(inChannel);
    fake.setRole(fake.guildId, BITS.viewChannel);
    await hears(inChannel, { kind: 'changed', ...at(''), place: null, back: false });
  });
});

describe.each(['Socket Mode', 'signed HTTP'] as const)(
  'what Slack tells of channels over %s',
  (transport) => {
    let desk: SlackDesk;
    let heard: PlaceEvent[];
    beforeEach(async () => {
      heard = [];
      desk = await slackDesk(transport, { onPlace: (event) => Promise.resolve(void heard.push(event)) });
    });
    afterEach(() => desk.close());
    const at = (place = desk.fake.channelId) =>
      ({ platform: 'slack', workspace: desk.fake.teamId, place }) as const;
    const lost = (words: string, place?: string) => ({
      kind: 'lost',
      address: at(place),
      reason: expect.stringContaining(words) as string,
    });
    const back = (place?: string) => ({ kind: 'changed', ...at(place), back: true });
    const hears = (...events: unknown[]) => expect.poll(() => heard, poll).toEqual(events);

    it('is a lost channel when it is archived or deleted, and one that is back when it is unarchived', async () => {
      const { fake } = desk;
      for (const ask of [fake.archive(fake.channelId), fake.unarchive(fake.channelId)])
        await ask.acknowledged();
      await hears(lost('archived'), back());
      heard.length = 0;
      const secret = fake.privateChannelId;
      for (const ask of [fake.archive(secret), fake.unarchive(secret), fake.deleteChannel(secret)])
        await ask.acknowledged();
      await hears(lost('archived', secret), back(secret), lost('deleted', secret));
    });

    it('is a lost channel when the bot is removed, and one that is back when it is invited; of nobody else', async () => {
      const { fake } = desk;
      await fake.invite(fake.channelId, fake.userId).acknowledged();
      for (const ask of fake.kick(fake.channelId)) await ask.acknowledged();
      await fake.invite(fake.channelId).acknowledged();
      await hears(lost('/invite'), lost('/invite'), back());
    });

    it('is a lost channel when the bot is taken out of a private one, and one that is back when it is invited', async () => {
      const { fake } = desk;
      for (const ask of fake.kick(fake.privateChannelId)) await ask.acknowledged();
      await fake.invite(fake.privateChannelId).acknowledged();
      const gone = lost('/invite', fake.privateChannelId);
      await hears(gone, gone, back(fake.privateChannelId));
    });

    it('is a change, no more, when it is made private or public, told in a message; other messages are none', async () => {
      const { fake } = desk;
      fake.makePrivate(fake.channelId);
      await fake.tellOfConversion(fake.channelId).acknowledged();
      const message = { type: 'message', channel: fake.channelId, user: fake.userId, ts: '1.1', text: 'x' };
      await fake.event({ ...message, channel_type: 'group' }).acknowledged();
      await fake.event({ ...message, subtype: 'channel_topic', channel_type: 'group' }).acknowledged();
      fake.makePublic(fake.channelId);
      await fake.tellOfConversion(fake.channelId).acknowledged();
      const change = { ...back(), back: false };
      await hears(change, change);
      expect(desk.front.requests).toEqual([]);
    });

    it('is a new name, or a new id', async () => {
      const { fake } = desk;
      await fake.rename(fake.channelId, 'all-papers').acknowledged();
      await fake.renumber(fake.privateChannelId, 'C0SHARED01').acknowledged();
      await hears(
        { kind: 'renamed', address: at(), name: '#all-papers' },
        { kind: 'moved', address: at(fake.privateChannelId), place: 'C0SHARED01' },
      );
    });

    it.each(['app_uninstalled', 'tokens_revoked'] as const)(
      'is a lost workspace after %s, when Slack refuses the token indeed',
      async (event) => {
        const { fake } = desk;
        await fake.event({ type: event, tokens: { bot: [] } }).acknowledged();
        await expect
          .poll(() => fake.requests.filter(({ method }) => method === 'auth.test').length, poll)
          .toBe(2);
        await fake.uninstall(event).acknowledged();
        await hears({
          kind: 'lost-workspace',
          platform: 'slack',
          workspace: fake.teamId,
          reason: expect.stringContaining('SLACK_BOT_TOKEN') as string,
        });
        fake.install();
        heard.length = 0;
        await fake.event({ type: event }).acknowledged();
        await hears({ kind: 'changed', platform: 'slack', workspace: null, place: null, back: true });
      },
    );
  },
);
