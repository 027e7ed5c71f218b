import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, startRedis, type TestRedis } from './redis.js';

const run = promisify(execFile);
const PATIENCE_MS = 30_000;

/** A server that also speaks TLS, with a certificate of its own making for `localhost`. */
export interface TlsRedis {
  /** The same server without TLS. */
  readonly plain: TestRedis;
  readonly url: string;
  /** File with the certificate, for who is to trust it. */
  readonly certificate: string;
  close(): Promise<void>;
}

export async function startTlsRedis(): Promise<TlsRedis> {
  const folder = await scratch();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-keyout', key, '-out', certificate, '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
  ]);
  const port = await freePort();
  const plain = await startRedis(
    ...['--tls-port', String(port), '--tls-cert-file', certificate, '--tls-key-file', key],
    ...['--tls-auth-clients', 'no'],
  );
  return {
    plain,
    url: `rediss://127.0.0.1:${port}`,
    certificate,
    close: () => plain.close().then(() => remove(folder)),
  };
}

/** A master, a replica of it, and one sentinel, which puts the replica in the master's place half a second after its end. */
export interface SentinelRedis {
  readonly url: string;
  readonly master: TestRedis;
  readonly replica: TestRedis;
  close(): Promise<void>;
}

export async function startSentinelRedis(): Promise<SentinelRedis> {
  const folder = await scratch();
  const master = await startRedis();
  const replica = await startRedis('--replicaof', '127.0.0.1', portOf(master));
  const port = await freePort();
  const file = join(folder, 'sentinel.conf');
  const lines = [
    ...[`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`],
    `sentinel monitor mymaster 127.0.0.1 ${portOf(master)} 1`,
    'sentinel down-after-milliseconds mymaster 500',
    'sentinel failover-timeout mymaster 2000',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
  await until('the replica to have the master’s data', async () =>
    String(await replica.command('INFO', 'replication')).includes('master_link_status:up'),
  );
  await until('the sentinel to know the replica', async () =>
    // Its answer to INFO is plain text; it knows no CONFIG GET of a folder.
    (await tell(port, 'INFO sentinel')).includes('slaves=1'),
  );
  return {
    url: `redis+sentinel://127.0.0.1:${port}/mymaster`,
    master,
    replica,
    close: async () => {
      const ended = once(sentinel, 'exit');
      sentinel.kill('SIGKILL');
      await ended;
      await Promise.all([master.close(), replica.close()]);
      await remove(folder);
    },
  };
}

/** Three nodes, each with a third of the slots. */
export interface ClusterRedis {
  readonly url: string;
  readonly nodes: readonly TestRedis[];
  close(): Promise<void>;
}

const SLOTS = [
  [0, 5_460],
  [5_461, 10_922],
  [10_923, 16_383],
] as const;

export async function startClusterRedis(): Promise<ClusterRedis> {
  // The bus would be ten thousand ports higher, where there may be none.
  const buses = await Promise.all(SLOTS.map(() => freePort()));
  const nodes = await Promise.all(
    buses.map((bus) => startRedis('--cluster-enabled', 'yes', '--cluster-port', String(bus))),
  );
  for (const [index, [from, to]] of SLOTS.entries())
    await nodes[index]!.command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
  for (const [index, node] of nodes.entries())
    await nodes[0]!.command('CLUSTER', 'MEET', '127.0.0.1', portOf(node), String(buses[index]));
  for (const node of nodes)
    await until('the cluster to be whole', async () =>
      String(await node.command('CLUSTER', 'INFO')).includes('cluster_state:ok'),
    );
  return {
    url: `redis+cluster://${nodes.map((node) => `127.0.0.1:${portOf(node)}`).join(',')}`,
    nodes,
    close: async () => {
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
}

// --- Internal helpers ---

function portOf({ url }: TestRedis): string {
  return new URL(url).port;
}

async function tell(port: number, command: string): Promise<string> {
  const { stdout } = await run('redis-cli', ['-p', String(port), ...command.split(' ')]).catch(() => ({
    stdout: '',
  }));
  return stdout;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await sleep(100);
  }
}

async function scratch(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'broadsheet-redis-')));
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
