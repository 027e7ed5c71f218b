import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { productionTree } from '../support/production-tree.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(`${ROOT}${name}`, 'utf8');
const run = promisify(execFile);

interface Instruction {
  readonly stage: number;
  readonly name: string;
  readonly rest: string;
}

/** The Dockerfile's instructions, continued lines joined, comments left out. */
const dockerfile: readonly Instruction[] = (() => {
  let stage = -1;
  const text = read('Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '');
  return text.split('\n').flatMap((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stage += 1;
    return name === '' ? [] : [{ stage, name, rest }];
  });
})();
const last = Math.max(...dockerfile.map(({ stage }) => stage));
const inLast = (name: string): readonly string[] =>
  dockerfile.filter((step) => step.stage === last && step.name === name).map(({ rest }) => rest);

/** What COPY takes from the checkout; null for copies from another stage. */
const copied = dockerfile.flatMap(({ stage, name, rest }) => {
  if (name !== 'COPY' || rest.startsWith('--from=')) return [];
  return rest
    .split(/\s+/)
    .slice(0, -1)
    .map((source) => ({ stage, source }));
});
const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
const ignored = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '');

/** The lines below `name:` in compose.yaml at the given depth. */
function section(text: string, name: string, depth: number): string {
  const lines = text.split('\n');
  const start = lines.indexOf(`${'  '.repeat(depth)}${name}:`);
  expect(start, `${name} is in compose.yaml`).toBeGreaterThanOrEqual(0);
  const end = lines.findIndex((line, at) => at > start && /\S/.test(line) && line.search(/\S/) <= depth * 2);
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

describe('the Dockerfile', () => {
  it('copies only what is committed and not kept from the build', () => {
    expect(copied.length).toBeGreaterThan(5);
    for (const { source } of copied) {
      expect(
        tracked.some((file) => file === source || file.startsWith(`${source}/`)),
        source,
      ).toBe(true);
      expect(ignored, source).not.toContain(source);
    }
  });

  it('gives the build every folder and file that the compiler is told of', () => {
    const sources = copied.filter(({ stage }) => stage === 0).map(({ source }) => source);
    const { include, extends: base } = JSON.parse(read('tsconfig.json')) as {
      include: string[];
      extends: string;
    };
    for (const pattern of include) expect(sources).toContain(pattern.split('/')[0]);
    expect(sources).toEqual(
      expect.arrayContaining(['tsconfig.json', base.replace('./', ''), 'package-lock.json']),
    );
  });

  it('installs packages from the lock file, those of production alone in the last stage', () => {
    const installs = dockerfile.filter(({ rest }) => rest.includes('npm ')).map(({ rest }) => rest);
    expect(installs).toEqual(['npm ci', 'npm run build', 'npm ci --omit=dev']);
    const from = inLast('COPY').find((rest) => rest.includes('node_modules'));
    const stages = dockerfile
      .filter(({ name }) => name === 'FROM')
      .map(({ rest }) => / AS (\w+)$/.exec(rest)?.[1]);
    expect(from).toContain(`--from=${stages[1]}`);
  });

  it('keeps secrets, history and local data out of the image', () => {
    for (const name of ['.env', '.git', 'node_modules', 'data']) expect(ignored).toContain(name);
  });

  it('runs as a user of its own who owns the data, without npm or a shell between it and its signals', () => {
    expect(inLast('USER')).toEqual(['node']);
    expect(inLast('RUN').join()).toContain('chown node:node /data');
    expect(inLast('VOLUME')).toEqual(['/data']);
    expect(JSON.parse(inLast('CMD')[0] ?? '')).toEqual(['node', 'dist/src/cli.js', 'start']);
    expect(inLast('ENV').join()).toContain('HOST=0.0.0.0');
    expect(inLast('ENV').join()).toContain('DATA_DIR=/data');
  });

  it('puts the command on the PATH, with a first line that finds Node', () => {
    const { bin } = JSON.parse(read('package.json')) as { bin: { broadsheet: string } };
    expect(inLast('RUN').join()).toContain(`ln -s /app/${bin.broadsheet} /usr/local/bin/broadsheet`);
    expect(read('src/cli.ts').split('\n')[0]).toBe('#!/usr/bin/env node');
  });

  it('has a health check that is well while /healthz answers 200, and not otherwise', async () => {
    const command = /CMD (\[.*\])$/.exec(inLast('HEALTHCHECK')[0] ?? '')?.[1] ?? '';
    const [program = '', ...args] = JSON.parse(command) as string[];
    expect(program).toBe('node');
    const paths: string[] = [];
    let status = 200;
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const check = () =>
      run(process.execPath, args, { env: { PORT: String(port) } }).then(
        () => 'well',
        () => 'not well',
      );
    expect(await check()).toBe('well');
    status = 500;
    expect(await check()).toBe('not well');
    expect(paths).toEqual(['/healthz', '/healthz']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await check()).toBe('not well');
  });

  it('needs no package in the container that is only there for development, and finds its migrations and fonts', async () => {
    const files = copied.filter(({ stage }) => stage === last).map(({ source }) => source);
    const tree = await productionTree([...files, 'dist']);
    try {
      const args = ['--preserve-symlinks', '--preserve-symlinks-main', 'dist/src/cli.js'];
      const broadsheet = (...more: string[]) =>
        run(process.execPath, [...args, ...more], {
          cwd: tree.path,
          env: { PATH: process.env['PATH'], DATA_DIR: `${tree.path}/data`, LOG_LEVEL: 'warn' },
          timeout: 90_000,
        });
      expect((await broadsheet('--version')).stdout).toMatch(/^\d+\.\d+\.\d+/);
      expect(JSON.parse((await broadsheet('channels', 'list', '--json')).stdout)).toEqual([]);
      expect(existsSync(`${tree.path}/adapters/pictures/fonts/FiraSansCondensed-Bold.ttf`)).toBe(true);
      expect(existsSync(`${tree.path}/node_modules/vitest`)).toBe(false);
    } finally {
      await tree.remove();
    }
  }, 120_000);
});

describe('compose.yaml', () => {
  const text = read('compose.yaml');
  const services = section(text, 'services', 0);
  const service = (name: string): string => section(services, name, 1);

  it('starts the bot, PostgreSQL and Redis, each restarted and the two stores watched', () => {
    for (const name of ['bot', 'postgres', 'redis'])
      expect(service(name)).toContain('restart: unless-stopped');
    expect(service('postgres')).toContain('pg_isready');
    expect(service('redis')).toContain('redis-cli');
    expect(service('bot').match(/condition: service_healthy/g)).toHaveLength(2);
  });

  it('keeps what must be kept: an append-only Redis that evicts nothing, and a volume each', () => {
    expect(service('redis')).toContain("'--appendonly', 'yes'");
    expect(service('redis')).toContain("'--maxmemory-policy', 'noeviction'");
    for (const name of ['data', 'postgres', 'redis'])
      expect(section(text, 'volumes', 0)).toContain(`${name}:`);
    expect(service('redis')).toContain('- redis:/data');
    expect(service('postgres')).toContain('- postgres:/var/lib/postgresql/data');
  });

  it('publishes the bot to this machine alone, and the stores to nobody', () => {
    expect(service('postgres') + service('redis')).not.toContain('ports:');
    expect(service('bot')).toContain("'127.0.0.1:3000:3000'");
  });

  it('refuses to start without the secrets, and overrides what .env says of places inside the container', () => {
    const bot = service('bot');
    expect(bot).toContain('env_file: .env');
    expect(bot).toContain('${SECRET_KEY:?');
    expect(bot).toContain('${POSTGRES_PASSWORD:?');
    const set = section(bot, 'environment', 2);
    for (const line of ['HOST: 0.0.0.0', 'PORT: 3000', 'DATA_DIR: /data', 'DATABASE_URL:', 'REDIS_URL:'])
      expect(set).toContain(line);
  });

  it('waits longer for the bot to stop than the bot takes', () => {
    const grace = Number(/stop_grace_period: (\d+)s/.exec(service('bot'))?.[1]);
    const stop =
      Number(/STOP_WITHIN_MS = ([\d_]+)/.exec(read('src/wiring/stop-signal.ts'))?.[1]?.replace('_', '')) /
      1000;
    expect(grace).toBeGreaterThan(stop);
  });
});

describe('compose.scale.yaml', () => {
  const text = read('compose.scale.yaml');
  const service = (name: string): string => section(section(text, 'services', 0), name, 1);
  const BOTS = ['gateway', 'worker', 'tick', 'web'] as const;

  it('has a service for every role, alike in all but that', () => {
    for (const role of BOTS) {
      expect(service(role)).toContain('<<: *bot');
      expect(section(service(role), 'environment', 2).trimEnd()).toMatch(
        new RegExp(`^\\s*<<: \\*environment\\n\\s*ROLES: ${role}$`),
      );
    }
    expect(new Set(BOTS)).toEqual(loadConfig({ ROLES: 'all' }).roles);
  });

  it('has the settings and the stores of compose.yaml', () => {
    const plain = read('compose.yaml');
    const bot = section(section(plain, 'services', 0), 'bot', 1);
    const bare = (lines: string): string => lines.replace(/^\s+/gm, '').trim();
    expect(bare(section(text.replace(': &environment', ':'), 'x-environment', 0))).toBe(
      bare(section(bot, 'environment', 2)),
    );
    for (const name of ['postgres', 'redis'])
      expect(service(name)).toBe(section(section(plain, 'services', 0), name, 1));
    const shared = section(text.replace(': &bot', ':'), 'x-bot', 0);
    for (const line of ['build: .', 'init: true', 'env_file: .env', 'stop_grace_period: 15s'])
      expect(shared).toContain(line);
    expect(shared.match(/condition: service_healthy/g)).toHaveLength(2);
  });

  it('publishes the page to this machine alone, once', () => {
    expect(text.match(/ports:/g)).toHaveLength(1);
    expect(service('web')).toContain("'127.0.0.1:3000:3000'");
    expect(service('web')).not.toContain('replicas');
  });
});
