import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { isLong, seedOfRun } from './test/faults/chance.js';

const seed = seedOfRun();
console.log(`Seed ${seed}. The same again: npm run test:faults -- --seed ${seed}${isLong ? ' --long' : ''}`);

/** `npm run test:faults`: deliveries under faults, with real processes. `-- --long` for thousands of them. */
export default defineConfig({
  test: {
    include: ['test/faults/*.fault.ts', 'test/faults/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // One seed for every file.
    env: { FAULTS_SEED: String(seed) },
    testTimeout: 300_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism()),
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
