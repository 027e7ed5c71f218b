import { Routes } from 'discord.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendOutcomeOf } from '../../adapters/discord/errors.js';
import { createDiscordRest, NotYet } from '../../adapters/discord/rest.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { silentLogger } from '../support/silent-logger.js';

let fake: FakeDiscord;
beforeAll(async () => {
  fake = await startFakeDiscord();
});
afterAll(() => fake.close());

it('stops calling Discord long before it bans the address, and says that nothing was sent', async () => {
  fake.fault({ act: 'code', status: 403, code: 50_013 }, { when: () => true, times: 2_000 });
  const thrown: unknown[] = [];
  // Each for itself would wait a second after fifty calls; the refusals of all of them count together.
  for (let batch = 0; batch < 27; batch += 1) {
    const rest = createDiscordRest(fake.token, fake.url, silentLogger);
    const call = (): Promise<unknown> => {
      const { signal } = new AbortController();
      return rest('get', Routes.channel(fake.textChannelId), { signal }).catch((error: unknown) => error);
    };
    thrown.push(...(await Promise.all(Array.from({ length: 40 }, call))));
  }

  expect(fake.requests.length).toBeGreaterThanOrEqual(1_000);
  expect(fake.requests.length).toBeLessThan(1_050);
  const last = thrown.at(-1);
  expect(last).toBeInstanceOf(NotYet);
  expect(sendOutcomeOf(last, 'head', { place: fake.textChannelId, head: null })).toEqual({
    kind: 'delay',
    error: expect.stringContaining('too many requests') as string,
    retryAfterMs: Math.ceil((last as NotYet).waitMs),
  });
});
