import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What a test run prints at its very end, for one test file with this text. */
function lastLine(text: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-closing-'));
  try {
    writeFileSync(join(folder, 'some.test.js'), text);
    const args = ['run', '--globals', '--root', folder, '--reporter', 'default'];
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/vitest/vitest.mjs'),
        ...args,
        '--reporter',
        join(ROOT, 'test/support/closing-line.ts'),
      ],
      { encoding: 'utf8', cwd: folder, env: { PATH: process.env['PATH'] }, timeout: 60_000 },
    );
    return stdout.trimEnd().split('\n').at(-1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the closing line of a test run', () => {
  it.each([
    ['it("a", () => {}); it("b", () => {})', '2 passed, 0 failed'],
    [
      'it("a", () => {}); it("b", () => { throw new Error("no") }); it.skip("c", () => {})',
      '1 passed, 1 failed, 1 skipped',
    ],
    [
      'describe("g", () => { beforeAll(() => { throw new Error("no") }); it("a", () => {}) })',
      '0 passed, 1 failed, 1 skipped',
    ],
    ['throw new Error("cannot be loaded")', '0 passed, 1 failed'],
    [
      'it("a", () => { setTimeout(() => { throw new Error("later") }); return new Promise((r) => setTimeout(r, 200)) })',
      '1 passed, 1 failed',
    ],
  ])('after %s says: %s', (text, line) => {
    expect(lastLine(text)).toBe(line);
  });
});
