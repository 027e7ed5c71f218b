import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createSealer } from '../../adapters/shared/sealer.js';
import { dropPreviousKey, openSecretKeys, startKeyRotation } from '../../adapters/shared/secret-key.js';
import { createHashPerson } from '../../src/commands/person-hash.js';

const KEY = 'correct horse battery staple';
const sealer = createSealer(KEY);

describe('a sealed text', () => {
  it('opens for its purpose, in any process with the same key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (plain, purpose) => {
        expect(createSealer(KEY).open(sealer.seal(plain, purpose), purpose)).toBe(plain);
      }),
      { numRuns: 50 },
    );
  });

  it('shows nothing, and looks different every time', () => {
    const sealed = [sealer.seal('xoxb-secret', 'answer:1'), sealer.seal('xoxb-secret', 'answer:1')];
    expect(new Set(sealed).size).toBe(2);
    for (const text of sealed) {
      expect(text).toMatch(/^1\.[a-f0-9]{12}\.[\w-]+$/);
      expect(Buffer.from(text, 'base64').toString('latin1')).not.toContain('secret');
    }
  });

  it('does not open for another purpose', () => {
    const sealed = sealer.seal('xoxb-secret', 'answer:1');
    expect(() => sealer.open(sealed, 'answer:2')).toThrow(
      expect.objectContaining({
        code: 'config',
        message: expect.stringContaining('another purpose') as string,
      }) as Error,
    );
  });

  it('does not open with another key, and says which key is needed', () => {
    const sealed = sealer.seal('xoxb-secret', 'answer:1');
    expect(() => createSealer(`${KEY}!`).open(sealed, 'answer:1')).toThrow(
      expect.objectContaining({
        code: 'config',
        message: 'A sealed text was sealed with another SECRET_KEY than the one in use.',
        hint: expect.stringContaining('Put the old key back') as string,
      }) as Error,
    );
  });

  it('opens with any key that is known, and is sealed with the current one', () => {
    const old = createSealer('the key of before');
    const rotated = createSealer(KEY, ['the key of before', 'one older still']);
    const sealed = old.seal('xoxb-secret', 'answer:1');
    expect(rotated.open(sealed, 'answer:1')).toBe('xoxb-secret');
    expect(() => rotated.open(sealed, 'answer:2')).toThrow(/another purpose/);
    const anew = rotated.seal('xoxb-secret', 'answer:1');
    expect(sealer.open(anew, 'answer:1')).toBe('xoxb-secret');
    expect(() => old.open(anew, 'answer:1')).toThrow(/another SECRET_KEY/);
    expect([sealed, anew, 'none'].map((one) => rotated.isCurrent(one))).toEqual([false, true, false]);
  });

  it('does not open when a single character was changed, wherever', () => {
    const sealed = sealer.seal('xoxb-secret', 'answer:1');
    for (let at = 0; at < sealed.length; at += 1) {
      const forged = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(() => sealer.open(forged, 'answer:1'), forged).toThrow(
        expect.objectContaining({ code: 'config' }) as Error,
      );
    }
  });

  it.each(['', 'x', '1.abc.def', sealer.seal('x', 'p').slice(0, 40), `2${sealer.seal('x', 'p').slice(1)}`])(
    'is not %j',
    (text) => expect(() => sealer.open(text, 'p')).toThrow(/cannot be opened/),
  );
});

