import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordGateway, type DiscordGateway } from '../../adapters/discord/index.js';
import { AppError, describeError } from '../../src/errors.js';
import { discordHarness, type DiscordHarness } from '../support/discord-publisher.js';
import { silentLogger } from '../support/silent-logger.js';

const poll = { timeout: 10_000, interval: 20 };

describe('the Discord gateway', () => {
  let harness: DiscordHarness;
  let gateway: DiscordGateway | null = null;
  let heard: string[];
  beforeEach(async () => {
    heard = [];
    harness = await discordHarness();
  });
  afterEach(async () => {
    await gateway?.stop();
    gateway = null;
    await harness.close();
  });

  const start = async (token = harness.fake.token) => {
    gateway = createDiscordGateway({
      token,
      apiUrl: harness.fake.url,
      logger: silentLogger,
      onInteraction: ({ id }) => Promise.resolve(void heard.push(id)),
      firstRetryMs: 50,
    });
    await gateway.start();
    return gateway;
  };
  const connected = () =>
    expect.poll(() => gateway?.health(), poll).toEqual({ ready: true, detail: 'connected' });
  const hears = () => {
    const { id } = harness.fake.command({ name: 'topics' });
    return expect.poll(() => heard, poll).toContain(id);
  };

  it('connects, says so, and stops', async () => {
    await start();
    await connected();
    await gateway!.stop();
    expect(gateway!.health()).toEqual({ ready: false, detail: 'stopped' });
    await expect.poll(() => harness.fake.gateway.sessions(), poll).toBe(0);
  });

  it('refuses a bad token with the repair, at the REST door and at the gateway', async () => {
    const refused = start('wrong');
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
    await expect(start('wrong')).rejects.toMatchObject({ code: 'config' });
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

  it('resumes after the connection is cut, and hears people again', async () => {
    await start();
    await connected();
    harness.fake.gateway.drop();
    await expect.poll(() => gateway!.health().ready, poll).toBe(false);
    await connected();
    expect(harness.fake.gateway.counts).toEqual({ identified: 1, resumed: 1 });
    await hears();
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
