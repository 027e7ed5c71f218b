import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordPlaceList } from '../../adapters/discord/place-list.js';
import { discordTokenOwner } from '../../adapters/discord/token-owner.js';
import { createSlackPlaceList } from '../../adapters/slack/place-list.js';
import { checkSlackAppToken, slackTokenOwner } from '../../adapters/slack/token-owner.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { BITS, FORUM, VOICE } from '../fakes/discord/state.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { silentLogger as logger } from '../support/silent-logger.js';

const signal = () => AbortSignal.timeout(10_000);

describe('Discord, for whoever sets the bot up', () => {
  let far: FakeDiscord;
  beforeEach(async () => {
    far = await startFakeDiscord();
  });
  afterEach(() => far.close());
  const list = () => createDiscordPlaceList({ token: far.token, apiUrl: far.url, logger });

  it('says whose token it is, and tells a wrong token from a Discord that is away', async () => {
    const ask = (token: string) => discordTokenOwner({ token, apiUrl: far.url, logger }, signal());
    expect(await ask(far.token)).toEqual({ name: 'Paper Desk', appId: far.appId, lacks: [] });
    await expect(ask('wrong')).rejects.toMatchObject({ code: 'config', retryable: false });
    await far.down();
    await expect(ask(far.token)).rejects.toMatchObject({ code: 'platform', retryable: true });
  });

  it('knows every server it is in, over several pages', async () => {
    for (let more = 0; more < 230; more += 1) far.addGuild({ name: `Server ${more}` });
    const left = far.addGuild({ name: 'left' });
    far.removeBot(left.id);
    const servers = await list().workspaces(signal());
    expect(new Set(servers.map(({ id }) => id)).size).toBe(231);
    expect(servers.map(({ id }) => id)).not.toContain(left.id);
  });

  it('offers what it can see and write to, in the server’s order, and counts the rest', async () => {
    const deny = (bit: bigint) => [{ id: far.botId, type: 1 as const, allow: 0n, deny: bit }];
    far.addChannel({ name: 'unseen', overwrites: deny(BITS.viewChannel) });
    far.addChannel({ name: 'mute', overwrites: deny(BITS.sendMessages) });
    far.addChannel({ name: 'no-threads', overwrites: deny(BITS.createPublicThreads) });
    far.addChannel({ name: 'talk', type: VOICE });
    far.addChannel({ name: 'tagged', type: FORUM, requireTag: true });
    const { open, shut } = await list().places(far.guildId, signal());
    expect(open.map(({ name, layout }) => `${name} ${layout}`)).toEqual([
      '#papers thread',
      '#paper-posts forum',
      '#no-threads thread',
    ]);
    expect(open[0]?.address).toEqual({
      platform: 'discord',
      workspace: far.guildId,
      place: far.textChannelId,
    });
    expect(shut).toBe(3);
  });

  it('says so when it was taken out of the server', async () => {
    far.removeBot(far.guildId);
    await expect(list().places(far.guildId, signal())).rejects.toMatchObject({ code: 'platform' });
  });
});

describe('Slack, for whoever sets the bot up', () => {
  let far: FakeSlack;
  beforeEach(async () => {
    far = await startFakeSlack();
  });
  afterEach(() => far.close());
  const list = () => createSlackPlaceList({ botToken: far.botToken, apiUrl: far.url, logger });

  it('says whose token it is and what it lacks, and tells a wrong token from a Slack that is away', async () => {
    const ask = (token: string) => slackTokenOwner({ token, apiUrl: far.url, logger }, signal());
    expect(await ask(far.botToken)).toEqual({ name: 'broadsheet in Reading group', appId: null, lacks: [] });
    far.state.scopes.delete('channels:join');
    expect((await ask(far.botToken)).lacks).toEqual(['channels:join']);
    await expect(ask('xoxb-wrong')).rejects.toMatchObject({ code: 'config', retryable: false });
    far.fault({ act: 'status', status: 503 }, { when: () => true });
    await expect(ask(far.botToken)).rejects.toMatchObject({ code: 'platform', retryable: true });
  });

  it('tries the app-level token', async () => {
    const ask = (token: string) => checkSlackAppToken({ token, apiUrl: far.url, logger }, signal());
    await expect(ask(far.appToken)).resolves.toBeUndefined();
    await expect(ask('xapp-wrong')).rejects.toMatchObject({ code: 'config' });
  });

  it('offers its own channels first, then public ones that it can enter, over several pages', async () => {
    for (let more = 0; more < 230; more += 1)
      far.addChannel({ name: `talk-${String(more).padStart(3, '0')}`, isMember: false });
    far.addChannel({ name: 'old', isArchived: true });
    far.addChannel({ name: 'hidden', isPrivate: true, isMember: false });
    far.direct();
    const { open, shut, cut } = await list().places(far.teamId, signal());
    expect(open).toHaveLength(232);
    expect(open.slice(0, 3).map(({ name }) => name)).toEqual(['#papers', '#secret-papers', '#talk-000']);
    expect([shut, cut]).toEqual([0, false]);
    expect(open[0]?.address).toEqual({ platform: 'slack', workspace: far.teamId, place: far.channelId });
  });

  it('offers only its own channels when it may enter none, and names a right that it lacks', async () => {
    far.addChannel({ name: 'talk', isMember: false });
    far.state.scopes.delete('channels:join');
    const { open, shut } = await list().places(far.teamId, signal());
    expect([open.length, shut]).toEqual([2, 1]);
    far.state.scopes.delete('groups:read');
    await expect(list().places(far.teamId, signal())).rejects.toThrow(/missing_scope/);
  });

  it('enters the channel that was chosen', async () => {
    const { id } = far.addChannel({ name: 'talk', isMember: false });
    await list().enter({ platform: 'slack', workspace: far.teamId, place: id }, signal());
    expect(far.state.channels.get(id)?.isMember).toBe(true);
  });
});
