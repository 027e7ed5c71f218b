import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A folder laid out as the container's /app is: the built program and the packages of production alone. */
export interface ProductionTree {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * @param files what the Dockerfile copies from the checkout into the last stage
 * Packages are links to the installed ones: run Node with `--preserve-symlinks --preserve-symlinks-main`, so that a
 * package is looked for in this tree and not where the link leads.
 */
export async function productionTree(files: readonly string[]): Promise<ProductionTree> {
  const path = await mkdtemp(join(tmpdir(), 'broadsheet-app-'));
  for (const file of files) await cp(join(ROOT, file), join(path, file), { recursive: true });
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>;
  };
  const wanted = Object.entries(lock.packages)
    .filter(([name, { dev }]) => name !== '' && dev !== true && name.split('node_modules/').length === 2)
    .map(([name]) => name);
  for (const name of wanted) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await symlink(join(ROOT, name), join(path, name));
  }
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 10 }) };
}
