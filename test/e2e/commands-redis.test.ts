import { describe, expect, it } from 'vitest';
import { startCommandScene } from '../support/command-scene.js';
import { until } from '../support/bot-process.js';
import { redisIsAvailable, startRedis } from '../support/redis.js';

/** What somebody reads when their wish could not be taken. */
const AWAY = /I cannot take this right now|I cannot reach my own records/;

describe.skipIf(!redisIsAvailable)('commands with their jobs on Redis', () => {
  it('are answered, refused with a word while Redis is away, and answered again after it is back', async () => {
    const redis = await startRedis();
    const scene = await startCommandScene({ REDIS_URL: redis.url });
    try {
      const { discord, slack } = scene;
      const search = { name: 'search', options: { query: 'code models' } };
      for (const side of [discord, slack])
        expect((await side.ask(search, side.person())).text).toContain('Code Models');
      await redis.down();
      const asked = scene.world.discord.command({ name: 'topics' });
      expect((await asked.acknowledged()).ephemeral).toBe(true);
      const refusal = await asked.reply();
      expect(refusal.content).toMatch(AWAY);
      const onSlack = await slack.ask({ name: 'topics' }, slack.person());
      expect(onSlack).toMatchObject({ isPrivate: true });
      expect(onSlack.text).toMatch(AWAY);
      await redis.up();
      for (const side of [discord, slack])
        await until(
          async () => (await side.ask(search, side.person())).text.includes('Code Models'),
          60_000,
          () => `no answer after Redis is back on ${side.name}:\n${scene.bot().stderr()}`,
        );
      expect(await scene.misdeeds()).toEqual([]);
    } finally {
      await scene.close();
      await redis.close();
    }
  }, 180_000);
});
