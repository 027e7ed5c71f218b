import { expect, it } from 'vitest';
import { openDatabase } from '../../adapters/postgres/index.js';
import { programVersion } from '../../src/wiring/version.js';
import { workerUrl } from '../support/embedded-template.js';
import { postedOnSlack } from '../support/posted.js';
import { play, type Scene } from '../support/scene.js';
import { notNow } from '../support/schedules.js';
import { silentLogger } from '../support/silent-logger.js';
import { until } from '../support/bot-process.js';

/** Ample: on a busy machine scenes wait long for their turn. */
const LIMIT = 600_000;

/** As if the outcome of a digest's head had been lost and nobody could look. */
async function loseHead({ env }: Scene): Promise<void> {
  const database = await openDatabase({
    databaseUrl: null,
    dataDir: env['DATA_DIR'] ?? '',
    version: programVersion(),
    role: 'tool',
    logger: silentLogger,
    workerUrl,
  });
  try {
    await database.pool.query(
      `update broadsheet.deliveries set state = 'unknown', parked = true, last_error = 'reset by peer'
       where kind = 'head'`,
    );
  } finally {
    await database.close();
  }
}

it(
  'a message that waits for a person is shown with an id, settled on the command line, and sent by the bot',
  () =>
    play(async (scene) => {
      const { world, cli } = scene;
      const key = world.slackKey;
      await cli(['channels', 'add', key, ...notNow(), '--count', '1', '--layout', 'compact']);
      const posted = await cli(['post', '--channel', key, '--now']);
      expect(posted.stdout).toContain('Posted 1 paper');
      await loseHead(scene);

      const { stdout: listed } = await cli(['deliveries', '--state', 'unknown']);
      const [id = ''] = /^[0-9a-f]{12}(?= )/m.exec(listed) ?? [];
      expect(listed).toMatch(/unknown, waits for a person/);
      expect(listed).toContain('deliveries resolve ID');
      const refused = async (...args: readonly string[]) => {
        const { code, stderr } = await cli(['deliveries', 'resolve', ...args]);
        expect(code).toBe(1);
        return stderr;
      };
      expect(await refused(id)).toMatch(/What became of the message\?.*--sent.*--resend/s);
      expect(await refused(id, '--sent', '1', '--resend')).toMatch(/exclude each other/);
      expect(await refused(id, '--sent', '42')).toMatch(/"42" is no message of slack/);
      expect(await refused('123456abcdef', '--resend')).toMatch(/There is no message with the id/);

      const resent = await cli(['deliveries', 'resolve', id, '--resend']);
      expect(resent.stdout).toMatch(/0 head of slack:.* will be sent once more\..*goes on.*within a minute/s);
      const bot = scene.bot();
      await until(
        () => postedOnSlack(world).heads === 2,
        120_000,
        () => bot.stdout() + bot.stderr(),
      );
      const ended = async () => (await cli(['deliveries', '--json'])).stdout.includes('"state": "sent"');
      await until(ended, 60_000, () => 'the head is not recorded as sent');
      expect(await refused(id, '--resend')).toMatch(/This message is sent, so there is nothing to settle/);
      expect(await bot.stop()).toBe(0);
    }),
  LIMIT,
);