describe('the secret key', () => {
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'broadsheet-key-'));
    folders.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });
  const fromFile = (dataDir: string) =>
    openSecretKeys({ secretKey: null, previousSecretKey: null, databaseUrl: null, dataDir });
  const embedded = async (dataDir: string) => (await fromFile(dataDir)).current;

  it('is SECRET_KEY where that is set, and then no file is made', async () => {
    const dataDir = folder();
    const options = { secretKey: KEY, previousSecretKey: null, databaseUrl: null, dataDir };
    expect(await openSecretKeys(options)).toEqual({ current: KEY, others: [] });
    expect(await openSecretKeys({ ...options, previousSecretKey: 'the key of before' })).toEqual({
      current: KEY,
      others: ['the key of before'],
    });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('is needed beside a database server', async () => {
    const options = {
      secretKey: null,
      previousSecretKey: null,
      databaseUrl: 'postgresql://h/d',
      dataDir: folder(),
    };
    await expect(openSecretKeys(options)).rejects.toMatchObject({
      code: 'config',
      hint: expect.stringContaining('openssl') as string,
    });
  });

  it('is made once beside the embedded database, for its owner’s eyes only', async () => {
    const dataDir = join(folder(), 'data');
    const key = await embedded(dataDir);
    expect(key).toMatch(/^[a-f0-9]{64}$/);
    expect(await embedded(dataDir)).toBe(key);
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['secret.key']);
    expect(await embedded(folder())).not.toBe(key);
  });

  it('is closed to others again when a backup had opened it', async () => {
    const dataDir = folder();
    const key = await embedded(dataDir);
    chmodSync(join(dataDir, 'secret.key'), 0o644);
    expect(await embedded(dataDir)).toBe(key);
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  it('is the same for several processes that start at once', async () => {
    const dataDir = folder();
    const module = new URL('../../dist/adapters/shared/secret-key.js', import.meta.url).href;
    const script = `const { openSecretKeys } = await import(${JSON.stringify(module)});
      const options = { secretKey: null, previousSecretKey: null, databaseUrl: null, dataDir: process.argv[1] };
      process.stdout.write((await openSecretKeys(options)).current);`;
    const run = promisify(execFile);
    const runs = await Promise.all(
      Array.from({ length: 5 }, () => run(process.execPath, ['--input-type=module', '-e', script, dataDir])),
    );
    const keys = new Set(runs.map(({ stdout }) => stdout));
    expect(keys).toEqual(new Set([readFileSync(join(dataDir, 'secret.key'), 'utf8').trim()]));
  });

  it.each(['', 'something else', `${'a'.repeat(64)}b`])(
    'is not %j, and nothing is made in its place',
    async (content) => {
      const dataDir = folder();
      writeFileSync(join(dataDir, 'secret.key'), content);
      await expect(embedded(dataDir)).rejects.toMatchObject({
        code: 'config',
        message: `The file ${join(dataDir, 'secret.key')} holds no key of Broadsheet.`,
      });
      expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe(content);
    },
  );

  it('is replaced by a rotation; the old one goes on opening until the next', async () => {
    const dataDir = folder();
    const first = await embedded(dataDir);
    const rotation = await startKeyRotation(dataDir);
    expect(rotation.keys).toEqual({
      current: expect.stringMatching(/^[a-f0-9]{64}$/) as string,
      others: [first],
    });
    expect(rotation.keys.current).not.toBe(first);
    // Whoever starts right now seals with the old one and opens both.
    expect(await fromFile(dataDir)).toEqual({ current: first, others: [rotation.keys.current] });
    rotation.finish();
    const second = rotation.keys.current;
    expect(await fromFile(dataDir)).toEqual({ current: second, others: [first] });
    const again = await startKeyRotation(dataDir);
    again.finish();
    expect(await fromFile(dataDir)).toEqual({ current: again.keys.current, others: [second] });
    for (const name of readdirSync(dataDir)) expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir).sort()).toEqual(['secret.key', 'secret.previous.key']);
    expect([dropPreviousKey(dataDir), dropPreviousKey(dataDir)]).toEqual([true, false]);
    expect(await fromFile(dataDir)).toEqual({ current: again.keys.current, others: [] });
  });

  it('rotated by two at once, or again after an interruption, is one new key', async () => {
    const dataDir = folder();
    const old = await embedded(dataDir);
    const interrupted = await startKeyRotation(dataDir);
    const rotations = await Promise.all([startKeyRotation(dataDir), startKeyRotation(dataDir)]);
    for (const { keys } of rotations) expect(keys.current).toBe(interrupted.keys.current);
    for (const { finish } of [...rotations, interrupted]) finish();
    expect(await fromFile(dataDir)).toEqual({ current: interrupted.keys.current, others: [old] });
  });

  it.each([
    ['a rotation', async (dataDir: string) => (await startKeyRotation(dataDir)).finish()],
    ['dropping the previous key', (dataDir: string) => Promise.resolve(void dropPreviousKey(dataDir))],
  ])(
    'leaves no copy that a killed process left behind after %s, and spares one being made',
    async (_, work) => {
      const dataDir = folder();
      await embedded(dataDir);
      const [stale, fresh] = ['.secret-left-behind.tmp', '.secret-being-made.tmp'];
      for (const name of [stale, fresh]) writeFileSync(join(dataDir, name), 'a copy of a key');
      const anHourAgo = new Date(Date.now() - 3_600_000);
      utimesSync(join(dataDir, stale), anHourAgo, anHourAgo);
      await work(dataDir);
      expect(readdirSync(dataDir)).toContain(fresh);
      expect(readdirSync(dataDir)).not.toContain(stale);
    },
  );

  it('that cannot be read is told with the file and the repair', async () => {
    const dataDir = folder();
    mkdirSync(join(dataDir, 'secret.key'));
    await expect(embedded(dataDir)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(join(dataDir, 'secret.key')) as string,
      hint: expect.stringContaining('SECRET_KEY') as string,
    });
  });
});

describe('a person', () => {
  it('is a hash that tells platform, workspace, user and pepper apart', () => {
    const hash = createHashPerson('pepper');
    const hashes = [
      hash('discord', '11', { id: '22' }),
      hash('slack', '11', { id: '22' }),
      hash('slack', '1', { id: '122' }),
      hash('discord', '11', { id: '23' }),
      createHashPerson('salt')('discord', '11', { id: '22' }),
    ];
    expect(new Set(hashes).size).toBe(5);
    for (const one of hashes) expect(one).toMatch(/^[a-f0-9]{64}$/);
    expect(createHashPerson('pepper')('discord', '11', { id: '22' })).toBe(hashes[0]);
  });

  it('is the same on every Discord server and in direct messages there', () => {
    const hash = createHashPerson('pepper');
    expect(hash('discord', '@me', { id: '22' })).toBe(hash('discord', '11', { id: '22' }));
    expect(hash('slack', 'T1', { id: 'U1' })).not.toBe(hash('slack', 'T2', { id: 'U1' }));
  });
});
