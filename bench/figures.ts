import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFigures } from './figures/all.js';
import { keepResult, readResults, RESULT_NAMES } from './figures/results.js';

const ROOT = join(import.meta.dirname, '..');
const OPTIONS = {
  ranking: { type: 'string' },
  taste: { type: 'string' },
  search: { type: 'string' },
  fanout: { type: 'string' },
  'fanout-faults': { type: 'string' },
  web: { type: 'string' },
} as const;

/**
 * Writes the figures of docs/ranking.md, docs/search.md and docs/operating.md and the pictures beside them from the results kept in
 * bench/results. `--ranking FILE`, `--taste FILE`, `--search FILE`, `--fanout FILE`,
 * `--fanout-faults FILE` and `--web FILE` first keep what these commands printed.
 */
export async function main(args: readonly string[]): Promise<{ readonly written: readonly string[] }> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  for (const name of RESULT_NAMES) {
    const file = values[name];
    if (file !== undefined) await keepResult(name, file);
  }
  const page = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
  const files = await makeFigures(readResults(), {
    'docs/ranking.md': page('docs/ranking.md'),
    'docs/search.md': page('docs/search.md'),
    'docs/operating.md': page('docs/operating.md'),
  });
  for (const [name, content] of files) writeFileSync(join(ROOT, name), content);
  return { written: [...files.keys()] };
}
