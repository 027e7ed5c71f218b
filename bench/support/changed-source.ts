import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';

/** One place of the source written otherwise. */
export interface SourceChange {
  /** From the repository's root. */
  readonly file: string;
  /** What stands there, once. */
  readonly from: string;
  readonly to: string;
}

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Loads a module with all it imports, with some places written otherwise: so a constant is measured where it stands, and the product
 * needs no switches for measuring.
 * @param path of the module, from the repository's root
 * @throws Error when what is to be changed does not stand there exactly once
 */
export async function importChanged<T>(path: string, changes: readonly SourceChange[]): Promise<T> {
  changes.forEach((change) => changed(readFileSync(join(ROOT, change.file), 'utf8'), change));
  const { module } = await runnerImport<T>(join(ROOT, path), {
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'changed-source',
        enforce: 'pre',
        transform(code, id) {
          const own = changes.filter(({ file }) => id === join(ROOT, file));
          return own.length === 0 ? null : own.reduce(changed, code);
        },
      },
    ],
  });
  return module;
}

/** @throws Error when what is to be changed does not stand there exactly once */
export function changed(source: string, { file, from, to }: SourceChange): string {
  const times = source.split(from).length - 1;
  if (times !== 1)
    throw new Error(
      `${file} has "${from}" ${times} times instead of once. Write the change in bench/support/ranking-variants.ts anew.`,
    );
  return source.replace(from, () => to);
}
