#!/usr/bin/env node
/** Runs one measuring command: `node bench/run.js memory --papers 80000`. Vite reads the TypeScript, as in the tests. */
import { runnerImport } from 'vite';

const [name, ...args] = process.argv.slice(2);
const { module } = await runnerImport(`${import.meta.dirname}/${name}.ts`, {
  configFile: false,
  logLevel: 'error',
});
const report = await module.main(args);
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
