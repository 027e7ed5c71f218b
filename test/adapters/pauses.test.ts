import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import { REASONS } from '../../adapters/slack/error-codes.js';
import type { Channel } from '../../src/channels/channel.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { anyPost } from '../fakes/discord/faults.js';
import { BITS } from '../fakes/discord/state.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { pauseProcess, type PauseProcess } from '../support/pause-scene.js';
import { recordingLogger, type LogLine } from '../support/slack-fixtures.js';
import { minutesAfter, settings, today } from '../support/stored-things.js';
import { putChannel } from '../support/put-channel.js';

const HOURS = 60;
const PERSON = '700000000000000005';

describe('a channel that its platform refuses', () => {
  const base = freshStores(testDatabases.at(-1)!.open, ['channels']);
  let discord: FakeDiscord;
  let slack: FakeSlack;
  let log: LogLine[];
  let here: PauseProcess;
  const restart = () => {
    here = pauseProcess(base.stores, { discord, slack }, recordingLogger(log));
  };

  beforeEach(async () => {
    [discord, slack, log] = [await startFakeDiscord(), await startFakeSlack(), []];
    slack.addPerson({ id: 'U0SETUP001' });
    restart();
  });
  afterEach(() => Promise.all([discord.close(), slack.close()]));

  const onDiscord = async (place = discord.textChannelId, workspace = discord.guildId): Promise<Channel> =>
    (
      await putChannel(
        base.stores.channels,
        { platform: 'discord', workspace, place },
        settings(),
        today,
        PERSON,
      )
    ).channel;
  const onSlack = async (place = slack.channelId): Promise<Channel> => {
    const address = { platform: 'slack', workspace: slack.teamId, place } as const;
    return (await putChannel(base.stores.channels, address, settings(), today, 'U0SETUP001')).channel;
  };
  const deliver = (channel: Channel) => here.deliver(channel);
  const round = () => here.watch.round(new AbortController().signal);
  const pauseOf = async ({ id }: Channel) =>
    (await base.stores.channels.list()).find((channel) => channel.id === id)?.pause ?? null;
  const said = (message: string) => log.filter((line) => line.message.includes(message));
  const posts = () => discord.requests.filter(anyPost).length;
  const direct = (userId: string) => {
    const room = [...discord.state.channels.values()].find(({ recipient }) => recipient?.id === userId);
    return room === undefined ? [] : discord.messages(room.id);
  };

  it('is told of in the channel when a line can be posted there, once, whoever looks', async () => {
    const channel = await onDiscord();
    const deny = [{ id: discord.guildId, type: 0 as const, allow: 0n, deny: BITS.embedLinks }];
    discord.state.channels.get(discord.textChannelId)!.overwrites = deny;
    await deliver(channel);
    expect(await pauseOf(channel)).toMatchObject({ by: 'platform' });
    await Promise.all([round(), round()]);
    restart();
    await round();
    const lines = discord.messages(discord.textChannelId).map(({ content }) => content);
    expect(lines).toEqual([expect.stringMatching(/are paused\. The bot lacks a permission.*Embed Links/s)]);
    expect(lines[0]).toMatch(/\/papers resume/);
    expect(direct(PERSON)).toEqual([]);
    expect(discord.pings()).toEqual([]);
  });

  it('is told of to whoever set it up when nothing can be posted there, on both platforms', async () => {
    const deny = [{ id: discord.guildId, type: 0 as const, allow: 0n, deny: BITS.sendMessages }];
    discord.state.channels.get(discord.textChannelId)!.overwrites = deny;
    slack.state.channels.get(slack.channelId)!.isArchived = true;
    for (const channel of [await onDiscord(), await onSlack()]) await deliver(channel);
    await round();
    await round();
    expect(direct(PERSON).map(({ content }) => content)).toEqual([
      expect.stringMatching(/The daily papers in .* are paused\./),
    ]);
    const room = slack.direct('U0SETUP001');
    expect(slack.messages(room.id).map(({ text }) => text)).toEqual([expect.stringMatching(/archived/)]);
    expect(slack.messages(slack.channelId)).toEqual([]);
  });

  it('is told of later when the platform is busy, and never again when nobody knows', async () => {
    const channel = await onSlack();
    await base.stores.channels.pause(channel.id, { reason: 'No.', by: 'platform' });
    slack.fault({ act: 'rate-limit', seconds: 30 });
    await round();
    expect(slack.messages(slack.channelId)).toEqual([]);
    // What Slack asked to wait for is over: a new process knows nothing of it.
    restart();
    slack.fault({ act: 'accept-then-reset' });
    await round();
    await round();
    expect(slack.messages(slack.channelId)).toHaveLength(1);
    expect(slack.messages(slack.direct('U0SETUP001').id)).toEqual([]);
  });

  it('says nothing of a pause by a person', async () => {
    const channel = await onSlack();
    await base.stores.channels.pause(channel.id, { reason: 'Holiday.', by: 'person' });
    await round();
    expect(slack.requests).toEqual([]);
    expect(await pauseOf(channel)).toMatchObject({ reason: 'Holiday.' });
  });

  it('takes its whole workspace with it when the token is refused, in one call and one line', async () => {
    const channels = [await onSlack()];
    for (let n = 0; n < 4; n++) channels.push(await onSlack(slack.addChannel().id));
    const other = await onDiscord();
    Object.assign(slack.state, { botToken: 'xoxb-another' });
    for (const channel of [...channels, other]) await deliver(channel);
    for (const channel of channels)
      expect(await pauseOf(channel)).toMatchObject({
        reason: expect.stringContaining('SLACK_BOT_TOKEN') as unknown,
      });
    expect(await pauseOf(other)).toBeNull();
    expect(discord.messages(discord.textChannelId)).toHaveLength(1);
    expect(slack.requests.map(({ method }) => method)).toEqual(['chat.postMessage']);
    expect(said('paused')).toEqual([
      expect.objectContaining({
        message: 'every channel of this workspace paused',
        fields: expect.objectContaining({ channels: 5 }) as unknown,
      }),
    ]);
    await round();
    // One look at one place: nobody can be told through a token that is refused.
    expect(slack.requests.map(({ method }) => method)).toEqual(['chat.postMessage', 'auth.test']);
  });

  it('goes on with the whole workspace once the token is accepted again', async () => {
    const channels = [await onSlack(), await onSlack(slack.privateChannelId)];
    Object.assign(slack.state, { botToken: 'xoxb-another' });
    await deliver(channels[0]!);
    await round();
    Object.assign(slack.state, { botToken: slack.botToken });
    await round();
    for (const channel of channels) expect(await pauseOf(channel)).not.toBeNull();
    // A restart looks at once; without one it takes ten minutes.
    restart();
    await round();
    for (const channel of channels) expect(await pauseOf(channel)).toBeNull();
    expect(said('go on')).toHaveLength(1);
  });

  it('pauses every channel of a Discord server that is gone, and no other server’s', async () => {
    const elsewhere = discord.addGuild();
    const other = discord.addChannel({ guildId: elsewhere.id });
    const lost = [await onDiscord(), await onDiscord(discord.addChannel().id)];
    const kept = await onDiscord(other.id, elsewhere.id);
    discord.fault({ act: 'code', status: 404, code: 10004 });
    for (const channel of [...lost, kept]) await deliver(channel);
    for (const channel of lost)
      expect(await pauseOf(channel)).toMatchObject({
        reason: expect.stringContaining('Invite it again') as unknown,
      });
    expect(await pauseOf(kept)).toBeNull();
    await round();
    expect(direct(PERSON), 'one message for the whole server').toHaveLength(1);
  });

  it('stops everything on Discord when the token is refused', async () => {
    const [a, b] = [await onDiscord(), await onDiscord(discord.addChannel().id)];
    Object.assign(discord.state, { token: 'another' });
    for (const channel of [a, b]) await deliver(channel);
    expect(await pauseOf(b)).toMatchObject({ reason: expect.stringContaining('DISCORD_TOKEN') as unknown });
    await round();
    expect(posts()).toBe(1);
    expect(said('every channel of this platform paused')).toHaveLength(1);
  });

  it('goes on by itself when a later look sees nothing in the way any more', async () => {
    const channel = await onDiscord();
    const place = discord.state.channels.get(discord.textChannelId)!;
    place.overwrites = [{ id: discord.guildId, type: 0, allow: 0n, deny: BITS.sendMessages }];
    await deliver(channel);
    await round();
    place.overwrites = [];
    await round();
    expect(await pauseOf(channel), 'the place is not looked at every minute').not.toBeNull();
    await base.database.setClock(minutesAfter(2 * HOURS));
    await round();
    expect(await pauseOf(channel)).toBeNull();
    expect(said('channel goes on')).toHaveLength(1);
    expect((await base.stores.channels.get(channel.key))?.name).toBe('#papers');
  });

  it('is looked at once more just before its slot', async () => {
    const channel = await onDiscord();
    const place = discord.state.channels.get(discord.textChannelId)!;
    place.overwrites = [{ id: discord.guildId, type: 0, allow: 0n, deny: BITS.sendMessages }];
    await deliver(channel);
    await round();
    place.overwrites = [];
    await base.database.setClock(minutesAfter(51));
    await round();
    expect(await base.stores.channels.get(channel.key)).toMatchObject({ pause: null, nextSlot: today.slot });
  });

  it('is tried again a day later when no look can see what is in the way, and people are told once', async () => {
    const channel = await onSlack();
    slack.state.channels.get(slack.channelId)!.postError = 'restricted_action';
    await deliver(channel);
    await round();
    await base.database.setClock(minutesAfter(3 * HOURS));
    await round();
    expect(await pauseOf(channel)).not.toBeNull();
    await base.database.setClock(minutesAfter(21 * HOURS));
    await round();
    expect(await pauseOf(channel)).toBeNull();
    await deliver(channel);
    await round();
    expect(await pauseOf(channel)).not.toBeNull();
    expect(slack.messages(slack.direct('U0SETUP001').id)).toHaveLength(1);
  });

  it('is not believed to be well, nor unwell, while the platform cannot be reached', async () => {
    const channel = await onSlack();
    await base.stores.channels.pause(channel.id, { reason: 'No.', by: 'platform' });
    await slack.down();
    await round();
    await slack.up();
    await base.database.setClock(minutesAfter(3 * HOURS));
    await round();
    expect(await pauseOf(channel)).not.toBeNull();
  });

  it('is paused by an event before a post meets it, once, and goes on when it is invited again', async () => {
    const channel = await onSlack();
    const lost = { kind: 'lost', address: channel.address, reason: REASONS.left } as const;
    slack.state.channels.get(slack.channelId)!.isMember = false;
    await Promise.all([here.watch.hear(lost), here.watch.hear(lost)]);
    expect(await pauseOf(channel)).toMatchObject({ reason: REASONS.left, by: 'platform' });
    expect(said('channel paused')).toHaveLength(1);
    const back = { kind: 'changed', ...channel.address, back: true } as const;
    await here.watch.hear(back);
    expect(await pauseOf(channel), 'it is not in there yet').not.toBeNull();
    slack.state.channels.get(slack.channelId)!.isMember = true;
    await here.watch.hear({ ...back, place: 'C0OTHER001' });
    expect(await pauseOf(channel)).not.toBeNull();
    await here.watch.hear(back);
    expect(await pauseOf(channel)).toBeNull();
  });

  it('stays paused when a person has paused it, whatever happens', async () => {
    const channel = await onDiscord();
    const { platform, workspace } = channel.address;
    await here.watch.hear({ kind: 'lost-workspace', platform, workspace, reason: 'Removed.' });
    await base.stores.channels.pause(channel.id, { reason: 'Holiday.', by: 'person' });
    await here.watch.hear({ kind: 'changed', platform, workspace, place: null, back: true });
    await base.database.setClock(minutesAfter(48 * HOURS));
    await round();
    expect(await pauseOf(channel)).toMatchObject({ by: 'person', reason: 'Removed.' });
  });

  it('goes on with its whole server when the bot is back, and follows a channel with a new id', async () => {
    const channels = [await onDiscord(), await onDiscord(discord.addChannel().id)];
    const { platform, workspace } = channels[0]!.address;
    await here.watch.hear({ kind: 'lost-workspace', platform, workspace, reason: 'Removed.' });
    await here.watch.hear({ kind: 'changed', platform, workspace, place: null, back: true });
    for (const channel of channels) expect(await pauseOf(channel)).toBeNull();
    const { address, id } = await onSlack(slack.privateChannelId);
    slack
      .renumber(slack.privateChannelId, 'C0SHARED01')
      .acknowledged()
      .catch(() => undefined);
    await here.watch.hear({ kind: 'moved', address, place: 'C0SHARED01' });
    await here.watch.hear({ kind: 'renamed', address: { ...address, place: 'C0SHARED01' }, name: '#shared' });
    const moved = await base.stores.channels.get(`slack:${slack.teamId}:C0SHARED01`);
    expect(moved).toMatchObject({ id, name: '#shared' });
    await deliver(moved!);
    expect(slack.messages('C0SHARED01')).toHaveLength(1);
  });
});
