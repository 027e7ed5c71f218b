import { setTimeout as sleep } from 'node:timers/promises';
import { createQueueBackend } from '../../jobs/backend.js';
import { queueId } from '../../jobs/job-ids.js';
import { encodeJob } from '../../jobs/payloads.js';
import { queueOf } from '../../jobs/queues.js';
import { wakeDigest } from '../../src/digests/wake.js';
import type { JobQueue } from '../../src/ports/job-queue.js';
import { silentLogger } from '../support/silent-logger.js';
import type { CrewMember, CrewPoint } from './crew.js';
import type { Live, Trouble } from './live-round.js';
import { waitFor } from './wait-for.js';

const LONGEST_MS = 120_000;
const DROPPED = 'job dropped: its payload is not valid';

/** All that a bot depends on and may lose while it delivers. */
export const TROUBLES: readonly Trouble[] = [
  trouble('Redis is emptied', ({ redis }) => redis.flush()),
  trouble('Redis is restarted, empty', async ({ redis }) => {
    await redis.down();
    await redis.up();
  }),
  trouble('connections to Redis are cut', async ({ redis }) => {
    await redis.command('CLIENT', 'KILL', 'TYPE', 'normal');
  }),
  trouble('Redis is away for a while', async ({ redis }) => {
    await redis.down();
    await sleep(3_000);
    await redis.up();
  }),
  trouble('connections to the database are cut', ({ desk }) => desk.cutConnections()),
  atPoint('the database server goes down in a claim', 'claiming', databaseGone),
  atPoint('the database server goes down before a confirmation', 'answered', databaseGone),
  blocked('claimed'),
  blocked('answered'),
  trouble('every process is replaced by a new one', async (live) => {
    for (let nth = 0; nth < live.crew.length; nth++) {
      const fresh = await live.newMember();
      const [old] = live.crew.splice(nth, 1, fresh);
      await old?.stop();
    }
  }),
  { name: 'jobs of an older and of a newer release are in the queue', act: jobsOfOtherReleases },
];

// --- Internal helpers ---

/** Digests get under way, then it happens. */
function trouble(name: string, happens: (live: Live) => Promise<void>): Trouble {
  return {
    name,
    act: async (live, open) => {
      await open();
      await happens(live);
    },
  };
}

/** It happens while one process is held at a point, which is then let go. */
function atPoint(
  name: string,
  point: CrewPoint,
  happens: (live: Live, go: () => void) => Promise<void>,
): Trouble {
  return {
    name,
    act: async (live, open) => {
      const member = await alone(live, open, (one) => one.holdAt(point));
      await happens(live, () => member.go());
    },
  };
}

/** One process's event loop is blocked past its lease and its jobs' locks, until the other has done all that goes without a person. */
function blocked(point: CrewPoint): Trouble {
  return {
    name: `an event loop is blocked, ${point}`,
    act: async (live, open) => {
      const member = await alone(live, open, (one) => one.blockAt(point));
      await waitFor(async () => (await live.underWay()) === 0, { limitMs: LONGEST_MS, everyMs: 100 });
      member.unblock();
    },
  };
}

/** Opens digests while all other processes stand still, so that it is this one that has them. */
async function alone(
  { crew }: Live,
  open: () => Promise<void>,
  reach: (member: CrewMember) => Promise<void>,
): Promise<CrewMember> {
  const [one, ...others] = crew;
  if (one === undefined) throw new Error('Nobody works here.');
  for (const other of others) other.signal('SIGSTOP');
  try {
    await Promise.all([reach(one), open()]);
  } finally {
    for (const other of others) other.signal('SIGCONT');
  }
  return one;
}

async function databaseGone({ server }: Live, go: () => void): Promise<void> {
  await server.down();
  go();
  await sleep(1_000);
  await server.up();
}

/** The very jobs that the ticks write, in the versions before and after; nobody can read them. */
async function jobsOfOtherReleases(
  { desk, redis, prefix, lines }: Live,
  open: () => Promise<void>,
): Promise<void> {
  const { stores } = desk;
  const backend = await createQueueBackend({ redisUrl: redis.url, prefix, logger: silentLogger });
  const before = lines.filter(({ message }) => message === DROPPED).length;
  try {
    await open();
    for (const v of [0, 2]) {
      const queue: JobQueue = {
        enqueue: async (job, { id }) => {
          const handle = backend.openQueue(queueOf(job));
          const options = { removeOnComplete: true, removeOnFail: true, attempts: 4 };
          const add = (jobId: string) =>
            handle.add(job.kind, { ...encodeJob(job), v } as never, { ...options, jobId });
          await add(queueId(id));
          await add(queueId(`${id}-of-${v}`));
          await handle.close();
        },
      };
      for (const work of await stores.digests.work(0))
        await wakeDigest(work, queue, await stores.clock.now());
    }
    await waitFor(() => lines.filter(({ message }) => message === DROPPED).length > before);
  } finally {
    await backend.close();
  }
}
