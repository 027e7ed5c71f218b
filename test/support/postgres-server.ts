import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chownSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL server of our own, in a temporary folder, reachable by a socket there. */
export interface TestServer {
  /** URL of its database `postgres`. */
  readonly url: string;
  /** Folder of its socket, to give `pg` as host. */
  readonly folder: string;
  /** Ends it as a crash would; its files stay. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Folder of `postgres` and `initdb`; null when no server is installed. */
export const serverBinaries = findBinaries();

/** @throws when no server is installed or it does not start */
export async function startServer(): Promise<TestServer> {
  if (serverBinaries === null) throw new Error('No postgres binary was found on this machine.');
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-pg-'));
  const account = serverAccount();
  if (account !== null) chownSync(folder, account.uid, account.gid);
  const files = join(folder, 'files');
  await run(
    join(serverBinaries, 'initdb'),
    ['-D', files, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C'],
    account,
  );

  let server: ChildProcess | null = null;
  const up = async (): Promise<void> => {
    server ??= launch(join(serverBinaries, 'postgres'), files, folder, account);
    await untilReady(folder);
  };
  const down = async (): Promise<void> => {
    if (server === null) return;
    const ended = once(server, 'exit');
    // The shell ends the server when its input closes, so also when this process dies.
    server.stdin?.end();
    await ended;
    server = null;
  };
  await up();
  return {
    url: urlOf(folder, 'postgres'),
    folder,
    up,
    down,
    close: async () => {
      await down();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function urlOf(folder: string, database: string): string {
  return `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
}

/** Null: the account this process runs as. */
type Account = { readonly uid: number; readonly gid: number } | null;

function launch(postgres: string, files: string, folder: string, account: Account): ChildProcess {
  const settings = [
    'fsync=off',
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'max_connections=120',
  ];
  const script = '"$0" "$@" & server=$!; read -r line; kill -QUIT $server; wait $server';
  return spawn(
    'sh',
    ['-c', script, postgres, '-D', files, ...settings.flatMap((setting) => ['-c', setting])],
    { ...account, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] },
  );
}

async function untilReady(folder: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ host: folder, user: 'postgres', database: 'postgres' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

async function run(command: string, args: readonly string[], account: Account): Promise<void> {
  const child = spawn(command, args, { ...account, cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${command} failed: ${said}`);
}

/** PostgreSQL refuses to run as root: then the account that its package made is used. */
function serverAccount(): Account {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error('There is no account `postgres` to run the server as.');
  return { uid: Number(uid), gid: Number(gid) };
}

function findBinaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = isThere(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  for (const folder of folders) {
    if (folder === '' || !isThere(join(folder, 'postgres'))) continue;
    const home = dirname(realpathSync(join(folder, 'postgres')));
    if (isThere(join(home, 'initdb'))) return home;
  }
  return null;
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
