import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, openDatabase } from '../../adapters/postgres/index.js';
import { createSealer } from '../../adapters/shared/sealer.js';
import { openSecretKeys } from '../../adapters/shared/secret-key.js';
import { openHashes } from '../../src/commands/person-hash.js';
import { nextSlot } from '../../src/digests/slots.js';
import { createAddressBook } from '../../src/subscriptions/address-book.js';
import { LINK_LIFE_MS } from '../../src/subscriptions/letters.js';
import { parseWish } from '../../src/subscriptions/wish.js';
import { startSmtp, type FakeSmtp } from '../fakes/smtp.js';
import { workerUrl } from '../support/embedded-template.js';
import { play } from '../support/scene.js';
import { silentLogger } from '../support/silent-logger.js';

const READER = 'reader@example.org';
const ID = '0123456789abcdef0123456789abcdef';
const KEY = `email:-:${ID}`;

/** One confirmed reader in the embedded database, which nobody has open. */
async function subscribe(dataDir: string): Promise<void> {
  const { current } = await openSecretKeys({
    secretKey: null,
    previousSecretKey: null,
    databaseUrl: null,
    dataDir,
  });
  const database = await openDatabase({
    databaseUrl: null,
    dataDir,
    version: 'test',
    role: 'tool',
    logger: silentLogger,
    workerUrl,
  });
  const { facts, subscribers } = createStores(database.pool);
  const sealer = createSealer(current);
  const { mac } = await openHashes({ facts, sealer, newPepper: () => 'pepper of this test' });
  const open = (sealed: string, purpose: string) => Promise.resolve(sealer.open(sealed, purpose));
  const book = createAddressBook({ mac, sealer, open });
  // Half a day from now, so that nothing comes by itself.
  const wish = parseWish({ address: READER, topics: '', time: '00:00', zone: 'Etc/GMT+12', days: 'daily' });
  if (!wish.ok) throw new Error('no wish');
  const { address, settings } = wish.value;
  await subscribers.ask({ id: ID, settings, ...book.keep(ID, address) }, 3, LINK_LIFE_MS);
  const done = await subscribers.confirm(ID, ({ schedule }) => nextSlot(schedule, new Date()));
  if (done.kind !== 'subscribed') throw new Error(done.kind);
  await database.close();
}

describe('a reader by mail on the command line', { timeout: 600_000 }, () => {
  let smtp: FakeSmtp;
  beforeAll(async () => {
    smtp = await startSmtp({ user: 'bot', pass: 'word' });
  });
  afterAll(() => smtp.close());

  it('is listed, mailed with a new key, paused by a bounce, and forgotten', async () => {
    await play(async ({ env, cli }) => {
      const mail = {
        ...env,
        SMTP_URL: smtp.url,
        MAIL_FROM: 'papers@example.net',
        DISCORD_TOKEN: '',
        DISCORD_APP_ID: '',
        SLACK_BOT_TOKEN: '',
        SLACK_APP_TOKEN: '',
      };
      const run = (...args: string[]) => cli(args, mail);
      await subscribe(env['DATA_DIR'] ?? '');
      expect((await run('channels', 'list')).stdout).toContain(KEY);
      const added = await run(
        'channels',
        'add',
        `email:-:${'f'.repeat(32)}`,
        '--time',
        '09:00',
        '--zone',
        'UTC',
      );
      expect(added.stderr).toContain('Readers by mail subscribe themselves');

      expect((await run('rotate-key')).stdout).toContain('2 stored secrets are sealed with it.');
      const posted = await run('post', '--channel', KEY, '--now');
      expect(posted.stdout, posted.stderr).toContain(`Posted 5 papers to ${KEY}.`);
      const [mailed] = smtp.to(READER);
      expect(mailed?.parsed.subject).toMatch(/^5 trending papers: /);
      const well = await run('doctor');
      expect(well.stdout).toContain('✓ E-mail: 127.0.0.1 answers, 1 subscriber.');

      smtp.fail({ at: 'to', reply: '550 5.1.1 no such user' });
      expect((await run('post', '--channel', KEY, '--now')).stdout).toContain(
        'refuses this address for good',
      );
      expect((await run('channels', 'list')).stdout).toContain(`${KEY} is paused: The mail server refuses`);

      const wrong = await cli(['doctor'], { ...mail, SMTP_URL: smtp.url.replace(':word@', ':other@') });
      expect(wrong.stdout).toContain('✗ E-mail: The mail server does not accept the user and password');
      const nowhere = await cli(['doctor'], { ...mail, SMTP_URL: 'smtp://mail.example.org' });
      expect(nowhere.stdout).toContain('✗ E-mail: E-mail is off: PUBLIC_URL is');

      const gone = await run('forget', '--person', `email:${READER.toUpperCase()}`, '--yes');
      expect(gone.stdout, gone.stderr).toContain('1 subscription by mail with its digests');
      expect((await run('channels', 'list', '--json')).stdout.trim()).toBe('[]');
    });
  });
});
