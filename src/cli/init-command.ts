import type { Command } from 'commander';
import type { Output } from './output.js';

/** `broadsheet init`: the first ten minutes. */
export function addInitCommand(program: Command, output: Output): void {
  program
    .command('init')
    .description('set the bot up by questions: tokens, .env, commands, a first channel')
    .action(async () => {
      const { runInit } = await import('./init/run.js');
      await runInit(output);
    });
}
