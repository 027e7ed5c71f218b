import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import type { Channel } from '../../src/channels/channel.js';
import { listChannels } from '../../src/cli/channels.js';
import { checkChannel } from '../../src/cli/findings.js';
import { listDeliveries } from '../../src/cli/deliveries.js';
import { createOutput } from '../../src/cli/output.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import type { FakeRequest } from '../fakes/discord/log.js';
import { BITS } from '../fakes/discord/state.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { sampleCard, sampleContent } from '../support/digest-content.js';
import { pauseProcess, type PauseProcess } from '../support/pause-scene.js';
import { putChannel } from '../support/put-channel.js';
import { silentLogger } from '../support/silent-logger.js';
import { recordingLogger, type LogLine } from '../support/slack-fixtures.js';
import { minutesAfter, NOON, settings, today } from '../support/stored-things.js';

const CARDS = sampleContent().cards.length;

describe('a digest on Discord for which no thread can be opened', () => {
  const base = freshStores(testDatabases.at(-1)!.open, ['channels']);
  let discord: FakeDiscord;
  let slack: FakeSlack;
  let log: LogLine[];
  let here: PauseProcess;
  let now = NOON;
  const setClock = async (minutes: number) => {
    now = minutesAfter(minutes);
    await base.database.setClock(now);
  };

  beforeAll(async () => {
    slack = await startFakeSlack();
  });
  afterAll(() => slack.close());
  beforeEach(async () => {
    await setClock(0);
    discord = await startFakeDiscord({ clock: () => now.getTime() });
    log = [];
    here = pauseProcess(base.stores, { discord, slack }, recordingLogger(log));
  });
  afterEach(() => discord.close());

  const channelOf = async (): Promise<Channel> => {
    const address = {
      platform: 'discord',
      workspace: discord.guildId,
      place: discord.textChannelId,
    } as const;
    return (await putChannel(base.stores.channels, address, settings(), today)).channel;
  };
  const isOpening = ({ method, path }: FakeRequest): boolean =>
    method === 'POST' && path.endsWith('/threads');
  const openings = () => discord.requests.filter(isOpening).length;
  const inChannel = () => discord.messages(discord.textChannelId);
  const titles = () =>
    inChannel().flatMap(({ embeds }) =>
      embeds.flatMap(({ title }) => (typeof title === 'string' ? [title] : [])),
    );
  const states = async (channel: Channel) =>
    (await base.stores.deliveries.list({ channelKey: channel.key, limit: 100 })).map(({ state }) => state);
  const told = async (tell: (output: ReturnType<typeof createOutput>) => Promise<void>): Promise<string> => {
    let text = '';
    await tell(createOutput((more) => void (text += more)));
    return text;
  };
  const doctorSays = async (channel: Channel): Promise<string> => {
    const publisher = createDiscordPublisher({
      token: discord.token,
      apiUrl: discord.url,
      logger: silentLogger,
    });
    const { problems } = await checkChannel(channel, { stores: base.stores, publisherFor: () => publisher });
    return problems.map(({ message, hint }) => `${message} ${hint}`).join('\n');
  };
  /** Head, then every card in order, once each, in the channel itself. */
  const expectFlat = () => {
    expect(inChannel()).toHaveLength(1 + CARDS);
    expect(titles().map((title) => title.slice(0, 2))).toEqual(['1 ', '2 ', '3 ', '4 ', '5 ']);
    expect(discord.threads(discord.textChannelId)).toEqual([]);
  };

  it.each([
    [
      'the server has as many as it may',
      /as many active threads as Discord allows/,
      () => (discord.state.maxActiveThreads = 0),
    ],
    [
      'the bot may not',
      /“Create Public Threads”/,
      () => (discord.state.guilds.get(discord.guildId)!.bot &= ~BITS.createPublicThreads),
    ],
    [
      'a code that nobody knows refuses it',
      /Discord refuses it/,
      () => discord.fault({ act: 'code', status: 403, code: 160099 }, { when: isOpening }),
    ],
  ])('stands in the channel itself, once, with the reason to be seen, when %s', async (_, why, spoil) => {
    const channel = await channelOf();
    spoil();
    const digestId = await here.deliver(channel, 'thread');
    expectFlat();
    expect(openings()).toBe(1);
    expect(await states(channel)).toEqual([
      'sent',
      'skipped',
      ...Array.from({ length: CARDS }, () => 'sent'),
    ]);
    const digest = await base.stores.digests.get(digestId);
    expect(digest).toMatchObject({ status: 'closed', outcome: 'posted' });
    expect(digest?.reason).toMatch(/^The papers stand in the channel itself\. No thread could be opened\. /);
    expect(digest?.reason).toMatch(why);
    expect(await told((output) => listDeliveries(base.stores.deliveries, {}, output))).toMatch(why);
    expect(await told((output) => listChannels(base.stores, false, output))).toMatch(why);
    const present = (await base.stores.channels.get(channel.key))!;
    expect(present.pause, 'the channel goes on').toBeNull();
    expect(await doctorSays(present)).toMatch(why);
    expect(await doctorSays({ ...present, layout: 'compact' })).not.toContain('No thread could be opened');
    expect(log.filter(({ level }) => level === 'error')).toEqual([]);
    await here.go(digestId);
    expectFlat();
  });

  it('has its thread again the next day, when there is room', async () => {
    const channel = await channelOf();
    discord.state.maxActiveThreads = 0;
    await here.deliver(channel, 'thread');
    discord.state.maxActiveThreads = 1_000;
    await setClock(24 * 60);
    const cards = [6, 7, 8].map((position) => sampleCard(position));
    const digestId = await here.freeze(channel, 'thread', sampleContent({ cards }));
    await here.go(digestId);
    const threads = discord.threads(discord.textChannelId);
    expect(threads).toHaveLength(1);
    expect(discord.messages(threads[0]!.id)).toHaveLength(cards.length);
    expect(await base.stores.digests.get(digestId)).toMatchObject({ outcome: 'posted', reason: null });
  });

  it('goes on in the channel after a lost answer, a pause and a resume, though there would be room by then', async () => {
    const channel = await channelOf();
    discord.state.maxActiveThreads = 0;
    const isCard = ({ path, body }: FakeRequest) =>
      path === `/channels/${discord.textChannelId}/messages` && JSON.stringify(body).includes('1 · ');
    discord.fault({ act: 'accept-then-reset' }, { when: isCard });
    const digestId = await here.freeze(channel, 'thread');
    await here.go(digestId);
    expect(inChannel(), 'head and the card whose answer was lost').toHaveLength(2);
    discord.state.channels.get(discord.textChannelId)!.overwrites = [
      { id: discord.guildId, type: 0, allow: 0n, deny: BITS.sendMessages },
    ];
    await setClock(1);
    await here.go(digestId);
    await setClock(3);
    await here.go(digestId);
    const paused = await base.stores.channels.get(channel.key);
    expect(paused?.pause?.reason).toContain('“Send Messages”');
    discord.state.channels.get(discord.textChannelId)!.overwrites = [];
    discord.state.maxActiveThreads = 1_000;
    await base.stores.channels.change(channel.address, {
      before: paused,
      settings: settings(),
      next: today,
      pause: 'ends',
    });
    await here.go(digestId);
    expectFlat();
    expect(openings()).toBe(1);
  });

  it('looks whether the thread is there when an earlier try may have opened it', async () => {
    const channel = await channelOf();
    const digestId = await here.freeze(channel, 'thread');
    discord.fault({ act: 'accept-then-reset' }, { when: isOpening });
    discord.fault({ act: 'code', status: 400, code: 160006 }, { when: isOpening, times: 9 });
    for (let minute = 0; minute <= 4; minute += 1) {
      await setClock(minute);
      await here.go(digestId);
    }
    expect(inChannel()).toHaveLength(1);
    expect(discord.messages(inChannel()[0]!.id)).toHaveLength(CARDS);
    expect(await base.stores.digests.get(digestId)).toMatchObject({ outcome: 'posted', reason: null });
  });

  it.each(['before Discord refuses', 'after Discord has refused'])(
    'stands in the channel once when the process dies %s',
    async (when) => {
      const channel = await channelOf();
      discord.state.maxActiveThreads = 0;
      const confirm = (): Promise<boolean> => Promise.reject(new Error('killed'));
      const asks = when.startsWith('after');
      if (!asks) discord.fault({ act: 'reset' }, { when: isOpening });
      const dying = pauseProcess(base.stores, { discord, slack }, recordingLogger(log), {
        deliveries: {
          ...base.stores.deliveries,
          confirm: (key, token, decide) =>
            openings() > 0 ? confirm() : base.stores.deliveries.confirm(key, token, decide),
        },
      });
      const digestId = await dying.freeze(channel, 'thread');
      await expect(dying.go(digestId)).rejects.toThrow('killed');
      for (let minute = 1; minute <= 5; minute += 1) {
        await setClock(minute);
        await here.go(digestId);
      }
      expectFlat();
      expect(await base.stores.digests.get(digestId)).toMatchObject({ outcome: 'posted' });
    },
  );

  it('pauses the channel when it is deleted in the middle of the digest', async () => {
    const channel = await channelOf();
    discord.state.maxActiveThreads = 0;
    const isCard = ({ path, body }: FakeRequest) =>
      path === `/channels/${discord.textChannelId}/messages` && JSON.stringify(body).includes('3 · ');
    discord.fault({ act: 'code', status: 404, code: 10003 }, { when: isCard });
    await here.deliver(channel, 'thread');
    expect((await base.stores.channels.get(channel.key))?.pause?.reason).toMatch(/knows no such channel/);
    expect(await states(channel)).toContain('pending');
  });
});
