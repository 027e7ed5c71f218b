// One process that delivers digests and stops at a given point of each, to be killed or stopped there; runs on the
// built files. It tells every point it reaches in a line of JSON; `go ID` on its input lets that digest go on, `block`
// blocks the event loop until a byte comes on the fourth descriptor.
/* global Buffer */
import { randomUUID } from 'node:crypto';
import { readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { createDiscordPublisher } from '../../dist/adapters/discord/index.js';
import { createStores } from '../../dist/adapters/postgres/index.js';
import { createSlackPublisher } from '../../dist/adapters/slack/index.js';
import { deliverDigest } from '../../dist/src/digests/deliver.js';
import { say, silentLogger as logger, waitBeforeCommits } from './process-tools.mjs';

const { databaseUrl, platform, apiUrl, token, leaseMs, idleMs, blindWatch, work } = JSON.parse(
  process.argv[2] ?? '{}',
);
const GATE = 3;
const quiet = () => undefined;
const publisherWith = (turns) =>
  platform === 'discord'
    ? createDiscordPublisher({ token, apiUrl, logger, turns })
    : createSlackPublisher({ botToken: token, apiUrl, logger, turns });

const waiting = new Map();
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line !== 'block') return waiting.get(Number(line.replace('go ', '')))?.();
  say({ blocked: true });
  readSync(GATE, Buffer.alloc(1));
});

/** Tells where it is and waits until it may go on. */
const hold = (digestId, at, request = null) =>
  new Promise((resolve) => {
    waiting.set(digestId, resolve);
    say({ digestId, at, request });
  });

const startWatch = () => {
  const start = performance.now();
  return () => (blindWatch ? 0 : performance.now() - start);
};

const openPool = (beforeCommit) => {
  // As adapters/postgres/pools.ts does, with a time of its own.
  const onConnect = (client) => client.query(`set idle_in_transaction_session_timeout = ${idleMs}`);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, onConnect });
  pool.on('error', quiet);
  waitBeforeCommits(pool, beforeCommit);
  return pool;
};

const deliver = async ({ digestId, point, skip }) => {
  let passed = 0;
  const isIt = (here) => here === point && passed++ === skip;
  let sending = false;
  let leaving = null;
  const pool = openPool(async () => {
    if (!sending) return;
    sending = false;
    if (isIt('before the commit')) await hold(digestId, point);
  });
  const stores = createStores(pool);
  const { deliveries } = stores;
  const store = {
    claim: async (id, decide) => {
      const result = await deliveries.claim(id, (...rows) => {
        const decision = decide(...rows);
        sending = decision.result.do === 'send';
        return decision;
      });
      if (result?.do === 'send' && isIt('after the claim')) await hold(digestId, point);
      return result;
    },
    confirm: async (...args) => {
      if (isIt('answered')) await hold(digestId, point);
      const kept = await deliveries.confirm(...args);
      if (isIt('after the confirm')) await hold(digestId, point);
      return kept;
    },
  };
  const take = async () => {
    const request = leaving;
    leaving = null;
    if (request !== null && isIt('waiting for its turn')) await hold(digestId, point);
    return { taken: true, waitMs: 0 };
  };
  const real = publisherWith({ ...stores.turns, take });
  const publisher = {
    ...real,
    send: async (request, signal) => {
      if (isIt('in flight') || (point === 'taken' && isIt('taken'))) await hold(digestId, point, request);
      leaving = request;
      return real.send(request, signal);
    },
  };
  await deliverDigest(
    digestId,
    {
      ...stores,
      deliveries: store,
      publisherFor: () => publisher,
      timing: { leaseMs, freshForMs: 6 * 3_600_000 },
      newToken: randomUUID,
      callSignal: () => AbortSignal.timeout(20_000),
      startWatch,
      logger,
    },
    new AbortController().signal,
    // Whose connection was cut meanwhile: the job fails, and somebody else goes on.
  ).catch(quiet);
  say({ digestId, at: 'done', request: null });
};

await Promise.all(work.map(deliver));
process.exit(0);
