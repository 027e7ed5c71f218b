import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Vitest leaves one processor free, which on two is half the machine; end-to-end tests mostly wait.
    maxWorkers: Math.max(2, availableParallelism()),
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
