import { mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEnvFile } from '../../../src/cli/init/env-file.js';
import { scratchFolder } from '../../support/bot-process.js';

describe('the .env of the wizard', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let path: string;
  beforeEach(async () => {
    folder = await scratchFolder();
    path = join(folder.path, '.env');
  });
  afterEach(() => folder.remove());

  const asked: string[] = [];
  const open = (env: Record<string, string> = {}, answer = true) => {
    asked.length = 0;
    const mayReplace = (name: string) => Promise.resolve(asked.push(name) > 0 && answer);
    return openEnvFile({ path, template: '# every setting\nDISCORD_TOKEN=\n', env, mayReplace });
  };
  const text = () => readFile(path, 'utf8');

  it('begins as the example, for its owner alone, and leaves nothing beside it', async () => {
    const file = await open();
    expect(await file.keep({ DISCORD_TOKEN: 'a.b.c', SECRET_KEY: '0123456789abcdef' })).toBe(true);
    expect(await text()).toBe('# every setting\nDISCORD_TOKEN=a.b.c\nSECRET_KEY=0123456789abcdef\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(['.env']);
    expect(asked).toEqual([]);
    expect(file.value('DISCORD_TOKEN')).toBe('a.b.c');
  });

  it('asks before it exchanges a value, once for each, and writes nothing when that is refused', async () => {
    const mine = 'DISCORD_TOKEN=old\nDISCORD_APP_ID=1\n';
    await writeFile(path, mine, { mode: 0o644 });
    const refused = await open({}, false);
    expect(await refused.keep({ SECRET_KEY: '0123456789abcdef', DISCORD_TOKEN: 'new' })).toBe(false);
    expect(await text()).toBe(mine);
    const file = await open();
    expect(await file.keep({ DISCORD_TOKEN: 'new', DISCORD_APP_ID: '1' })).toBe(true);
    expect(asked).toEqual(['DISCORD_TOKEN']);
    expect(await text()).toBe('DISCORD_TOKEN=new\nDISCORD_APP_ID=1\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('adds to a file whose last line is a comment without an end', async () => {
    await writeFile(path, 'A=1\n#DISCORD_TOKEN=like this');
    await (await open()).keep({ DISCORD_TOKEN: 'new' });
    expect(await text()).toBe('A=1\n#DISCORD_TOKEN=like this\nDISCORD_TOKEN=new\n');
  });

  it('takes what somebody else wrote meanwhile', async () => {
    const file = await open();
    await writeFile(path, 'LOG_LEVEL=debug\n');
    await file.keep({ DISCORD_TOKEN: 'new' });
    expect(await text()).toBe('LOG_LEVEL=debug\nDISCORD_TOKEN=new\n');
    expect(file.merged()['LOG_LEVEL']).toBe('debug');
  });

  it('knows what the environment says before the file', async () => {
    await writeFile(path, 'DISCORD_TOKEN=file\nPORT=1\n');
    const file = await open({ DISCORD_TOKEN: 'outside', PORT: '1', SLACK_BOT_TOKEN: '' });
    expect(['DISCORD_TOKEN', 'PORT', 'SLACK_BOT_TOKEN'].map((name) => file.fromOutside(name))).toEqual([
      true,
      false,
      true,
    ]);
    expect(file.value('DISCORD_TOKEN')).toBe('outside');
    expect(file.merged()).toEqual({ DISCORD_TOKEN: 'outside', PORT: '1', SLACK_BOT_TOKEN: '' });
  });

  it('writes through a link and leaves it one', async () => {
    const kept = join(folder.path, 'kept');
    await writeFile(kept, '');
    await symlink(kept, path);
    await (await open()).keep({ DISCORD_TOKEN: 'new' });
    expect(await readFile(kept, 'utf8')).toBe('DISCORD_TOKEN=new\n');
    expect(await readlink(path)).toBe(kept);
  });

  it('refuses to touch a file that would then be read otherwise', async () => {
    const odd = '   \nDISCORD_TOKEN=old\n';
    await writeFile(path, `A=1\n${odd}`);
    await expect((await open()).keep({ DISCORD_TOKEN: 'new' })).rejects.toThrow(
      /cannot be changed without changing .*DISCORD_TOKEN/s,
    );
    expect(await text()).toBe(`A=1\n${odd}`);
  });

  it('says what is in the way, and leaves nothing half written', async () => {
    await mkdir(path);
    await expect(open()).rejects.toThrow(/\.env cannot be read/);
  });
});
