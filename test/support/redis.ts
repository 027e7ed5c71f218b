import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** A Redis of our own, in a temporary folder and on a free port of 127.0.0.1. */
export interface TestRedis {
  readonly url: string;
  /** Ends the server; what it held is gone. */
  down(): Promise<void>;
  /** Starts it again, empty, on the same port; nothing happens while it runs. */
  up(): Promise<void>;
  flush(): Promise<void>;
  /** Sends one command and returns its answer. */
  command(name: string, ...args: string[]): Promise<unknown>;
  close(): Promise<void>;
}

/** True when a `redis-server` is on the PATH. */
export const hasRedisServer = findOnPath('redis-server') !== null;

/** Where tests may keep jobs: a server on the PATH, else REDIS_URL, else nowhere, which is a failure in CI. */
export const redisIsAvailable = hasRedisServer || (process.env['REDIS_URL'] ?? '') !== '';
if (!redisIsAvailable && process.env['CI'] === 'true')
  throw new Error('The tests of the job queue need Redis: install redis-server or set REDIS_URL.');

/** Another program may take the port between the look for a free one and the start, or while the server is down. */
const TRIES = 20;

/** Starts a Redis. @throws when there is no `redis-server` on the PATH or it does not start within 10 s */
export async function startRedis(...settings: string[]): Promise<TestRedis> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'broadsheet-redis-')));
  let server: ChildProcess | null = null;
  const started = async (port: number): Promise<boolean> => {
    const child = launch(folder, port, settings);
    const ended = once(child, 'exit').then(() => false);
    const ready = await Promise.race([ended, isOurs(`redis://127.0.0.1:${port}`, folder)]);
    server = ready ? child : null;
    if (!ready) child.kill('SIGKILL');
    return ready;
  };
  let port = await freePort();
  for (let tries = 1; !(await started(port)) && tries < TRIES; tries += 1) port = await freePort();
  const url = `redis://127.0.0.1:${port}`;

  const up = async () => {
    for (let tries = 1; server === null; tries += 1) {
      if (tries > TRIES) throw new Error(`Redis does not start again on port ${port}.`);
      if (!(await started(port))) await sleep(500);
    }
  };
  const down = async () => {
    const ended = server;
    server = null;
    if (ended?.exitCode !== null) return;
    const exit = once(ended, 'exit');
    ended.kill('SIGKILL');
    await exit;
  };
  const command = (name: string, ...args: string[]) =>
    onFreshConnection(url, (client) => client.call(name, ...args));

  await up();
  return {
    url,
    up,
    down,
    command,
    flush: async () => {
      await command('FLUSHALL');
    },
    close: async () => {
      await down();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port of 127.0.0.1 that nobody has at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

// --- Internal helpers ---

function launch(folder: string, port: number, settings: string[]): ChildProcess {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings];
  return spawn('redis-server', args, { stdio: 'ignore' });
}

/** Waits until somebody answers; false when that is another server on the same port. */
async function isOurs(url: string, folder: string): Promise<boolean> {
  const answer = await onFreshConnection(url, (client) => client.call('CONFIG', 'GET', 'dir')).catch(
    () => null,
  );
  return Array.isArray(answer) && answer[1] === folder;
}

/** One command on a connection of its own, tried for up to ten seconds. */
async function onFreshConnection<T>(url: string, act: (client: Redis) => Promise<T>): Promise<T> {
  const retryStrategy = (times: number) => (times > 200 ? null : 50);
  const client = new Redis(url, { retryStrategy, maxRetriesPerRequest: 200 });
  client.on('error', () => undefined);
  try {
    return await act(client);
  } finally {
    client.disconnect();
  }
}

function findOnPath(program: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}
