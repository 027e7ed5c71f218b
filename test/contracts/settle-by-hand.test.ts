import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import type { Channel, Layout } from '../../src/channels/channel.js';
import { deliverDigest, type DeliverDeps } from '../../src/digests/deliver.js';
import { settleByHand, type HandChoice } from '../../src/digests/settle-by-hand.js';
import { AppError, describeError } from '../../src/errors.js';
import type { DeliveryRecord } from '../../src/ports/delivery-store.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { deliveringTo } from '../support/delivering.js';
import { sampleContent } from '../support/digest-content.js';
import { silentLogger } from '../support/silent-logger.js';
import { minutesAfter, NOON, settings, today } from '../support/stored-things.js';
import { putChannel } from '../support/put-channel.js';

const DAY = 24 * 60;
const resend = { kind: 'resend' } as const;

describe.each(testDatabases)('a message settled by hand on the $name database', ({ open }) => {
  let database: TestDatabase;
  let stores: Stores;
  let discord: FakeDiscord;
  let slack: FakeSlack;
  let deps: DeliverDeps;
  let digests = 0;
  beforeAll(async () => {
    database = await open();
    stores = createStores(database.pool);
    [discord, slack] = [await startFakeDiscord(), await startFakeSlack()];
    deps = deliveringTo({ discord, slack }, stores, silentLogger);
  });
  afterAll(async () => {
    await Promise.all([discord.close(), slack.close()]);
    await database.close();
  });
  beforeEach(async () => {
    await database.setClock(NOON);
  });
  afterEach(async () => {
    await database.pool.query('delete from broadsheet.channels');
  });

  const add = async (platform: 'discord' | 'slack'): Promise<Channel> => {
    const workspace = platform === 'discord' ? discord.guildId : slack.teamId;
    const place = platform === 'discord' ? discord.addChannel().id : slack.addChannel().id;
    return (await putChannel(stores.channels, { platform, workspace, place }, settings(), today)).channel;
  };
  const go = (digestId: number) => deliverDigest(digestId, deps, new AbortController().signal);
  /** A digest whose part of this number waits for a person. */
  const parked = async (channel: Channel, layout: Layout, position: number): Promise<number> => {
    const digest = await stores.digests.openNow(channel.id);
    const keyOf = keysOf(`digest ${++digests} ${digest.id}`);
    const publisher = await deps.publisherFor(channel.address.platform);
    const parts = publisher!.render(sampleContent(), layout, keyOf);
    await stores.digests.freeze(digest, sampleContent(), parts, keyOf);
    await stores.deliveries.claim(digest.id, (_digest, rows, now) => {
      const part = rows[position]!;
      const times = { firstSendAt: now, lastSendAt: now, attempts: 1 };
      const wait = { state: 'unknown', parked: true, lastError: 'reset by peer', ...times } as const;
      return { patches: new Map([[part.key, wait]]), result: null };
    });
    await go(digest.id);
    return digest.id;
  };
  const rowsOf = async (channel: Channel): Promise<readonly DeliveryRecord[]> =>
    stores.deliveries.list({ channelKey: channel.key, limit: 100 });
  const waiting = async (channel: Channel): Promise<DeliveryRecord> =>
    (await rowsOf(channel)).find(({ parked: waits }) => waits)!;
  const settle = async (channel: Channel, choice: HandChoice) =>
    settleByHand((await waiting(channel)).key.slice(0, 12), choice, stores.deliveries);
  const fails = async (attempt: Promise<unknown>): Promise<string> => {
    const error: unknown = await attempt.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    return describeError(error);
  };

  it.each(['discord', 'slack'] as const)(
    'is sent once more on %s, and the digest goes on',
    async (platform) => {
      const channel = await add(platform);
      const digestId = await parked(channel, 'thread', 0);
      const shown = () => (platform === 'discord' ? discord : slack).messages(channel.address.place).length;
      expect(shown(), 'nothing passes an uncertain head').toBe(0);
      expect(await settle(channel, resend)).toMatchObject({ remoteId: null, paused: false });
      await go(digestId);
      expect(shown()).toBe(1);
      expect(await stores.digests.get(digestId)).toMatchObject({ status: 'closed', outcome: 'posted' });
      expect((await rowsOf(channel)).map(({ state }) => state)).not.toContain('pending');
    },
  );

  it('is sent again though its digest ended days ago, and nothing else of it is', async () => {
    const channel = await add('slack');
    const digestId = await parked(channel, 'thread', 1);
    expect(await stores.digests.get(digestId)).toMatchObject({ outcome: 'posted-partly' });
    await database.pool.query(
      `update broadsheet.deliveries set state = 'skipped', remote_id = null where digest_id = $1 and position > 1`,
      [digestId],
    );
    await database.setClock(minutesAfter(3 * DAY));
    const { messages } = slack.state;
    const before = messages.length;
    await settle(channel, resend);
    expect((await stores.digests.work(0)).map((work) => work.digestId)).toContain(digestId);
    await go(digestId);
    expect(messages.length).toBe(before + 1);
    const [, card, ...rest] = await rowsOf(channel);
    expect(card).toMatchObject({ state: 'sent', askedAt: minutesAfter(3 * DAY) });
    expect(new Set(rest.map(({ state }) => state))).toEqual(new Set(['skipped']));
    expect(await stores.digests.get(digestId)).toMatchObject({ status: 'closed', outcome: 'posted-partly' });
  });

  it('is not doubled on Discord when it was there after all and the nonce is remembered', async () => {
    const channel = await add('discord');
    const digestId = await parked(channel, 'compact', 0);
    await settle(channel, resend);
    discord.fault({ act: 'accept-then-reset' });
    await go(digestId);
    await stores.deliveries.claim(digestId, (_digest, rows) => ({
      patches: new Map([[rows[0]!.key, { state: 'unknown', parked: true } as const]]),
      result: null,
    }));
    await settle(channel, resend);
    await go(digestId);
    expect(discord.messages(channel.address.place)).toHaveLength(1);
    expect((await rowsOf(channel))[0]).toMatchObject({
      state: 'sent',
      remoteId: discord.messages(channel.address.place)[0]?.id,
    });
  });

  it('is sent once, not twice: an outcome unknown again is for a person again after a complete look', async () => {
    const channel = await add('slack');
    const digestId = await parked(channel, 'compact', 0);
    await settle(channel, resend);
    slack.fault({ act: 'reset' });
    await go(digestId);
    expect((await rowsOf(channel))[0]).toMatchObject({ state: 'unknown', parked: false });
    await database.setClock(minutesAfter(5));
    await go(digestId);
    expect(await waiting(channel)).toMatchObject({ state: 'unknown', parked: true });
    expect(slack.messages(channel.address.place)).toEqual([]);
  });

  it('counts as sent with the id of the message or a link to it, and cards go below it', async () => {
    const channel = await add('slack');
    const digestId = await parked(channel, 'thread', 0);
    const head = slack.say(channel.address.place, 'the head');
    const link = `https://x.slack.com/archives/${channel.address.place}/p${head.ts.replace('.', '')}?thread_ts=1`;
    expect(await settle(channel, { kind: 'sent', message: link })).toMatchObject({ remoteId: head.ts });
    await go(digestId);
    expect(slack.replies(channel.address.place, head.ts).length).toBeGreaterThan(0);
    expect(await stores.digests.get(digestId)).toMatchObject({ outcome: 'posted' });
  });

  it('leaves whoever is looking for it without a say', async () => {
    const channel = await add('slack');
    const digestId = await parked(channel, 'compact', 0);
    const { key } = await waiting(channel);
    await stores.deliveries.claim(digestId, () => ({
      patches: new Map([[key, { claimToken: 'looker', leaseUntil: minutesAfter(1) }]]),
      result: null,
    }));
    await settle(channel, { kind: 'sent', message: '1764000000.000100' });
    expect(await stores.deliveries.confirm(key, 'looker', () => ({ parked: true }))).toBe(false);
  });

  it('says what is wrong, and changes nothing then', async () => {
    const channel = await add('discord');
    const digestId = await parked(channel, 'thread', 1);
    const { key } = await waiting(channel);
    const [head] = await rowsOf(channel);
    const by = (id: string, choice: HandChoice = resend) =>
      fails(settleByHand(id, choice, stores.deliveries));
    expect(await by('ffffffffffff')).toMatch(
      /There is no message with the id "ffffffffffff"\..*--state unknown/,
    );
    expect(await by("' or true --")).toMatch(/There is no message/);
    expect(await by(head!.key)).toMatch(/This message is sent, so there is nothing to settle/);
    for (const message of ['soon', '1764000000.000100', '99999999999999999999', ''])
      expect(await by(key, { kind: 'sent', message })).toMatch(/is no message of discord\..*Copy Message ID/);
    expect(await by(key, { kind: 'sent', message: '900000000000000001' })).toContain(head!.remoteId);
    await database.pool.query(`update broadsheet.deliveries set key = left(key, 0) || $2 where key = $1`, [
      head!.key,
      `${key.slice(0, 20)}${'0'.repeat(44)}`,
    ]);
    expect(await by(key.slice(0, 12))).toMatch(/Several messages/);
    expect((await waiting(channel)).state).toBe('unknown');
    expect((await stores.digests.get(digestId))?.status).toBe('composed');
    expect(await settleByHand(key, resend, stores.deliveries)).toMatchObject({ paused: false });
  });
});
