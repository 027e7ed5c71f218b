import { describe, expect, it } from 'vitest';
import { testDatabases } from '../support/databases.js';
import { minutesAfter, NOON } from '../support/stored-things.js';
import { freshStores } from '../support/fresh-stores.js';

const HEALTHY = {
  lastOkAt: null,
  failingSince: null,
  lastError: null,
  notBefore: null,
  failures: 0,
  lost: null,
};

describe.each(testDatabases)('sources on the $name database', ({ open }) => {
  const here = freshStores(open, ['source_state', 'http_validators', 'paces']);

  it('takes a source never read for a healthy one', async () => {
    expect(await here.stores.sources.get('arxiv')).toEqual({ source: 'arxiv', ...HEALTHY });
  });

  it('remembers since when a source fails, how often and the last error, until it is well', async () => {
    await here.stores.sources.recordFailure('arxiv', 'HTTP 500', minutesAfter(1));
    await here.database.setClock(minutesAfter(5));
    await here.stores.sources.recordFailure('arxiv', `HTTP 503 \0${'x'.repeat(5_000)}`, minutesAfter(10));
    const failing = await here.stores.sources.get('arxiv');
    expect(failing).toMatchObject({ failingSince: NOON, notBefore: minutesAfter(10), failures: 2 });
    expect(failing.lastError).toMatch(/^HTTP 503 x{900,1000}$/);
    await here.stores.sources.recordOk('arxiv', minutesAfter(12));
    expect(await here.stores.sources.get('arxiv')).toEqual({
      source: 'arxiv',
      ...HEALTHY,
      lastOkAt: minutesAfter(12),
    });
  });

  it('keeps the last good reading while a source fails', async () => {
    await here.stores.sources.recordOk('huggingface', NOON);
    await here.stores.sources.recordFailure('huggingface', 'timeout', minutesAfter(1));
    expect((await here.stores.sources.get('huggingface')).lastOkAt).toEqual(NOON);
  });

  it('counts a reading that lost parts, and remembers which until they are read', async () => {
    const { sources } = here.stores;
    const lost = (parts: readonly string[], minute: number) => ({
      parts,
      error: 'arXiv has no category cs.XX.',
      tryAt: minutesAfter(minute),
    });
    await sources.recordFailure('arxiv', 'HTTP 500', minutesAfter(1));
    await sources.recordOk('arxiv', minutesAfter(2), lost(['cs.XX', 'cs.CL'], 3));
    await here.database.setClock(minutesAfter(3));
    await sources.recordOk('arxiv', minutesAfter(3), lost(['cs.XX'], 5));
    expect(await sources.get('arxiv')).toEqual({
      source: 'arxiv',
      lastOkAt: minutesAfter(3),
      failingSince: NOON,
      lastError: 'arXiv has no category cs.XX.',
      notBefore: null,
      failures: 0,
      lost: { parts: ['cs.XX'], tryAt: minutesAfter(5) },
    });
    expect(await sources.parts('arxiv')).toEqual(new Map([['cs.XX', { readUpTo: null, failures: 2 }]]));
    expect((await sources.parts('huggingface')).size).toBe(0);
    await sources.recordOk('arxiv', minutesAfter(6));
    expect(await sources.get('arxiv')).toEqual({
      source: 'arxiv',
      ...HEALTHY,
      lastOkAt: minutesAfter(6),
    });
    expect((await sources.parts('arxiv')).size).toBe(0);
  });

  it('remembers how far a part was read, also while it is lost', async () => {
    const { sources } = here.stores;
    await sources.recordPart('arxiv', 'cs.CL', minutesAfter(2));
    await sources.recordPart('arxiv', 'cs.CL', NOON);
    await sources.recordOk('arxiv', NOON, { parts: ['cs.CL'], error: 'x', tryAt: minutesAfter(1) });
    const known = (failures: number) => new Map([['cs.CL', { readUpTo: minutesAfter(2), failures }]]);
    expect(await sources.parts('arxiv')).toEqual(known(1));
    await sources.recordOk('arxiv', minutesAfter(1));
    expect(await sources.parts('arxiv')).toEqual(known(0));
  });

  it('remembers the validators of an address, the last ones only', async () => {
    const url = 'https://rss.arxiv.org/atom/cs.CL';
    expect(await here.stores.sources.validators(url)).toBeNull();
    await here.stores.sources.remember(url, { etag: '"1"', lastModified: 'Mon, 23 Nov 2026 05:00:00 GMT' });
    await here.stores.sources.remember(url, { etag: 'W/"2"' });
    expect(await here.stores.sources.validators(url)).toEqual({ etag: 'W/"2"' });
  });

  it('hands out moments at least the given distance apart, across clients', async () => {
    const waits = await Promise.all(
      Array.from({ length: 6 }, () => here.stores.sources.reserve('arxiv', 3_000)),
    );
    expect(waits.sort((a, b) => a - b)).toEqual([0, 3_000, 6_000, 9_000, 12_000, 15_000]);
    await here.database.setClock(new Date(NOON.getTime() + 16_000));
    expect(await here.stores.sources.reserve('arxiv', 3_000)).toBe(2_000);
    expect(await here.stores.sources.reserve('other', 3_000)).toBe(0);
    await here.database.setClock(minutesAfter(10));
    expect(await here.stores.sources.reserve('arxiv', 3_000)).toBe(0);
  });

  it('tells the time of the database, which runs unless a test stops it', async () => {
    expect(await here.stores.clock.now()).toEqual(NOON);
    await here.database.setClock(null);
    const first = await here.stores.clock.now();
    expect((await here.stores.clock.now()).getTime()).toBeGreaterThanOrEqual(first.getTime());
    expect(first.getTime()).not.toBe(NOON.getTime());
  });
});
