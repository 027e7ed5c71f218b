#!/usr/bin/env node
/** Runs one measuring command: `node bench/run.js memory --papers 80000`. Vite reads the TypeScript, as in the tests. */
import { runnerImport } from 'vite';

// Ending by the front door lets everything that was started be stopped and cleared away.
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }))
  process.once(signal, () => process.exit(128 + number));

const [name, ...args] = process.argv.slice(2);
const { module } = await runnerImport(`${import.meta.dirname}/${name}.ts`, {
  configFile: false,
  logLevel: 'error',
});
const report = await module.main(args);
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
