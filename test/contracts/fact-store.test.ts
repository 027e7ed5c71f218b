import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { createSealer } from '../../adapters/shared/sealer.js';
import { openHashPerson, resealKept } from '../../src/commands/person-hash.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';

describe.each(testDatabases)('a fact on the $name database', ({ open: openDatabase }) => {
  let database: TestDatabase;
  let stores: Stores;
  beforeAll(async () => {
    database = await openDatabase();
    stores = createStores(database.pool);
  });
  afterAll(() => database.close());
  beforeEach(() => database.pool.query('delete from broadsheet.facts'));

  it('is what was put last', async () => {
    expect(await stores.facts.get('commands')).toBeNull();
    await stores.facts.put('commands', 'one');
    await stores.facts.put('commands', 'two');
    expect(await stores.facts.get('commands')).toBe('two');
  });

  it('put once is the same for all who try at the same time', async () => {
    const values = Array.from({ length: 8 }, (_, index) => `pepper ${index}`);
    const stored = await Promise.all(values.map((value) => stores.facts.putOnce('pepper', value)));
    expect(new Set(stored).size).toBe(1);
    expect(values).toContain(stored[0]);
    expect(await stores.facts.putOnce('pepper', 'later')).toBe(stored[0]);
    expect(await stores.facts.get('pepper')).toBe(stored[0]);
  });

  it('keeps the pepper: made once, sealed, the same under a new key, and lost without it', async () => {
    let made = 0;
    const open = (key: string) =>
      openHashPerson({
        facts: stores.facts,
        sealer: createSealer(key),
        newPepper: () => `pepper-${(made += 1)}`,
      });
    const [one, two] = await Promise.all([open('the first secret key'), open('the first secret key')]);
    const ada = { id: '4711' };
    expect(one('discord', '11', ada)).toBe(two('discord', '11', ada));
    expect((await open('the first secret key'))('slack', 'T1', ada)).toBe(one('slack', 'T1', ada));
    const { rows } = await database.pool.query('select value from broadsheet.facts');
    expect(JSON.stringify(rows)).not.toContain('pepper-');
    const second = createSealer('a second secret key', ['the first secret key']);
    expect(await resealKept({ facts: stores.facts, sealer: second })).toBe(1);
    expect(await resealKept({ facts: stores.facts, sealer: second })).toBe(0);
    expect((await open('a second secret key'))('slack', 'T1', ada)).toBe(one('slack', 'T1', ada));
    expect(made).toBeLessThanOrEqual(2);
    await expect(open('the first secret key')).rejects.toMatchObject({
      code: 'config',
      hint: expect.stringContaining('Put the old key back') as string,
    });
  });
});
