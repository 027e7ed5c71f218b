import { readdirSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createStores, openDatabase, type Stores } from '../../adapters/postgres/index.js';
import { createSealer } from '../../adapters/shared/sealer.js';
import { openSecretKeys } from '../../adapters/shared/secret-key.js';
import { openHashPerson } from '../../src/commands/person-hash.js';
import { runCli, type Env } from '../support/bot-process.js';
import { testDatabases } from '../support/databases.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import { silentLogger } from '../support/silent-logger.js';
import { facts, settings, sighting, simpleMerge, today } from '../support/stored-things.js';
import { putChannel } from '../support/put-channel.js';

const OLD = 'the first key of this test';
const NEW = 'the second key of this test';
const OFF: Env = { HUGGINGFACE_URL: '', ARXIV_RSS_URL: '', ARXIV_API_URL: '' };

const leftovers: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const clearUp of leftovers) await clearUp();
});

/** Two people of one Slack workspace and one of Discord, each with a saved paper and an opinion, and a channel each. */
async function fill(stores: Stores, sealer: ReturnType<typeof createSealer>): Promise<void> {
  await stores.papers.save([{ facts: facts('p1'), sighting: sighting('p1') }], simpleMerge);
  const hash = await openHashPerson({ facts: stores.facts, sealer, newPepper: () => 'pepper of the test' });
  for (const id of ['U1', 'U2']) {
    await stores.people.save(hash('slack', 'T1', { id }), 'p1', 'slack:T1');
    await stores.people.giveFeedback('slack:T1:C1', hash('slack', 'T1', { id }), 'p1', 'more');
  }
  await stores.people.save(hash('discord', '@me', { id: '90071' }), 'p1');
  const put = (workspace: string, place: string, who: string) =>
    putChannel(stores.channels, { platform: 'slack', workspace, place }, settings(), today, who);
  await put('T1', 'C1', 'U1');
  await put('T1', 'D1', 'U1');
  await put('T2', 'C2', 'U7');
}

/** A filled embedded database that nobody has open. */
async function embedded(): Promise<{ env: Env; dataDir: string }> {
  const dataDir = await freshDataDir();
  leftovers.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const options = { secretKey: null, previousSecretKey: null, databaseUrl: null, dataDir };
  const { current } = await openSecretKeys(options);
  const version = 'test';
  const logger = silentLogger;
  const database = await openDatabase({
    databaseUrl: null,
    dataDir,
    version,
    role: 'tool',
    logger,
    workerUrl,
  });
  await fill(createStores(database.pool), createSealer(current));
  await database.close();
  return { env: { ...OFF, DATA_DIR: dataDir }, dataDir };
}

const one = (what: string) => `  1 ${what}\n`;

describe('a key in DATA_DIR', { timeout: 300_000 }, () => {
  it('is rotated: people stay who they are, with the old key at hand and without it', async () => {
    const { env, dataDir } = await embedded();
    const rotated = await runCli(['rotate-key'], env);
    expect(rotated.stderr + rotated.stdout).toContain('1 stored secret is sealed with it.');
    expect(rotated.code).toBe(0);
    expect(readdirSync(dataDir)).toEqual(expect.arrayContaining(['secret.key', 'secret.previous.key']));

    const asked = await runCli(['forget', '--person', 'slack:T1:U1'], env);
    expect(asked.stderr).toContain('cannot be undone. Add --yes');
    expect(asked.code).toBe(1);
    const gone = await runCli(['forget', '--person', 'slack:T1:U1', '--yes'], env);
    expect(gone.stdout).toBe(
      `Deleted about slack:T1:U1:\n${one('saved paper')}${one('opinion')}${one('digest by direct message')}${one('note of who set up a channel')}`,
    );

    expect((await runCli(['rotate-key', '--json'], env)).code).toBe(0);
    const dropped = await runCli(['rotate-key', '--drop-previous'], env);
    expect(dropped.stdout).toBe('The previous key is deleted.\n');
    expect(readdirSync(dataDir)).not.toContain('secret.previous.key');
    const last = await runCli(['forget', '--person', 'discord:90071', '--yes', '--json'], env);
    expect(JSON.parse(last.stdout)).toEqual({
      forgotten: 'discord:90071',
      saved: 1,
      feedback: 0,
      digests: 0,
      setUps: 0,
    });
    const preferred = await runCli(['workspaces', 'set', 'slack:T1', '--prefer', 'delivery', '--json'], env);
    expect(JSON.parse(preferred.stdout)).toMatchObject({ workspace: 'T1', prefer: 'delivery' });
    const again = await runCli(['forget', '--person', 'discord:90071', '--yes'], env);
    expect(again.stdout).toBe('Nothing is kept about discord:90071.\n');
  });
});

describe.runIf(testDatabases.length > 1)('a key in SECRET_KEY', { timeout: 300_000 }, () => {
  it('is the operator’s to rotate: told how, sealed anew, and the old one is not needed any more', async () => {
    const database = await testDatabases.find(({ name }) => name === 'server')!.open();
    leftovers.push(() => database.close());
    await fill(createStores(database.pool), createSealer(OLD));
    const env: Env = { ...OFF, DATABASE_URL: database.url ?? '' };

    const told = await runCli(['rotate-key'], { ...env, SECRET_KEY: OLD });
    expect(told.stderr).toContain('Move the key to SECRET_KEY_PREVIOUS');
    expect(told.code).toBe(1);
    const both: Env = { ...env, SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: OLD };
    expect((await runCli(['rotate-key', '--drop-previous'], both)).stderr).toContain('yours to remove');
    expect((await runCli(['rotate-key', '--json'], both)).stdout).toContain('"resealed": 1');
    expect((await runCli(['rotate-key', '--json'], both)).stdout).toContain('"resealed": 0');

    const tooOld = await runCli(['forget', '--person', 'slack:T1:U1', '--yes'], { ...env, SECRET_KEY: OLD });
    expect(tooOld.stderr).toContain('The key has changed');
    const now: Env = { ...env, SECRET_KEY: NEW };
    const gone = await runCli(['forget', '--person', 'slack:T1:U1', '--yes'], now);
    expect(gone.stdout).toContain(one('saved paper'));
    const workspace = await runCli(['forget', '--workspace', 'slack:T1', '--yes'], now);
    expect(workspace.stdout).toBe(
      `Deleted about slack:T1:\n${one('channel with its digests')}${one('opinion')}${one('saved paper')}` +
        'Remove the bot there too, or people can set it up again.\n',
    );
    expect((await runCli(['channels', 'list', '--json'], now)).stdout).toContain('slack:T2:C2');
  });
});

describe('whom to forget', () => {
  it.each([
    [[], 'Say whom to forget'],
    [['--person', 'slack:T1:U1', '--workspace', 'slack:T1'], 'Say whom to forget'],
    [['--person', '@ada'], '"@ada" names no person.'],
    [['--person', 'slack:T1:C1'], 'names no person. Write slack:TEAM:USER'],
    [['--person', 'discord:1:90071'], 'discord:USER'],
    [['--workspace', 'slack:T1:C1'], 'channels remove KEY'],
    [['--workspace', 'discord:@me'], 'names no workspace'],
  ])('is told what is wrong with %j, before anything is opened', async (args, sentence) => {
    const { code, stderr } = await runCli(['forget', ...args, '--yes'], { ...OFF, DATA_DIR: '/nowhere' });
    expect(stderr).toContain(sentence);
    expect(code).toBe(1);
  });
});
