import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// Builds when something has changed, then becomes the program. One process, so that npm's signals reach the bot:
// with `build && node …` a shell would stand between them, and stopping npm would leave the bot running.
const root = new URL('../', import.meta.url);
const compiler = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
try {
  execFileSync(process.execPath, [compiler, '-b', fileURLToPath(root)], { stdio: ['ignore', 2, 2] });
} catch {
  console.error(
    'broadsheet: the program could not be built. See the messages above; after an update run: npm ci',
  );
  process.exit(1);
}
await import(new URL('dist/src/cli.js', root).href);
