import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import { createHashPerson } from '../../src/commands/person-hash.js';
import { createCommandHandler, type CommandHandler } from '../../src/commands/handle.js';
import type { Channel } from '../../src/channels/channel.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { prepareDigest } from '../../src/digests/prepare.js';
import { keysOf } from '../contracts/publisher-contract.js';
import type { FakeSlackMessage } from '../fakes/slack/state.js';
import { createCommandWorld } from '../support/command-world.js';
import { testDatabases } from '../support/databases.js';
import { sampleCard, sampleContent } from '../support/digest-content.js';
import { MONDAY, openNewsroom, type Newsroom } from '../support/newsroom.js';
import { putChannel } from '../support/put-channel.js';
import { slackDesk, type SlackDesk } from '../support/slack-desk.js';
import { blocksText } from '../support/slack-html.js';
import { silentLogger } from '../support/silent-logger.js';

const PRESSED = '2611.00010';
const TITLES = [
  'Robot grasping',
  'Protein folding',
  'Graph kernels',
  'Speech translation',
  'Video diffusion',
];

describe('a channel that presses “More like this” in Slack', () => {
  let room: Newsroom;
  let desk: SlackDesk;
  let taught: Channel;
  let other: Channel;
  let handle: CommandHandler;
  beforeAll(async () => {
    room = await openNewsroom(testDatabases[0]!);
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    await room.reset();
    for (const [index, title] of TITLES.entries())
      await room.list(`2611.0000${index}`, { title, upvotes: 30 - 3 * index });
    await room.list(PRESSED, {
      title: 'Speech recognition and speech translation',
      upvotes: 1,
      on: '2026-10-01',
    });
    desk = await slackDesk('Socket Mode');
    handle = createCommandHandler({
      ...createCommandWorld().deps,
      channels: room.stores.channels,
      papers: room.stores.papers,
      people: room.stores.people,
      hashPerson: createHashPerson('pepper of the test'),
    });
    desk.front.answers = (request) => handle(request, new AbortController().signal);
    taught = await channelAt(desk.fake.channelId);
    other = await channelAt('C0OTHER0001');
  });
  afterEach(() => desk.close());

  const channelAt = async (place: string): Promise<Channel> => {
    const address = { platform: 'slack', workspace: desk.fake.teamId, place } as const;
    const settings = {
      schedule: { time: '09:00', zone: 'UTC', days: [1] as const },
      count: 5,
      layout: 'thread',
      empty: 'silent',
      picture: 'on',
      managers: 'members',
      topics: [{ name: 'everything', query: '' }],
    } as const;
    const next = { slot: '2026-11-23', dueAt: MONDAY };
    return (await putChannel(room.stores.channels, address, settings, next)).channel;
  };
  /** The next digest of a channel. */
  const next = async (channel: Channel): Promise<DigestContent> => {
    const own = { channelId: channel.id, channelKey: channel.key, settings: channel };
    const prepared = await prepareDigest(
      { ...own, day: '2026-11-23', slotAt: MONDAY, now: MONDAY },
      room.deps,
    );
    if (prepared.kind !== 'content') throw new Error('There is no digest.');
    return prepared.content;
  };
  const titlesOf = async (channel: Channel) => (await next(channel)).cards.map(({ title }) => title);
  const postedCard = async (): Promise<FakeSlackMessage> => {
    const { botToken, url: apiUrl, channelId } = desk.fake;
    const publisher = createSlackPublisher({ botToken, apiUrl, logger: silentLogger });
    const content = sampleContent({ cards: [sampleCard(1, { paperId: PRESSED })] });
    const keyOf = keysOf('taste');
    let head: string | null = null;
    for (const [position, { kind, payload }] of publisher.render(content, 'thread', keyOf).entries()) {
      const parents = { head, thread: null };
      const request = { address: taught.address, kind, payload, key: keyOf(position), parents };
      const outcome = await publisher.send(request, AbortSignal.timeout(10_000));
      head ??= outcome.kind === 'sent' ? outcome.remoteId : null;
    }
    return desk.fake.replies(channelId, head!)[0]!;
  };

  it('gets another order, says why, and changes nobody else’s; a reset brings the old order back', async () => {
    const before = await titlesOf(taught);
    expect(before).toEqual(TITLES);
    const card = await postedCard();
    const said = await desk.fake.press({ message: card }, 'More like this').reply();
    expect(blocksText(said.blocks)).toContain('Noted for this channel: more like this.');

    const { cards } = await next(taught);
    const speech = cards.findIndex(({ title }) => title === 'Speech translation');
    expect(speech).toBeLessThan(3);
    expect(cards[speech]!.why).toMatch(/ · like 1 you wanted more of$/);
    expect(await titlesOf(other)).toEqual(before);
    expect((await next(other)).cards.map(({ why }) => why).join(' ')).not.toContain('like 1');

    const asked = await desk.fake.command({ text: 'taste reset' }).reply();
    expect(blocksText(asked.blocks)).toContain('1 with “More like this”');
    const reset = { kind: 'button', action: { do: 'taste-reset' } } as const;
    const { address, direct, person } = desk.front.requests.at(-1)!;
    await handle({ id: 'slack:reset', address, direct, person, action: reset }, AbortSignal.timeout(10_000));
    expect(await titlesOf(taught)).toEqual(before);
  });
});
