import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { prepareDataDirectory } from '../../adapters/postgres/data-directory.js';

describe('the data directory', () => {
  const root = mkdtempSync(join(tmpdir(), 'broadsheet-data-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is made with every level above it, for its owner alone', () => {
    const path = join(root, 'a', 'b');
    expect(prepareDataDirectory(path)).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(prepareDataDirectory(path)).toBe(path);
  });

  it('is refused where it cannot be, instead of trying for ever', () => {
    writeFileSync(join(root, 'file'), '');
    const refused = expect.objectContaining({ code: 'config' }) as Error;
    expect(() => prepareDataDirectory(join(root, 'file', 'data'))).toThrow(refused);
    expect(() => prepareDataDirectory(join(root, 'file'))).toThrow(refused);
    // Nobody can make a folder there, and Node's own recursive making never comes back from it.
    expect(() => prepareDataDirectory('/proc/broadsheet/data')).toThrow(refused);
  });
});
