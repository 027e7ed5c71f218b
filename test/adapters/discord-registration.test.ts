import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createRefusalWatch,
  discordApplicationId,
  registerDiscordCommands,
} from '../../adapters/discord/index.js';
import { definitions } from '../../src/commands/definitions.js';
import { describeError } from '../../src/errors.js';
import type { FactStore } from '../../src/ports/workspace-store.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { memoryFacts } from '../support/discord-desk.js';
import { silentLogger } from '../support/silent-logger.js';

type Options = Partial<Parameters<typeof registerDiscordCommands>[0]>;

describe('registering commands with Discord', () => {
  let fake: FakeDiscord;
  let facts: FactStore;
  beforeEach(async () => {
    fake = await startFakeDiscord();
    facts = memoryFacts();
  });
  afterEach(() => fake.close());

  const refusals = createRefusalWatch({ logger: silentLogger });
  const register = (options: Options = {}) =>
    registerDiscordCommands(
      {
        token: fake.token,
        apiUrl: fake.url,
        appId: fake.appId,
        facts,
        refusals,
        ...options,
      },
      AbortSignal.timeout(10_000),
    );
  const refusal = (options: Options) => register(options).then(() => 'registered', describeError);
  const puts = () => fake.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path);

  it('sends everything in one request, once', async () => {
    expect(await register()).toEqual({ kind: 'registered', appId: fake.appId, guildId: null });
    expect(await register()).toEqual({ kind: 'unchanged', appId: fake.appId, guildId: null });
    expect(puts()).toEqual([`/applications/${fake.appId}/commands`]);
    expect(fake.state.commands.get('global')?.map(({ name }) => name)).toEqual([
      'papers',
      'Find similar papers',
    ]);
  });

  it('sends it again when a definition has changed, and when it is told to', async () => {
    await register();
    const changed = definitions.map((item) => ({ ...item, summary: `${item.summary.slice(0, 90)}, again` }));
    expect((await register({ definitions: changed })).kind).toBe('registered');
    expect((await register({ definitions: changed })).kind).toBe('unchanged');
    expect((await register({ definitions: changed, force: true })).kind).toBe('registered');
    expect(puts()).toHaveLength(3);
  });

  it('registers in one server beside all', async () => {
    await register();
    const { guildId } = fake;
    expect(await register({ guildId })).toEqual({ kind: 'registered', appId: fake.appId, guildId });
    expect((await register({ guildId })).kind).toBe('unchanged');
    expect(fake.state.commands.get(guildId)).toHaveLength(2);
  });

  it('asks Discord for the application’s id when it was not told', async () => {
    expect(await register({ appId: null })).toMatchObject({ kind: 'registered', appId: fake.appId });
  });

  it('tells the application’s id by the token alone', async () => {
    const deps = { token: fake.token, apiUrl: fake.url, refusals };
    expect(await discordApplicationId(deps, AbortSignal.timeout(10_000))).toBe(fake.appId);
    const wrong = discordApplicationId({ ...deps, token: 'wrong' }, AbortSignal.timeout(10_000));
    await expect(wrong).rejects.toMatchObject({ code: 'config' });
  });

  it('remembers nothing that Discord has not taken', async () => {
    fake.fault({ act: 'status', status: 500 }, { when: ({ method }) => method === 'PUT' });
    await expect(register()).rejects.toMatchObject({ code: 'platform', retryable: true });
    expect((await register()).kind).toBe('registered');
  });

  it.each<[string, (fake: FakeDiscord) => Options, string]>([
    ['a wrong token', () => ({ token: 'wrong' }), 'DISCORD_TOKEN'],
    ['a wrong token, and no id', () => ({ token: 'wrong', appId: null }), 'DISCORD_TOKEN'],
    ['the id of another application', () => ({ appId: '600000000000000099' }), 'DISCORD_APP_ID'],
    ['a server that the bot is not in', () => ({ guildId: '1' }), 'Invite it: https://discord.com/oauth2'],
    [
      'a definition that Discord does not take',
      () => ({ definitions: [{ ...definitions[0]!, summary: 'x'.repeat(101) }] }),
      'report it',
    ],
  ])('says how to mend %s', async (_name, options, words) => {
    expect(await refusal(options(fake))).toContain(words);
  });

  it('says that Discord takes no more today', async () => {
    fake.fault({ act: 'code', status: 400, code: 30034 }, { when: ({ method }) => method === 'PUT' });
    expect(await refusal({})).toContain('tomorrow');
  });
});
