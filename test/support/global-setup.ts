import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Some tests run the built program: it is brought up to date, which takes a moment when it is already. */
export function setup(): void {
  try {
    execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-b'], {
      cwd: root,
      stdio: 'inherit',
    });
  } catch {
    throw new Error('The program could not be built, see above; the tests would run an old one.');
  }
}
