import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { readRedisUrl } from '../../src/redis-url.js';

describe('the address of a Redis', () => {
  it.each([
    'redis://localhost',
    'redis://:secret@redis.example.org:6380/2',
    'rediss://user:p%40ss@host:6379',
  ])('takes one server as it is: %s', (url) => {
    expect(readRedisUrl(url)).toEqual({ kind: 'server', url });
  });

  it('takes sentinels with the name of their master, its database and both logins', () => {
    expect(readRedisUrl('redis+sentinel://one,two:26380,[fd00::1]:26381/mymaster')).toEqual({
      kind: 'sentinel',
      sentinels: [
        { host: 'one', port: 26379 },
        { host: 'two', port: 26380 },
        { host: 'fd00::1', port: 26381 },
      ],
      master: 'mymaster',
      database: 0,
      login: {},
      sentinelLogin: {},
      tls: false,
    });
    expect(
      readRedisUrl(
        'rediss+sentinel://jobs:p%40ss%2F@one/my-master/3?sentinel_username=s&sentinel_password=t%26',
      ),
    ).toMatchObject({
      master: 'my-master',
      database: 3,
      login: { username: 'jobs', password: 'p@ss/' },
      sentinelLogin: { username: 's', password: 't&' },
      tls: true,
    });
    expect(readRedisUrl('redis+sentinel://:only@one/m')).toMatchObject({ login: { password: 'only' } });
  });

  it('takes some nodes of a cluster', () => {
    expect(readRedisUrl('redis+cluster://10.0.0.1:7000,10.0.0.2:7001')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: '10.0.0.1', port: 7000 },
        { host: '10.0.0.2', port: 7001 },
      ],
      login: {},
      tls: false,
    });
    expect(readRedisUrl('rediss+cluster://:pw@config.example.org/')).toEqual({
      kind: 'cluster',
      nodes: [{ host: 'config.example.org', port: 6379 }],
      login: { password: 'pw' },
      tls: true,
    });
  });

  it.each([
    ['http://localhost', /no address of a Redis\. Write it like redis:\/\//],
    ['localhost:6379', /no address of a Redis/],
    ['redis://one:1,two:2', /redis\+cluster:\/\//],
    ['redis+sentinel://one,two', /names no master\. Write it like/],
    ['redis+sentinel://one/m/x', /names no master/],
    ['redis+sentinel://one:0/m', /no name and port/],
    ['redis+sentinel://one:99999/m', /no name and port/],
    ['redis+sentinel://one,,two/m', /no name and port/],
    ['redis+sentinel://one/m?password=x', /mean nothing here: password\. Known are sentinel_username/],
    ['redis+cluster://one:6379/2', /a cluster has only one/],
    ['redis+cluster://one?tls=yes', /mean nothing here: tls\. Remove them/],
  ])('refuses %s with its repair', (url, says) => {
    const problem = readRedisUrl(url);
    expect(problem).toMatch(says);
    expect(() => loadConfig({ REDIS_URL: url })).toThrow(`REDIS_URL ${problem as string}`);
  });

  it('never repeats a password in what it says', () => {
    expect(readRedisUrl('redis+sentinel://:hunter2@one,two')).not.toMatch('hunter2');
    expect(readRedisUrl('redis+sentinel://one/m?x=hunter2')).not.toMatch('hunter2');
    expect(readRedisUrl('http://:hunter2@one')).not.toMatch('hunter2');
  });
});
