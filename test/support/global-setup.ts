import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Some tests run the built program; `npm test` builds it, a bare vitest run may come before any build. */
export function setup(): void {
  if (existsSync(`${root}dist/src/cli.js`)) return;
  execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-b'], {
    cwd: root,
    stdio: 'inherit',
  });
}
