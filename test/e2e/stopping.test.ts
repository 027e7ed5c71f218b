import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLock } from '../../adapters/postgres/lock-file.js';
import { isAlive } from '../../adapters/postgres/process-identity.js';
import { CLI, runCli, scratchFolder, shieldedEnv, startBot, until } from '../support/bot-process.js';

describe('stopping a bot that is still starting', () => {
  const sockets = new Set<Socket>();
  let silent: Server;
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  beforeAll(async () => {
    silent = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    folder = await scratchFolder();
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    await folder.remove();
  });

  it('ends in order although a source hangs, and leaves nothing that hinders the next start', async () => {
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const env = { DATA_DIR: folder.path, HUGGINGFACE_URL: url, ARXIV_RSS_URL: '', ARXIV_API_URL: '' };
    for (let run = 0; run < 2; run++) {
      const bot = startBot(env);
      await bot.waitFor(/Reading Hugging Face/, 60_000);

      // Killed by the helper after 15 s, which gives null.
      expect(await bot.stop()).toBe(0);
      expect(bot.stdout()).toMatch(/SIGTERM: stopping[^]*Stopped\./);
      expect(bot.stderr()).not.toMatch(/too long|Unhandled/i);
    }
  }, 120_000);
});

describe('the bot behind npm start', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  beforeAll(async () => {
    folder = await scratchFolder();
  });
  afterAll(() => folder.remove());

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends with npm when npm gets %s',
    async (signal) => {
      const env = shieldedEnv({ DATA_DIR: folder.path });
      const npm = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      npm.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await until(
        () => said.includes('Running.'),
        90_000,
        () => said,
      );
      // npm's child is the bot itself; its port closes long before its database does.
      const bot = readLock(folder.path)!.record!;
      expect(isAlive(bot)).toBe(true);
      npm.kill(signal);

      // A zombie has ended, too: not every first process of a container buries them.
      await until(
        () => isAlive(bot) === false,
        20_000,
        () => `the bot (process ${bot.pid}) still runs`,
      );
      expect(readLock(folder.path)?.record?.released).toBe(true);
    },
    150_000,
  );
});

describe('a .env beside the program', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  const here = process.cwd();
  beforeAll(async () => {
    folder = await scratchFolder();
    await writeFile(
      join(folder.path, '.env'),
      'SMTP_URL=nonsense\nDATABASE_URL=nonsense\nLOG_LEVEL=nonsense\n',
    );
    process.chdir(folder.path);
  });
  afterAll(async () => {
    process.chdir(here);
    await folder.remove();
  });

  it('does not decide what the tests do with a command', async () => {
    const { stderr } = await runCli(['start'], { COLLECT_EVERY: 'often' });
    expect(stderr).toMatch(/One setting is wrong:\n {2}COLLECT_EVERY/);
  });

  it('does not decide what they do with npm start, which has to run there', () => {
    const env = shieldedEnv({ COLLECT_EVERY: 'often' });
    const { stderr } = spawnSync(process.execPath, [CLI, 'start'], { env, encoding: 'utf8' });
    expect(stderr).toMatch(/One setting is wrong:\n {2}COLLECT_EVERY/);
  });
});
