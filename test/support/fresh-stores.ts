import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import type { DatabaseKind, TestDatabase } from './databases.js';
import { NOON } from './stored-things.js';

/** Stores on a database of its own; there from the first test on. */
export interface FreshStores {
  readonly database: TestDatabase;
  readonly stores: Stores;
}

/** A database for the tests around. Before each, these tables are emptied and its clock is put to noon. */
export function freshStores(open: DatabaseKind['open'], tables: readonly string[]): FreshStores {
  let database: TestDatabase;
  let stores: Stores;
  beforeAll(async () => {
    database = await open();
    stores = createStores(database.pool);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of tables) await database.pool.query(`delete from broadsheet.${table}`);
    await database.setClock(NOON);
  });
  return {
    get database() {
      return database;
    },
    get stores() {
      return stores;
    },
  };
}
