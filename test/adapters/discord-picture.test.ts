import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import { createPictureMaker } from '../../adapters/pictures/index.js';
import type { Layout } from '../../src/channels/channel.js';
import type { Payload } from '../../src/digests/delivery.js';
import type { SendRequest } from '../../src/ports/publisher.js';
import type { PictureMaker } from '../../src/ports/picture-maker.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { BITS } from '../fakes/discord/state.js';
import { sampleContent } from '../support/digest-content.js';
import { recordingLogger } from '../support/slack-fixtures.js';

const PNG = '\x89PNG\r\n\x1a\n';
const ALT = 'Monday, 23 November 2026, 5 papers · multilingual, speech. 1. Speech models that listen';
const soon = () => AbortSignal.timeout(20_000);
const broken: PictureMaker = { draw: () => Promise.reject(new Error('no ink')) };
const maker = createPictureMaker();

// The first picture starts a thread, which a loaded machine takes its time for.
beforeAll(() => maker.draw(sampleContent().picture!));

let fake: FakeDiscord;
let logger: ReturnType<typeof recordingLogger>;
beforeEach(async () => {
  fake = await startFakeDiscord();
  logger = recordingLogger();
});
afterEach(() => fake.close());

function scene(pictures: PictureMaker | undefined, layout: Layout = 'thread', content = sampleContent()) {
  const publisher = createDiscordPublisher({
    token: fake.token,
    apiUrl: fake.url,
    logger,
    ...(pictures === undefined ? {} : { pictures }),
  });
  const keyOf = keysOf(layout);
  const [first] = publisher.render(content, layout, keyOf);
  const place = layout === 'forum' ? fake.forumChannelId : fake.textChannelId;
  const head: SendRequest = {
    address: { platform: 'discord', workspace: fake.guildId, place },
    kind: layout === 'forum' ? 'post' : 'head',
    // As it comes out of the database.
    payload: JSON.parse(JSON.stringify(first?.payload)) as Payload,
    key: keyOf(0),
    parents: { head: null, thread: null },
    // As the bot asks it: by a dispatcher of its own.
    mayLeave: () => true,
  };
  return { publisher, head, place };
}
const posts = () => fake.requests.filter(({ method }) => method === 'POST');
const deny = (bit: bigint) => {
  fake.state.guilds.get(fake.guildId)!.bot &= ~bit;
};

describe('the picture of a digest on Discord', () => {
  it.each(['thread', 'compact', 'forum'] as const)(
    'goes with the first message of the layout %s',
    async (layout) => {
      const { publisher, head, place } = scene(maker, layout);
      const outcome = await publisher.send(head, soon());
      expect(outcome.kind).toBe('sent');
      const room = layout === 'forum' && outcome.kind === 'sent' ? outcome.remoteId : place;
      const [message] = fake.messages(room);
      expect(message?.files).toHaveLength(1);
      const [file] = message?.files ?? [];
      expect(file?.name).toBe('broadsheet-2026-11-23.png');
      expect(file?.bytes.toString('latin1', 0, 8)).toBe(PNG);
      expect(file?.description).toContain(ALT);
      expect(message?.content).toContain('5 papers');
      expect(posts()[0]?.body).not.toHaveProperty('picture');
      if (layout !== 'forum') expect(message?.nonce).toHaveLength(25);
    },
  );

  it('is the same when the message is sent again, and makes no second one', async () => {
    const { publisher, head } = scene(maker);
    fake.fault({ act: 'accept-then-reset' });
    expect((await publisher.send(head, soon())).kind).toBe('unknown');
    expect((await publisher.send(head, soon())).kind).toBe('sent');
    const [first, second] = posts();
    expect(second?.body).toEqual(first?.body);
    expect(second?.files[0]?.bytes.equals(first?.files[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(fake.messages(fake.textChannelId)).toHaveLength(1);
  });

  it('is left out where the bot may not attach files, which is asked once a day', async () => {
    deny(BITS.attachFiles);
    const { publisher, head } = scene(maker);
    expect((await publisher.send(head, soon())).kind).toBe('sent');
    expect(posts().map(({ files, status }) => [files.length, status])).toEqual([
      [1, 403],
      [0, 200],
    ]);
    expect(logger.lines.map(({ message }) => message)).toContain(
      'Discord takes no picture here; grant the bot “Attach Files”',
    );
    await publisher.send({ ...head, payload: { ...head.payload, nonce: 'another' } }, soon());
    expect(posts()).toHaveLength(3);
    expect(fake.messages(fake.textChannelId).map(({ files }) => files.length)).toEqual([0, 0]);
  });

  it('does not hide that the bot may not post at all', async () => {
    deny(BITS.sendMessages);
    const { publisher, head } = scene(maker);
    expect((await publisher.send(head, soon())).kind).toBe('pause');
    expect(fake.messages(fake.textChannelId)).toEqual([]);
  });

  it.each([
    ['it cannot be drawn', broken, 1],
    ['nobody draws', undefined, 0],
  ])('is left out when %s', async (_, pictures, warnings) => {
    const { publisher, head } = scene(pictures);
    expect((await publisher.send(head, soon())).kind).toBe('sent');
    expect(posts()[0]?.body).not.toHaveProperty('picture');
    expect(fake.messages(fake.textChannelId)[0]?.files).toEqual([]);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(warnings);
  });

  it('is not there for a channel that wants none', async () => {
    const { picture: _, ...bare } = sampleContent();
    const { publisher, head } = scene(maker, 'thread', bare);
    await publisher.send(head, soon());
    expect(fake.messages(fake.textChannelId)[0]?.files).toEqual([]);
    expect(posts()[0]?.body).not.toHaveProperty('attachments');
  });

  it('missing the right to attach is named as harmless', async () => {
    deny(BITS.attachFiles);
    const { publisher, head } = scene(maker);
    const { problems } = await publisher.inspect(head.address, 'thread', soon());
    expect(problems).toMatchObject([{ harmless: true }]);
    expect(problems[0]?.message).toContain('Attach Files');
    expect(problems[0]?.message).toContain('without their picture');
  });
});
