import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLI, scratchFolder } from '../support/bot-process.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

interface Package {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
}
const manifest = JSON.parse(read('package.json')) as Package;
const lock = JSON.parse(read('package-lock.json')) as {
  readonly version: string;
  readonly packages: Readonly<Record<string, Package>>;
};

describe('the bill of materials', () => {
  interface Bill {
    readonly bomFormat: string;
    readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
    readonly components: readonly { readonly 'bom-ref': string; readonly licenses?: readonly unknown[] }[];
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  }

  it('lists every direct dependency as it is locked, what they lead to, and no tool of development', async () => {
    const { stdout } = await run(process.execPath, ['scripts/sbom.js'], {
      cwd: ROOT,
      maxBuffer: 64 * 1024 * 1024,
    });
    const bill = JSON.parse(stdout) as Bill;
    const { version = '' } = manifest;
    expect([bill.bomFormat, bill.metadata.component]).toEqual([
      'CycloneDX',
      expect.objectContaining({ name: 'broadsheet', version }),
    ]);
    const refs = new Set(bill.components.map((component) => component['bom-ref']));
    const direct = Object.entries(manifest.dependencies ?? {}).map(([name, exact]) => `${name}@${exact}`);
    expect(direct.filter((ref) => !refs.has(ref))).toEqual([]);
    const own = bill.dependencies.find(({ ref }) => ref === `broadsheet@${version}`);
    expect([...(own?.dependsOn ?? [])].sort()).toEqual([...direct].sort());
    const led = bill.dependencies.flatMap(({ dependsOn }) => dependsOn);
    expect(led.filter((ref) => !refs.has(ref))).toEqual([]);
    for (const tool of ['vitest', 'typescript', 'eslint', 'knip'])
      expect([...refs].filter((ref) => ref.startsWith(`${tool}@`))).toEqual([]);
  }, 120_000);
});

describe('the packages', () => {
  it('are asked for exactly, and none that is shipped runs a script when it is installed', () => {
    const { dependencies = {}, devDependencies = {} } = manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
    expect(read('.npmrc')).toContain('ignore-scripts=true');
  });
});

describe('the audit', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  const ADVISORY = {
    title: 'Reads too much',
    severity: 'high',
    url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  };
  const FOUND = {
    vulnerabilities: {
      leftpad: { name: 'leftpad', via: [ADVISORY] },
      above: { name: 'above', via: ['leftpad'] },
    },
  };
  const EXCEPTION = {
    advisory: 'GHSA-aaaa-bbbb-cccc',
    reason: 'We never hand it text from outside.',
    since: '2026-11-01',
    until: '2026-12-01',
  };

  async function audit(report: object, exceptions: readonly object[], today = '2026-11-20') {
    const [reportFile, exceptionsFile] = [join(folder.path, 'report'), join(folder.path, 'exceptions')];
    await writeFile(reportFile, JSON.stringify(report));
    await writeFile(exceptionsFile, JSON.stringify(exceptions));
    const options = ['--report', reportFile, '--exceptions', exceptionsFile, '--today', today];
    const asked = run(process.execPath, ['scripts/audit.js', ...options], { cwd: ROOT });
    return asked.then(
      () => 'well',
      (error: unknown) => (error as { readonly stderr: string }).stderr.trim(),
    );
  }

  it('names every open advisory once', async () => {
    expect(await audit(FOUND, [])).toBe('GHSA-aaaa-bbbb-cccc (high) in leftpad: Reads too much');
    expect(await audit({ vulnerabilities: {} }, [])).toBe('well');
    expect(await audit({ message: 'no network' }, [])).toBe('npm audit gave no report: no network');
  });

  it('lets an exception pass until its last day, and not longer', async () => {
    expect(await audit(FOUND, [EXCEPTION], '2026-12-01')).toBe('well');
    expect(await audit(FOUND, [EXCEPTION], '2026-12-02')).toContain('it expired on 2026-12-01');
  });

  it.each([
    [{ advisory: 'CVE-1' }, 'name the advisory like'],
    [{ reason: 'fine' }, 'say in a sentence'],
    [{ until: 'never' }, 'give since and until'],
    [{ until: '2026-02-31' }, 'give since and until'],
    [{ until: '2027-11-01' }, 'at most 90 days'],
    [{ until: '2026-10-01' }, 'ends before it begins'],
  ])('refuses an exception with %o', async (odd, why) => {
    expect(await audit(FOUND, [{ ...EXCEPTION, ...odd }])).toContain(why);
  });

  it('wants an exception removed that nothing needs any more', async () => {
    expect(await audit({ vulnerabilities: {} }, [EXCEPTION])).toContain('nothing needs this exception');
  });

  it('has no exception of ours that has expired', async () => {
    const options = ['scripts/audit.js', '--only-exceptions'];
    expect((await run(process.execPath, options, { cwd: ROOT })).stdout).toContain('No open advisory');
  });
});

describe('the version', () => {
  it('is the same in package.json, in the lock, in the changelog and in what the program says', async () => {
    const { version = '' } = manifest;
    expect([lock.version, lock.packages['']?.version]).toEqual([version, version]);
    const [unreleased, released] = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(
      ([, title]) => title,
    );
    expect(unreleased).toBe('Unreleased');
    expect(released).toMatch(/^\d+\.\d+\.\d+( · \d{4}-\d\d-\d\d)?$/);
    expect(released?.split(' ')[0]).toBe(version);
    expect((await run(process.execPath, [CLI, '--version'])).stdout).toBe(`${version}\n`);
  });
});
