import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import type { FanoutReport, LimitedReport } from '../fanout.js';
import type { RankingReport } from '../ranking.js';
import type { SearchReport } from '../search.js';
import type { TasteReport } from '../taste.js';
import type { WebReport } from '../web.js';

/** What the measuring commands printed, as it is kept in the repository. Null: no run was kept yet. */
export interface Results {
  readonly ranking: RankingReport | null;
  readonly taste: TasteReport | null;
  readonly search: SearchReport | null;
  /** Of `bench:fanout -- --limited N`. */
  readonly fanout: LimitedReport | null;
  /** Of `bench:fanout -- --faults PERCENT`. */
  readonly 'fanout-faults': FanoutReport | null;
  readonly web: WebReport | null;
}

export type ResultName = keyof Results;
export const RESULT_NAMES: readonly ResultName[] = [
  'ranking',
  'taste',
  'search',
  'fanout',
  'fanout-faults',
  'web',
];
const FOLDER = join(import.meta.dirname, '..', 'results');

/** @throws Error when a kept file is no JSON */
export function readResults(): Results {
  return {
    ranking: read('ranking') as RankingReport | null,
    taste: read('taste') as TasteReport | null,
    search: read('search') as SearchReport | null,
    fanout: read('fanout') as LimitedReport | null,
    'fanout-faults': read('fanout-faults') as FanoutReport | null,
    web: read('web') as WebReport | null,
  };
}

/** Keeps what a command printed, without the folders of whoever ran it. @param file holds the JSON */
export async function keepResult(name: ResultName, file: string): Promise<void> {
  const report = JSON.parse(readFileSync(file, 'utf8')) as { machine?: unknown };
  if (report.machine === undefined)
    throw new Error(
      `${file} tells no machine. Give what \`npm run --silent bench:${name.split('-')[0] ?? ''}\` printed.`,
    );
  const text = JSON.stringify(report, (key, value: unknown) => (key === 'folder' ? undefined : value));
  writeFileSync(pathOf(name), await format(text, { parser: 'json', printWidth: 110 }));
}

// --- Internal helpers ---

function pathOf(name: ResultName): string {
  return join(FOLDER, `${name}.json`);
}

function read(name: ResultName): unknown {
  return existsSync(pathOf(name)) ? JSON.parse(readFileSync(pathOf(name), 'utf8')) : null;
}
