import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import type { ChannelAddress, Layout } from '../../src/channels/channel.js';
import { ALL_NEEDED, ANNOUNCEMENT, BITS, VOICE } from '../fakes/discord/state.js';
import { discordHarness, type DiscordHarness } from '../support/discord-publisher.js';
import { silentLogger } from '../support/silent-logger.js';

describe('inspecting a Discord channel', () => {
  let harness: DiscordHarness;
  beforeEach(async () => {
    harness = await discordHarness();
  });
  afterEach(() => harness.close());

  const inspect = async (layout: Layout, place: string, workspace = harness.fake.guildId) => {
    const address: ChannelAddress = { platform: 'discord', workspace, place };
    const report = await harness.publisher.inspect(address, layout, AbortSignal.timeout(10_000));
    return { ...report, text: report.problems.map(({ message, hint }) => `${message} ${hint}`).join('\n') };
  };

  it('knows the name of a channel where all is well', async () => {
    expect(await inspect('thread', harness.fake.textChannelId)).toMatchObject({
      name: '#papers',
      layouts: ['thread', 'compact'],
      problems: [],
    });
    expect((await inspect('forum', harness.fake.forumChannelId)).layouts).toEqual(['forum']);
    const announcements = harness.fake.addChannel({ type: ANNOUNCEMENT });
    expect((await inspect('compact', announcements.id)).problems).toEqual([]);
  });

  it.each<[Layout, keyof typeof BITS, string]>([
    ['thread', 'sendMessages', 'Send Messages'],
    ['thread', 'embedLinks', 'Embed Links'],
    ['thread', 'attachFiles', 'Attach Files'],
    ['compact', 'attachFiles', 'Attach Files'],
    ['thread', 'readMessageHistory', 'Read Message History'],
    ['thread', 'createPublicThreads', 'Create Public Threads'],
    ['thread', 'sendMessagesInThreads', 'Send Messages in Threads'],
    ['forum', 'sendMessages', 'Send Messages'],
    ['forum', 'sendMessagesInThreads', 'Send Messages in Threads'],
  ])('names the permission that layout %s lacks: %s', async (layout, bit, name) => {
    harness.fake.state.guilds.get(harness.fake.guildId)!.bot &= ~BITS[bit];
    const place = layout === 'forum' ? harness.fake.forumChannelId : harness.fake.textChannelId;
    const report = await inspect(layout, place);
    expect(report.problems).toHaveLength(1);
    expect(report.text).toContain(`“${name}”`);
  });

  it('does not ask for thread permissions where there is no thread', async () => {
    harness.fake.state.guilds.get(harness.fake.guildId)!.bot &= ~(
      BITS.createPublicThreads | BITS.sendMessagesInThreads
    );
    expect((await inspect('compact', harness.fake.textChannelId)).problems).toEqual([]);
  });

  it('follows the overwrites of everyone, of the bot’s role and of the bot itself, in this order', async () => {
    const guild = harness.fake.state.guilds.get(harness.fake.guildId)!;
    const { sendMessages } = BITS;
    const deny = (id: string, type: 0 | 1) => ({ id, type, allow: 0n, deny: sendMessages });
    const allow = (id: string, type: 0 | 1) => ({ id, type, allow: sendMessages, deny: 0n });
    const cases = [
      { overwrites: [deny(guild.id, 0)], lacks: 1 },
      { overwrites: [allow(guild.botRoleId, 0), deny(guild.id, 0)], lacks: 0 },
      { overwrites: [allow(guild.botRoleId, 0), deny(harness.fake.botId, 1)], lacks: 1 },
      { overwrites: [deny(guild.botRoleId, 0), allow(harness.fake.botId, 1)], lacks: 0 },
      { overwrites: [deny('700000000000000005', 0), deny('700000000000000006', 1)], lacks: 0 },
    ];
    for (const { overwrites, lacks } of cases) {
      const channel = harness.fake.addChannel({ overwrites });
      expect((await inspect('compact', channel.id)).problems).toHaveLength(lacks);
    }
  });

  it('knows that administrators and owners may do everything', async () => {
    const admin = harness.fake.addGuild({ bot: BITS.administrator });
    const owned = harness.fake.addGuild({ bot: 0n, ownerId: harness.fake.botId });
    for (const guild of [admin, owned]) {
      const channel = harness.fake.addChannel({ guildId: guild.id });
      expect((await inspect('thread', channel.id, guild.id)).problems).toEqual([]);
    }
  });

  it('tells a wrong id, a wrong server, a wrong kind of channel and a removed bot apart', async () => {
    const { fake } = harness;
    expect((await inspect('thread', '123456789012345678')).text).toContain('knows no channel');
    const elsewhere = fake.addGuild();
    expect((await inspect('thread', fake.textChannelId, elsewhere.id)).text).toContain(
      `discord:${fake.guildId}:${fake.textChannelId}`,
    );
    expect((await inspect('forum', fake.textChannelId)).text).toContain('layout thread or compact');
    expect((await inspect('thread', fake.forumChannelId)).text).toContain('layout forum');
    expect((await inspect('thread', fake.addChannel({ type: VOICE }).id)).text).toContain('another channel');
    expect((await inspect('forum', fake.addChannel({ type: 15, requireTag: true }).id)).text).toContain(
      'tag',
    );
    fake.state.guilds.get(fake.guildId)!.joined = false;
    expect((await inspect('thread', fake.textChannelId)).text).toContain('Invite it');
  });

  it('asks nothing of direct messages but that they are one message a day', async () => {
    const direct = harness.fake.addDirect();
    expect(await inspect('compact', direct.id, '@me')).toMatchObject({
      name: 'direct messages',
      layouts: ['compact'],
      problems: [],
    });
    for (const layout of ['thread', 'forum'] as const)
      expect((await inspect(layout, direct.id, '@me')).text).toContain('Use layout compact');
    expect((await inspect('compact', direct.id)).text).toContain(`discord:@me:${direct.id}`);
    const guilds = harness.fake.requests.filter(({ path }) => path.startsWith('/guilds'));
    expect(guilds).toEqual([]);
  });

  it('says that the bot may not see the channel', async () => {
    harness.fake.state.guilds.get(harness.fake.guildId)!.bot = ALL_NEEDED & ~BITS.viewChannel;
    expect((await inspect('thread', harness.fake.textChannelId)).text).toContain('View Channel');
  });

  it('names the variable when the token is wrong, and the trouble when Discord is down', async () => {
    const { fake } = harness;
    const publisher = createDiscordPublisher({ token: 'wrong', apiUrl: fake.url, logger: silentLogger });
    const report = await publisher.inspect(harness.address, 'thread', AbortSignal.timeout(10_000));
    expect(report.problems[0]?.hint).toContain('DISCORD_TOKEN');
    await fake.down();
    expect((await inspect('thread', fake.textChannelId)).text).toContain('could not be reached');
    await fake.up();
  });
});
