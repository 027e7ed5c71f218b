// One bot's ticks and workers as a process of its own, with times cut short; runs on the built files. `hold POINT` on
// its input lets it wait at the next passing of a point until `go` comes, `block POINT` blocks its event loop there until
// a byte comes on the fourth descriptor. It says in lines of JSON where it is and what it logs.
/* global Buffer */
import { randomUUID } from 'node:crypto';
import { readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDiscordPublisher } from '../../dist/adapters/discord/index.js';
import { createStores, openDatabase } from '../../dist/adapters/postgres/index.js';
import { createSlackPublisher } from '../../dist/adapters/slack/index.js';
import { createQueueBackend } from '../../dist/jobs/backend.js';
import { createJobQueue } from '../../dist/jobs/queues.js';
import { startWorkers } from '../../dist/jobs/workers.js';
import { composeDigest } from '../../dist/src/digests/compose.js';
import { deliverDigest } from '../../dist/src/digests/deliver.js';
import { createRankingCache } from '../../dist/src/digests/ranking-cache.js';
import { tick } from '../../dist/src/digests/tick.js';
import { rankInSlices } from '../../dist/src/ranking/rank.js';
import { say, waitBeforeCommits } from './process-tools.mjs';

const { databaseUrl, redisUrl, prefix, platform, apiUrl, token, times } = JSON.parse(process.argv[2] ?? '{}');
const GATE = 3;

const log = (level) => (fields, message) => say({ level, message, fields });
const logger = {
  debug: () => undefined,
  info: log('info'),
  warn: log('warn'),
  error: log('error'),
  child: () => logger,
};

const armed = new Map();
let goOn = () => undefined;
createInterface({ input: process.stdin }).on('line', (line) => {
  const [what = '', ...point] = line.split(' ');
  if (what === 'go') goOn();
  else armed.set(point.join(' '), what);
});
const pass = async (point) => {
  const how = armed.get(point);
  if (how === undefined) return;
  armed.delete(point);
  const waits = new Promise((resolve) => (goOn = resolve));
  say({ at: point });
  if (how === 'block') readSync(GATE, Buffer.alloc(1));
  else await waits;
};

const database = await openDatabase({ databaseUrl, dataDir: '.', version: 'test', role: 'bot', logger });
// As the database's pools do, sooner.
database.pool.options.onConnect = (client) =>
  client.query(`set idle_in_transaction_session_timeout = ${times.idleMs}`);
let claiming = false;
waitBeforeCommits(database.pool, async () => {
  const mine = claiming;
  claiming = false;
  if (mine) await pass('claiming');
});
const stores = createStores(database.pool);
const backend = await createQueueBackend({ redisUrl, prefix, logger });
const queue = createJobQueue(backend, { logger });

const real =
  platform === 'discord'
    ? createDiscordPublisher({ token, apiUrl, logger })
    : createSlackPublisher({ botToken: token, apiUrl, logger, pace: times.pace });
const publisher = {
  ...real,
  policy: (kind) => {
    const policy = real.policy(kind);
    const repeatWithinMs = Math.min(policy.repeatWithinMs, times.repeatWithinMs);
    return { ...policy, settleMs: times.settleMs, repeatWithinMs };
  },
};
const deliveries = {
  ...stores.deliveries,
  claim: async (id, decide) => {
    const result = await stores.deliveries.claim(id, (...rows) => {
      const decision = decide(...rows);
      claiming = decision.result.do === 'send';
      return decision;
    });
    if (result?.do === 'send') await pass('claimed');
    return result;
  },
  confirm: async (...args) => {
    await pass('answered');
    return stores.deliveries.confirm(...args);
  },
};
const shared = { ...stores, publisherFor: () => publisher, logger };
// Nothing is read here; it only has to be there, and fresh.
const source = {
  name: 'huggingface',
  title: 'Hugging Face',
  nextReadAt: (_last, now) => new Date(+now + 864e5),
};
const composing = {
  ...shared,
  sourceStates: stores.sources,
  sources: [source],
  rankings: createRankingCache(),
  rank: rankInSlices,
  queue,
};
const startWatch = () => {
  const start = performance.now();
  return () => performance.now() - start;
};
const delivering = {
  ...shared,
  deliveries,
  timing: { leaseMs: times.leaseMs, freshForMs: times.freshForMs },
  newToken: randomUUID,
  callSignal: () => AbortSignal.timeout(times.callMs),
  startWatch,
};
const nothing = () => Promise.resolve(null);
const workers = startWorkers({
  backend,
  queue,
  logger,
  handlers: {
    collect: nothing,
    answer: nothing,
    compose: ({ digestId }, signal) => composeDigest(digestId, composing, signal),
    deliver: ({ digestId }, signal) => deliverDigest(digestId, delivering, signal),
  },
  tuning: times.tuning,
});

const stopping = new AbortController();
const ticks = (async () => {
  while (!stopping.signal.aborted) {
    await tick({ ...stores, sourceStates: stores.sources, sources: [], queue, logger }).catch(
      () => undefined,
    );
    await sleep(times.tickMs);
  }
})();

process.once('SIGTERM', async () => {
  stopping.abort();
  await ticks;
  await workers.stop(times.stopMs);
  await queue.close();
  await backend.close();
  await database.close();
  process.exit(0);
});
say({ at: 'ready' });
