import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { makeSocketFolder, removeSocketFolder } from './data-directory.js';
import { type DatabaseThread, startThread } from './embedded-thread.js';

const RESTART_AFTER_MS = 1_000;

export interface EmbeddedServer {
  /** Folder to give `pg` as host. */
  readonly socketDir: string;
  close(): Promise<void>;
}

/**
 * Starts the database thread on `DATA_DIR/database`, making the files first when there are none.
 * A thread that breaks down is started again on the same socket; its clients see a lost connection.
 * The caller must own the directory's lock.
 * @throws AppError `database` when the files cannot be opened
 */
export async function startEmbeddedServer(options: {
  readonly directory: string;
  readonly workerUrl: URL;
  readonly logger: Logger;
  readonly onProgress: (line: string) => void;
}): Promise<EmbeddedServer> {
  const { workerUrl, logger } = options;
  const files = join(options.directory, 'database');
  await createFiles(options, files);
  const { folder, socket } = makeSocketFolder();

  let closing = false;
  let thread: DatabaseThread;
  const launch = async (): Promise<void> => {
    thread = await startThread(workerUrl, { directory: files, socketPath: socket }, logger);
    void thread.ended.then((message) => {
      if (closing) return;
      logger.error({ error: message }, 'The embedded database stopped; starting it again.');
      relaunchLater();
    });
  };
  const relaunchLater = (): void => {
    setTimeout(() => {
      if (closing) return;
      launch().catch((error: unknown) => {
        logger.error({ error }, 'The embedded database did not start again; trying once more.');
        relaunchLater();
      });
    }, RESTART_AFTER_MS).unref();
  };

  try {
    await launch();
  } catch (error) {
    removeSocketFolder(folder);
    throw error;
  }
  return {
    socketDir: folder,
    close: async () => {
      closing = true;
      await thread.close();
      removeSocketFolder(folder);
    },
  };
}

/**
 * Makes the files beside their place and moves them there when complete: a process killed in between leaves nothing
 * that looks like a database. Their thread ends afterwards, and with it the 500 MB that making them takes.
 */
async function createFiles(
  options: {
    readonly directory: string;
    readonly workerUrl: URL;
    readonly logger: Logger;
    readonly onProgress: (line: string) => void;
  },
  files: string,
): Promise<void> {
  if (existsSync(join(files, 'PG_VERSION'))) return;
  if (existsSync(files)) {
    if (readdirSync(files).length > 0) throw notADatabase(files);
    rmdirSync(files);
  }
  options.onProgress('Preparing the embedded database (first start only, a few seconds) …');
  const fresh = `${files}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const maker = await startThread(options.workerUrl, { directory: fresh, socketPath: null }, options.logger);
  await maker.ended;
  renameSync(fresh, files);
}

function notADatabase(files: string): AppError {
  return new AppError(`The folder ${files} holds something, but no PostgreSQL database (no PG_VERSION).`, {
    code: 'database',
    hint: 'Restore it from a backup, or move that folder away to start with an empty one.',
  });
}
