import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: deliveries under faults, with real processes. `-- --long` for thousands of them. */
export default defineConfig({
  test: {
    include: ['test/faults/*.fault.ts', 'test/faults/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism()),
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
