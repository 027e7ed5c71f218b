import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../support/bot-process.js';
import { freshDataDir } from '../support/embedded-template.js';

const LOGGER = fileURLToPath(new URL('../support/log-packages.mjs', import.meta.url));
/** What takes a second or more of processor time to load. */
const HEAVY = /^(discord\.js|@slack\/|bullmq|ioredis|@clack\/)/;
const DISCORD = {
  DISCORD_TOKEN: 'a.b.c',
  DISCORD_APP_ID: '123456789012345678',
  DISCORD_API_URL: 'http://127.0.0.1:9/api',
};
const SLACK = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
};

describe('a command loads only what it needs', () => {
  let folder: string;
  let dataDir: string;
  beforeEach(async () => {
    [folder, dataDir] = await Promise.all([mkdtemp(join(tmpdir(), 'broadsheet-light-')), freshDataDir()]);
  });
  afterEach(() =>
    Promise.all([folder, dataDir].map((path) => rm(path, { recursive: true, force: true, maxRetries: 10 }))),
  );

  const heavyOf = async (...args: readonly string[]): Promise<readonly string[]> => {
    const log = join(folder, 'packages');
    const watch = { NODE_OPTIONS: `--import=${LOGGER}`, PACKAGE_LOG: log };
    await runCli(args, { ...watch, ...DISCORD, ...SLACK, DATA_DIR: dataDir });
    const loaded = new Set((await readFile(log, 'utf8')).split('\n'));
    expect(loaded).toContain('commander');
    return [...loaded].filter((name) => HEAVY.test(name));
  };

  it.each([
    ['--help'],
    ['init'],
    ['channels', 'list'],
    ['deliveries', 'list'],
    ['forget', '--person', 'discord:1234567890123456', '--yes'],
  ])('%s: no platform’s SDK, and no queue', async (...args) => {
    expect(await heavyOf(...args)).toEqual([]);
  });

  it('one about a platform: that platform’s SDK', async () => {
    expect(await heavyOf('register')).toEqual(['discord.js']);
  });
});
