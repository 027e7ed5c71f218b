export { type Database, type DatabaseOptions, openDatabase } from './database.js';
export { createStores, type Stores } from './stores.js';
