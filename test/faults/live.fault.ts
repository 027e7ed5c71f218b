import { describe, it } from 'vitest';
import { databaseOn } from '../support/databases.js';
import { serverBinaries, startServer } from '../support/postgres-server.js';
import { hasRedisServer, startRedis } from '../support/redis.js';
import { createChance, isLong, seedOfRun } from './chance.js';
import { playLiveRound } from './live-round.js';
import { openNewsdesk } from './newsdesk.js';
import { createTally } from './tally.js';
import { TROUBLES } from './troubles.js';

const isPossible = hasRedisServer && serverBinaries !== null;
if (!isPossible && process.env['CI'] === 'true')
  throw new Error('These tests stop and start Redis and PostgreSQL: install redis-server and postgresql.');

const ROUNDS = isLong ? 5 : 1;
const DIGESTS_PER_TROUBLE = 2;
const seed = seedOfRun();

describe.skipIf(!isPossible)('real processes whose Redis, database and event loops come and go', () => {
  it.concurrent.each(['discord', 'slack'] as const)(
    'lose no delivery and double none on %s',
    async (platform) => {
      const [redis, server] = await Promise.all([startRedis(), startServer()]);
      try {
        const desk = await openNewsdesk(databaseOn(server));
        const tally = createTally();
        for (let round = 0; round < ROUNDS; round++) {
          const chance = createChance(seed + round);
          const plan = {
            platform,
            desk,
            server,
            redis,
            chance,
            troubles: TROUBLES,
            each: DIGESTS_PER_TROUBLE,
          };
          tally.expectClean('live', await playLiveRound(plan), seed + round);
        }
        console.log(tally.line(`${platform}, with everything in trouble`, seed));
        await desk.close();
      } finally {
        await Promise.all([redis.close(), server.close()]);
      }
    },
    1_800_000,
  );
});
