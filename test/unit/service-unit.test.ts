import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { environment } from '../../src/config.js';
import { scratchFolder } from '../support/bot-process.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const run = promisify(execFile);
const unit = read('deploy/broadsheet.service');
const values = (key: string): readonly string[] =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);
const ANALYZE = ['/usr/bin/systemd-analyze', '/bin/systemd-analyze'].find((path) => existsSync(path));

describe('deploy/broadsheet.service', () => {
  it('starts the built program itself, so that SIGTERM reaches it, and again whatever ends it', () => {
    const [program = ''] = values('ExecStart');
    const [, entry = ''] = /^\/usr\/bin\/node \/opt\/broadsheet\/(\S+) start$/.exec(program) ?? [];
    const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
    expect(entry).toBe(bin['broadsheet']);
    expect([values('Restart'), values('StartLimitIntervalSec')]).toEqual([['always'], ['0']]);
  });

  it('gives it longer to stop than it takes, and kills what is left then', () => {
    const [, ms = ''] = /STOP_WITHIN_MS = ([\d_]+)/.exec(read('src/wiring/stop-signal.ts')) ?? [];
    const seconds = Number(/^(\d+)s$/.exec(values('TimeoutStopSec')[0] ?? '')?.[1]);
    expect(seconds * 1_000).toBeGreaterThan(Number(ms.replaceAll('_', '')));
    expect(values('KillMode')).toEqual(['mixed']);
  });

  it('keeps state, socket and settings where it may write and nobody else reads', () => {
    const set = Object.fromEntries(
      values('Environment').flatMap((line) => line.split(' ').map((pair) => pair.split('='))),
    ) as Record<string, string>;
    expect(set['DATA_DIR']).toBe(`/var/lib/${values('StateDirectory')[0] ?? ''}`);
    expect(set['TMPDIR']).toBe(`/run/${values('RuntimeDirectory')[0] ?? ''}`);
    expect([...values('StateDirectoryMode'), ...values('RuntimeDirectoryMode'), ...values('UMask')]).toEqual([
      '0700',
      '0700',
      '0077',
    ]);
    expect(values('EnvironmentFile')).toEqual(['/etc/broadsheet.env']);
    const ours = Object.keys(set).filter((name) => !['NODE_ENV', 'TMPDIR'].includes(name));
    expect(ours.filter((name) => !(name in environment.shape))).toEqual([]);
  });

  it('may do little else', () => {
    expect(values('User')).toEqual(['broadsheet']);
    for (const key of ['NoNewPrivileges', 'ProtectHome', 'PrivateTmp', 'PrivateDevices', 'RestrictSUIDSGID'])
      expect(values(key)).toEqual(['yes']);
    expect(values('ProtectSystem')).toEqual(['strict']);
    expect(values('CapabilityBoundingSet')).toEqual(['']);
    expect(values('MemoryDenyWriteExecute')).toEqual([]);
  });

  it('is what systemd understands, where there is one to ask, and little exposed', async () => {
    if (ANALYZE === undefined) return;
    const folder = await scratchFolder();
    const file = join(folder.path, 'broadsheet.service');
    await writeFile(file, unit.replace('/usr/bin/node', process.execPath));
    const { stderr } = await run(ANALYZE, ['verify', file]);
    expect(stderr.split('\n').filter((line) => line.includes('broadsheet'))).toEqual([]);
    // Tenths of systemd's own measure, of which 10 is a service without any protection.
    await run(ANALYZE, ['security', '--offline=true', '--threshold=25', file]);
    await folder.remove();
  });

  it('is told of in the handbook, with the folders it names', () => {
    const [, told = ''] = /## As a service\n([\s\S]*?)\n## /.exec(read('docs/operating.md')) ?? [];
    for (const path of [
      'deploy/broadsheet.service',
      '/opt/broadsheet',
      '/etc/broadsheet.env',
      '/var/lib/broadsheet',
    ])
      expect(told).toContain(path);
  });
});
