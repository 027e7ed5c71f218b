import { describeError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';

/** BullMQ runs from 5.0 on and asks for 6.2. */
const OLDEST = [6, 2] as const;

/** What is wrong with a Redis for keeping jobs, as sentences with the repair. @param info the answer to `INFO` */
export function redisProblems(info: string): readonly { problem: string; repair: string }[] {
  const problems: { problem: string; repair: string }[] = [];
  const version = field(info, 'redis_version');
  if (version !== null && isOlder(version))
    problems.push({
      problem: `Redis ${version} is older than ${OLDEST.join('.')}: jobs may be late or lost`,
      repair: 'Upgrade Redis.',
    });
  const policy = field(info, 'maxmemory_policy');
  if (policy !== null && policy !== 'noeviction')
    problems.push({
      problem: `Redis evicts keys when memory is short (maxmemory-policy ${policy}): jobs may vanish`,
      repair:
        'Set `maxmemory-policy noeviction` in redis.conf, or run `CONFIG SET maxmemory-policy noeviction`.',
    });
  return problems;
}

/** Warns, with the repair, of a Redis that is too old or throws keys away. Never fails. */
export async function checkRedisServer(client: { info(): Promise<string> }, logger: Logger): Promise<void> {
  try {
    for (const { problem, repair } of redisProblems(await client.info()))
      logger.warn({ problem, repair }, 'Redis is not set up for keeping jobs');
  } catch (error) {
    logger.debug({ error: describeError(error) }, 'Redis did not tell about itself');
  }
}

// --- Internal helpers ---

function field(info: string, name: string): string | null {
  return new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? null;
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}
