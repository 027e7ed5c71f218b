import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { createPaperSearch } from '../../src/search/paper-search.js';
import { parseQuery } from '../../src/topics/query.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { silentLogger } from '../support/silent-logger.js';
import { address, facts, settings, sighting, simpleMerge, today } from '../support/stored-things.js';
import { putChannel } from '../support/put-channel.js';

const HOSTILE = [
  "'; drop table broadsheet.papers; --",
  "' or '1'='1",
  '$1 $2 $$ $body$',
  "\\'; select pg_sleep(100); --",
  "E'\\x27' || (select value from broadsheet.facts)",
  '% _ %% \\%',
  "to_tsquery('a & b') | ! & <-> :* ( )",
  '{"a":1} {}, {NULL}, {"}',
  'NUL \0 inside and half \ud800 a pair',
  "word'); delete from broadsheet.channels; --",
  '@@@ ||| ||paradedb|| ~~* ilike /* */ -- ;',
];

describe.each(testDatabases)('text that is meant to be SQL on the $name database', ({ open }) => {
  let database: TestDatabase;
  let stores: Stores;
  beforeAll(async () => {
    database = await open();
    stores = createStores(database.pool);
    await stores.papers.save([{ facts: facts('p1'), sighting: sighting('p1') }], simpleMerge);
  });
  afterAll(() => database.close());

  it('is stored to the letter as a name, a query or a reason, and changes nothing else', async () => {
    const stored = (text: string): string => text.replace(/[\0\p{Cs}]/gu, '');
    for (const [index, text] of HOSTILE.entries()) {
      const at = { ...address, place: String(100 + index) };
      const { channel } = await putChannel(
        stores.channels,
        at,
        settings({ topics: [{ name: text, query: text }] }),
        today,
      );
      await stores.channels.pause(channel.id, { reason: text, by: 'person' });
      const kept = await stores.channels.get(channel.key);
      expect(kept?.topics[0]?.name.replace(/\ufffd/g, '')).toBe(stored(text));
      expect(kept?.pause?.reason.replace(/\ufffd/g, '')).toBe(stored(text));
      expect(await stores.channels.get(text)).toBeNull();
      expect(await stores.channels.remove(text)).toBe(false);
      expect(await stores.people.unsave(text, text)).toBe(false);
      await stores.facts.put(`fact ${text}`, text);
    }
    expect(await stores.channels.list()).toHaveLength(HOSTILE.length);
    expect(await stores.papers.get(['p1', ...HOSTILE])).toHaveLength(1);
  });

  it('is searched for as words, or refused with the place and the repair', async () => {
    const signal = AbortSignal.timeout(60_000);
    const search = createPaperSearch({
      ...stores,
      finders: [],
      patience: () => AbortSignal.timeout(1_000),
      logger: silentLogger,
    });

    for (const text of HOSTILE)
      for (const typed of [
        text,
        `"${text}"`,
        `author:"${text}" x`,
        `org:"${text}" | ${text}`,
        `-${text} title`,
      ]) {
        const parsed = parseQuery(typed);
        if (parsed.ok) await search.search(parsed.query, { limit: 10, now: new Date(), signal });
      }
    expect(await stores.papers.get(['p1'])).toHaveLength(1);
  });
});
