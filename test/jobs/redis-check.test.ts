import { describe, expect, it } from 'vitest';
import { redisProblems } from '../../jobs/redis-check.js';

const info = (version: string, policy: string) =>
  `# Server\r\nredis_version:${version}\r\n# Memory\r\nmaxmemory_policy:${policy}\r\n`;

describe('what is wrong with a Redis', () => {
  it.each(['6.2.0', '7.0.15', '8.2.1', '10.0.0'])('is nothing for %s that keeps its keys', (version) => {
    expect(redisProblems(info(version, 'noeviction'))).toEqual([]);
  });

  it.each(['5.0.14', '6.0.9'])('is its age for %s', (version) => {
    expect(redisProblems(info(version, 'noeviction'))).toMatchObject([{ repair: 'Upgrade Redis.' }]);
  });

  it('is that it evicts keys, with the command that ends it', () => {
    expect(redisProblems(info('7.4.0', 'allkeys-lru'))).toMatchObject([
      { repair: expect.stringContaining('maxmemory-policy noeviction') as string },
    ]);
  });

  it('is unknown when it does not tell', () => {
    expect(redisProblems('')).toEqual([]);
  });
});
