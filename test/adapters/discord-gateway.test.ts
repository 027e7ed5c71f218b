import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDiscordGateway,
  createDiscordInteractions,
  type DiscordGateway,
  type DiscordInteractionsDeps,
} from '../../adapters/discord/index.js';
import { AppError, describeError } from '../../src/errors.js';
import type { FakeInteraction } from '../fakes/discord/interactions.js';
import type { FakeMessage } from '../fakes/discord/state.js';
import { HOSTILE_TEXTS } from '../support/digest-content.js';
import { openThread, partRequest, sent } from '../support/discord-part.js';
import { discordHarness, type DiscordHarness } from '../support/discord-publisher.js';
import { silentLogger } from '../support/silent-logger.js';

const poll = { timeout: 10_000, interval: 20 };

describe('the Discord gateway', () => {
  let harness: DiscordHarness;
  let gateway: DiscordGateway | null = null;
  beforeEach(async () => {
    harness = await discordHarness();
  });
  afterEach(async () => {
    await gateway?.stop();
    gateway = null;
    await harness.close();
  });

  const start = async (deps: Partial<DiscordInteractionsDeps> = {}, token = harness.fake.token) => {
    const onInteraction = createDiscordInteractions({
      abstractOf: (paperId) =>
        Promise.resolve({
          title: `Title of ${paperId}`,
          abstract: 'All of it.',
          url: 'https://arxiv.org/abs/1',
        }),
      logger: silentLogger,
      ...deps,
    });
    const apiUrl = harness.fake.url;
    gateway = createDiscordGateway({ token, apiUrl, logger: silentLogger, onInteraction, firstRetryMs: 50 });
    await gateway.start();
    return gateway;
  };
  const connected = () =>
    expect.poll(() => gateway?.health(), poll).toEqual({ ready: true, detail: 'connected' });
  const answered = async (interaction: FakeInteraction) => {
    await expect.poll(() => interaction.reply, poll).not.toBeNull();
    return JSON.stringify(interaction.reply);
  };
  const buttonOf = (message: FakeMessage) => {
    const rows = message.components as unknown as { components: { custom_id?: string }[] }[];
    return rows[0]!.components.find((button) => button.custom_id !== undefined)!.custom_id!;
  };

  it('connects, says so, and stops', async () => {
    await start();
    await connected();
    await gateway!.stop();
    expect(gateway!.health()).toEqual({ ready: false, detail: 'stopped' });
    await expect.poll(() => harness.fake.gateway.sessions(), poll).toBe(0);
  });

  it('answers the button of a card with the abstract, to the one who pressed it', async () => {
    await start();
    await connected();
    const parents = await openThread(harness);
    await sent(harness, partRequest(harness, 'thread', 2, parents));
    const [card] = harness.fake.messages(parents.thread!);
    const interaction = harness.fake.press(card!, buttonOf(card!));
    const reply = await answered(interaction);
    expect(reply).toContain('Title of 2611.10001');
    expect(reply).toContain('All of it.');
    expect(reply).toContain('"allowed_mentions":{"parse":[]');
    expect(interaction).toMatchObject({ responseType: 5, ephemeral: true });
  });

  it('answers the button of a head with how the list is made', async () => {
    await start();
    await connected();
    await sent(harness, partRequest(harness, 'thread', 0));
    const [head] = harness.fake.messages(harness.fake.textChannelId);
    expect(await answered(harness.fake.press(head!, buttonOf(head!)))).toContain('Hugging Face');
  });

  it.each([
    '',
    'x',
    '9:abstract:2611.1:aaaaaaaaaaaaaaaaaaaaaaaaa',
    '1:abstract::',
    '1:delete:all',
    '__proto__',
  ])('answers the unknown button id %j politely', async (customId) => {
    await start();
    await connected();
    await sent(harness, partRequest(harness, 'thread', 0));
    const [head] = harness.fake.messages(harness.fake.textChannelId);
    expect(await answered(harness.fake.press(head!, customId))).toContain('does nothing here');
  });

  it('says so when the abstract is not kept or cannot be looked up, and shows a hostile one harmlessly', async () => {
    let next: () => ReturnType<DiscordInteractionsDeps['abstractOf']> = () => Promise.resolve(null);
    await start({ abstractOf: () => next() });
    await connected();
    const parents = await openThread(harness);
    await sent(harness, partRequest(harness, 'thread', 2, parents));
    const [card] = harness.fake.messages(parents.thread!);
    const press = () => answered(harness.fake.press(card!, buttonOf(card!)));
    expect(await press()).toContain('not kept');
    next = () => Promise.reject(new Error('database is down'));
    expect(await press()).toContain('try again');
    for (const text of HOSTILE_TEXTS) {
      next = () => Promise.resolve({ title: text, abstract: text, url: 'javascript:alert(1)' });
      expect(await press()).not.toContain('"url":"javascript');
    }
  });

  it('refuses a bad token with the repair, at the REST door and at the gateway', async () => {
    const refused = start({}, 'wrong');
    await expect(refused).rejects.toThrow(AppError);
    await expect(refused).rejects.toMatchObject({ code: 'config' });
    await expect(refused.catch(describeError)).resolves.toContain('DISCORD_TOKEN');
    expect(gateway?.health()).toEqual({ ready: false, detail: 'Discord does not accept the bot token.' });
  });

  it('refuses a token that only the gateway rejects', async () => {
    Object.assign(harness.fake.state, { token: 'another' });
    harness.fake.fault(
      {
        act: 'status',
        status: 200,
        body: {
          url: harness.fake.url.replace('http', 'ws').replace('/api', '/gateway'),
          shards: 1,
          session_start_limit: { total: 1, remaining: 1, reset_after: 0, max_concurrency: 1 },
        },
      },
      { when: ({ path }) => path === '/gateway/bot' },
    );
    await expect(start({}, 'wrong')).rejects.toMatchObject({ code: 'config' });
    expect(gateway!.health().ready).toBe(false);
  });

  it('starts while Discord is down, tells so, and connects when it is back', async () => {
    await harness.fake.down();
    await start();
    expect(gateway!.health().ready).toBe(false);
    expect(gateway!.health().detail).toContain('cannot connect');
    await harness.fake.up();
    await connected();
  });

  it('resumes after the connection is cut, and answers again', async () => {
    await start();
    await connected();
    harness.fake.gateway.drop();
    await expect.poll(() => gateway!.health().ready, poll).toBe(false);
    await connected();
    expect(harness.fake.gateway.counts).toEqual({ identified: 1, resumed: 1 });
    await sent(harness, partRequest(harness, 'thread', 0));
    const [head] = harness.fake.messages(harness.fake.textChannelId);
    await answered(harness.fake.press(head!, buttonOf(head!)));
  });

  it('opens a new session when the old one was ended by Discord', async () => {
    await start();
    await connected();
    harness.fake.gateway.drop(1000);
    await expect.poll(() => harness.fake.gateway.counts.identified, poll).toBe(2);
    await connected();
  });

  it('says that it is cut off for good when the token is withdrawn while it runs', async () => {
    await start();
    await connected();
    harness.fake.gateway.drop(4004);
    await expect.poll(() => gateway!.health().detail, poll).toContain('token');
    expect(gateway!.health().ready).toBe(false);
  });
});
