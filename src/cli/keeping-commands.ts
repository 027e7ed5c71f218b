import type { Command } from 'commander';
import type { Output } from './output.js';
import { rotateKey, type RotateKeyOptions } from './rotate-key.js';
import { withRuntime } from './with-runtime.js';

/** Commands about what is kept, and how. */
export function addKeepingCommands(program: Command, output: Output): void {
  program
    .command('rotate-key')
    .description('make a new key for what is kept sealed; the old one opens what is under way')
    .option('--drop-previous', 'make no new key, but delete the one of before')
    .option('--json', 'print JSON')
    .action((options: RotateKeyOptions) => withRuntime((runtime) => rotateKey(options, runtime, output)));
}
