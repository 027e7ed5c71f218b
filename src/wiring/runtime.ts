import {
  createStores,
  openDatabase,
  prepareVectors,
  type Database,
  type Stores,
} from '../../adapters/postgres/index.js';
import { createRefusalWatch, type RefusalWatch } from '../../adapters/discord/refusals.js';
import { createPictureMaker } from '../../adapters/pictures/index.js';
import { createLogger } from '../../adapters/shared/logger.js';
import { createTally, type ReadableTally } from '../../adapters/shared/tally.js';
import type { Platform } from '../channels/channel.js';
import { loadConfig, type Config } from '../config.js';
import type { Logger } from '../ports/logger.js';
import type { PictureMaker } from '../ports/picture-maker.js';
import type { Publisher } from '../ports/publisher.js';
import type { SignalSource } from '../ports/signal-source.js';
import type { Source } from '../ports/source.js';
import type { Tracing } from '../ports/tracing.js';
import { createPaperSearch } from '../search/paper-search.js';
import type { PaperSearch } from '../search/search-types.js';
import { createEmbeddings, type Embeddings } from './embeddings.js';
import { openMail, type Mail } from './mail.js';
import { createPublishers } from './publishers.js';
import { createSignalSources } from './signals.js';
import { createOutside } from './sources.js';
import { openTelemetry } from './telemetry.js';
import { createTracing, installationId } from './tracing.js';
import { programVersion } from './version.js';

/** Our own answer does not wait longer for what others may add; a person gives up after ten seconds. */
const patience = (): AbortSignal => AbortSignal.timeout(3_000);
const now = (): Date => new Date();

/** What both the bot and the command line stand on. */
export interface Runtime {
  readonly config: Config;
  readonly version: string;
  /** When it was opened, database time. */
  readonly startedAt: Date;
  readonly logger: Logger;
  readonly database: Database;
  readonly stores: Stores;
  readonly sources: readonly Source[];
  readonly signalSources: readonly SignalSource[];
  readonly search: PaperSearch;
  /** Null: search by meaning is off. */
  readonly embeddings: Embeddings | null;
  /** Mail, opened when it is first asked for; null when it is off. */
  readonly mail: () => Promise<Mail | null>;
  readonly publisherFor: (platform: Platform) => Promise<Publisher | null>;
  /** Draws for digests and pages alike. */
  readonly pictures: PictureMaker;
  /** Counts what Discord refuses, whatever was asked of it. */
  readonly refusals: RefusalWatch;
  /** Ties together what is said of one digest, one reading, one answer. */
  readonly tracing: Tracing;
  /** What this process counts, for its metrics. */
  readonly tally: ReadableTally;
  close(): Promise<void>;
}

export interface RuntimeOptions {
  readonly env: NodeJS.ProcessEnv;
  /** `bot` owns the database and migrates it; `tool` works beside a running bot. */
  readonly role: 'bot' | 'tool';
  /** Told of work that takes long. */
  readonly onProgress: (line: string) => void;
}

/**
 * Reads the configuration, opens the database and builds what talks to the outside.
 * @throws AppError `config`, `database`, `already-running` or `version-mismatch`, each with its repair
 */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const config = loadConfig(options.env);
  const version = programVersion();
  const logger = createLogger({ level: config.logLevel, pretty: process.stderr.isTTY });
  const { databaseUrl, dataDir } = config;
  const { role, onProgress } = options;
  const database = await openDatabase({ databaseUrl, dataDir, version, role, logger, onProgress });
  const stores = createStores(database.pool);
  if (config.embeddings !== null) await prepareVectors(database.pool, logger);
  const embeddings = createEmbeddings(config, stores, version, logger);
  const meaning = embeddings?.meaning ?? null;
  const { sources, finders } = createOutside(config, stores, version);
  const refusals = createRefusalWatch({
    logger: logger.child({ platform: 'discord' }),
    turns: stores.turns,
  });
  const pictures = createPictureMaker();
  // Only one process posts from an embedded database.
  const turns = database.kind === 'server' ? stores.turns : null;
  const spans = await openTelemetry(config, version, logger);
  const tracing = createTracing(await installationId(stores), spans);
  const tally = createTally();
  const mail = lazily(() => openMail({ config, stores, tally, logger }));
  return {
    config,
    version,
    mail,
    startedAt: await stores.clock.now(),
    logger,
    database,
    stores,
    sources,
    signalSources: createSignalSources(config, stores, version),
    search: createPaperSearch({ ...stores, finders, meaning, patience, now, logger }),
    embeddings,
    publisherFor: createPublishers(config, {
      logger,
      refusals,
      pictures,
      turns,
      tracing,
      tally,
      emailPublisher: async () => (await mail())?.publisher ?? null,
    }),
    pictures,
    refusals,
    tracing,
    tally,
    close: async () => {
      await spans?.stop();
      await database.close();
    },
  };
}

// --- Internal helpers ---

/** Opens at the first call; one that failed is tried again at the next. */
function lazily<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
