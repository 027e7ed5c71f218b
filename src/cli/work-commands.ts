import type { Command } from 'commander';
import { collectAll, type CollectOptions } from './collect.js';
import type { Output } from './output.js';
import { postNow, type PostOptions } from './post.js';
import { withRuntime } from './with-runtime.js';

/** Commands that do now what the bot does by itself. */
export function addWorkCommands(program: Command, output: Output): void {
  program
    .command('collect')
    .description('read the sources now, or back-fill days')
    .option('--from <day>', 'first list day, YYYY-MM-DD')
    .option('--to <day>', 'last list day, YYYY-MM-DD (default: the first)')
    .option('--json', 'print JSON')
    .action(async (options: CollectOptions) => {
      const complete = await withRuntime((runtime) => collectAll(options, runtime, output));
      if (!complete) process.exitCode = 1;
    });
  program
    .command('post')
    .description("post a digest to a channel at once, beside the day's own; its papers count as had")
    .requiredOption('--channel <key>', 'discord:SERVER:CHANNEL or slack:TEAM:CHANNEL')
    .requiredOption('--now', 'really post')
    .option('--json', 'print JSON')
    .action(async (options: PostOptions) => {
      const posted = await withRuntime((runtime) => postNow(options, runtime, output));
      if (!posted) process.exitCode = 1;
    });
}
