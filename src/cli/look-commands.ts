import type { Command } from 'commander';
import { addDeliveryCommands } from './delivery-commands.js';
import type { Output } from './output.js';
import type { PreviewOptions } from './preview.js';
import type { ShowSearchOptions } from './search.js';
import { withRuntime } from './with-runtime.js';

/** Commands that only look. */
export function addLookCommands(program: Command, output: Output): void {
  program
    .command('preview')
    .description("show the day's digest as it was or would be posted")
    .option('--channel <key>', 'with the settings of this channel')
    .option('--as <platform>', 'terminal, or the very messages for discord, slack or email', 'terminal')
    .option('--topic <query>', 'for this topic instead')
    .option('--count <n>', 'this many papers instead')
    .option('--json', 'print JSON')
    .action(async (options: PreviewOptions) => {
      const { showPreview } = await import('./preview.js');
      await withRuntime((runtime) => showPreview(options, runtime, output));
    });
  program
    .command('search')
    .description('search papers, as /papers search does')
    .argument(
      '<query...>',
      'words, "a phrase", -not, author:, cat:, since:7d, min:20, has:code, sort:new, a | b',
    )
    .option('--limit <n>', 'at most this many', '10')
    .option('--json', 'print JSON')
    // So that -survey is a word to leave out, and no option.
    .allowUnknownOption()
    .helpOption('--help', 'show this help')
    .action(async (words: string[], options: ShowSearchOptions) => {
      const { readSearch, showSearch } = await import('./search.js');
      const order = readSearch(words.join(' '), options);
      await withRuntime((runtime) => showSearch(order, runtime, output));
    });
  addDeliveryCommands(program, output);
  program
    .command('doctor')
    .description('check settings, database, queue, sources and channels, and name each repair')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const { runDoctor } = await import('./doctor.js');
      const well = await withRuntime((runtime) => runDoctor(runtime, options.json === true, output));
      if (!well) process.exitCode = 1;
    });
  program
    .command('manifest')
    .description('print the Slack app manifest')
    .action(async () => {
      const { loadConfig } = await import('../config.js');
      const { slackAppManifest } = await import('../wiring/publishers.js');
      output.json(slackAppManifest(loadConfig(process.env)));
    });
}
