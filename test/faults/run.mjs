// npm run test:faults -- [--long] [--seed N] [what vitest takes]: at least 2,000 faulted deliveries per platform when long.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean', default: false }, seed: { type: 'string', default: '' } },
  allowPositionals: true,
});
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  'vitest.faults.config.ts',
  ...positionals,
];
const env = { ...process.env, FAULTS_SEED: values.seed, FAULTS_LONG: values.long ? '1' : '' };
spawn(process.execPath, vitest, { stdio: 'inherit', env }).on('exit', (code) => process.exit(code ?? 1));
