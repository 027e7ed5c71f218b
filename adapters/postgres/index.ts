export { type Database, openDatabase } from './database.js';
export { createStores, type Stores } from './stores.js';
export { prepareVectors } from './vector-distance.js';
