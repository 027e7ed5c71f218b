// One process of workers for the tests; runs on the built files. Writes `ready`, then a line per job it starts.
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createQueueBackend } from '../../dist/jobs/backend.js';
import { createJobQueue } from '../../dist/jobs/queues.js';
import { startWorkers } from '../../dist/jobs/workers.js';

const { redisUrl, poolOptions, prefix, holdMs, tuning } = JSON.parse(process.argv[2] ?? '{}');
const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => logger };

const pool = poolOptions === null ? undefined : new pg.Pool(poolOptions);
pool?.on('error', quiet);
const backend = await createQueueBackend({ redisUrl, prefix, logger, ...(pool ? { pool } : {}) });
const queue = createJobQueue(backend, { logger });

const handler = async (job) => {
  process.stdout.write(`${JSON.stringify(job)}\n`);
  await pause(holdMs);
  return null;
};
startWorkers({
  backend,
  queue,
  logger,
  handlers: { collect: handler, compose: handler, deliver: handler, answer: handler },
  tuning,
});
process.stdout.write('ready\n');
