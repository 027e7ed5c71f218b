import {
  exportDatabase,
  importFile,
  newestSchema,
  openDatabase,
  placeOf,
  readHeader,
  refuseRunningBot,
  type Database,
  type Exported,
  type Imported,
  type TransferProgress,
} from '../../adapters/postgres/index.js';
import { createLogger } from '../../adapters/shared/logger.js';
import { createSealer } from '../../adapters/shared/sealer.js';
import { openSecretKeys } from '../../adapters/shared/secret-key.js';
import { PEPPER } from '../commands/person-hash.js';
import { loadConfig, type Config } from '../config.js';
import { AppError } from '../errors.js';
import { programVersion } from './version.js';

export interface MovingOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly path: string;
  /** Told of work that takes long. */
  readonly onLine: (line: string) => void;
  readonly onProgress: (progress: TransferProgress) => void;
}

/** Which database it was, to be told: `the embedded database in ./data`. */
interface Place {
  readonly place: string;
}

/**
 * Writes everything that is kept into one file.
 * @param force write over a file that is there
 * @throws AppError `already-running` while a bot runs on the database; as `exportDatabase`
 */
export function exportTo(options: MovingOptions & { readonly force: boolean }): Promise<Exported & Place> {
  return within(options, 'refuse', async ({ database, config }) => {
    const { kind, pool } = database;
    const exported = await exportDatabase(pool, { ...options, version: programVersion(), from: kind });
    return { ...exported, place: nameOf(config) };
  });
}

/**
 * Brings what a file holds into the database that is set up here.
 * @param replace delete what is in it
 * @throws AppError `already-running` while a bot runs on the database, `config` when the key is not that of the file; as `importFile`
 */
export async function importFrom(
  options: MovingOptions & { readonly replace: boolean },
): Promise<Imported & Place> {
  const { sealed } = await readHeader(options.path, newestSchema());
  return within(options, 'open', async ({ database, config, logger }) => {
    await checkKey(config, options.path, sealed);
    const imported = await importFile(database.pool, { ...options, logger });
    await database.maintain();
    return { ...imported, place: nameOf(config) };
  });
}

// --- Internal helpers ---

interface Here {
  readonly database: Database;
  readonly config: Config;
  readonly logger: ReturnType<typeof createLogger>;
}

async function within<T>(
  { env, onLine }: MovingOptions,
  unfinishedImport: 'refuse' | 'open',
  work: (here: Here) => Promise<T>,
): Promise<T> {
  const config = loadConfig({ LOG_LEVEL: 'error', ...env });
  const logger = createLogger({ level: config.logLevel, pretty: process.stderr.isTTY });
  const { databaseUrl, dataDir } = config;
  const database = await openDatabase({
    ...{ databaseUrl, dataDir, version: programVersion(), role: 'tool', logger },
    ...{ onProgress: onLine, unfinishedImport },
  });
  try {
    if (database.kind === 'server') await refuseRunningBot(database.pool);
    else if (!database.owner) throw botRunning(dataDir);
    return await work({ database, config, logger });
  } finally {
    await database.close();
  }
}

function botRunning(dataDir: string): AppError {
  return new AppError(`A bot is running on ${dataDir}.`, {
    code: 'already-running',
    hint: 'Stop it, so that nothing is posted meanwhile, and try again.',
  });
}

/** People are known by what is sealed: with another key they would be strangers, and mail could not be sent. */
async function checkKey(config: Config, path: string, sealed: string | null): Promise<void> {
  if (sealed === null) return;
  const { secretKey, databaseUrl } = config;
  try {
    if (secretKey === null && databaseUrl !== null) throw new Error('SECRET_KEY is not set.');
    const { current, others } = await openSecretKeys(config);
    createSealer(current, others).open(sealed, PEPPER);
  } catch (cause) {
    throw new AppError(`${path} holds secrets that were sealed with another key than the one set here.`, {
      code: 'config',
      hint: 'Set SECRET_KEY to the key of the place it comes from: its SECRET_KEY, or what stands in secret.key in its DATA_DIR. Nothing was imported.',
      cause,
    });
  }
}

function nameOf({ databaseUrl, dataDir }: Config): string {
  return databaseUrl === null
    ? `the embedded database in ${dataDir}`
    : `the database ${placeOf(databaseUrl)}`;
}
