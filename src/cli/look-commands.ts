import type { Command } from 'commander';
import { loadConfig } from '../config.js';
import { addDeliveryCommands } from './delivery-commands.js';
import { runDoctor } from './doctor.js';
import type { Output } from './output.js';
import { showPreview, type PreviewOptions } from './preview.js';
import { readSearch, showSearch, type ShowSearchOptions } from './search.js';
import { slackAppManifest } from '../wiring/publishers.js';
import { withRuntime } from './with-runtime.js';

/** Commands that only look. */
export function addLookCommands(program: Command, output: Output): void {
  program
    .command('preview')
    .description("show the day's digest as it was or would be posted")
    .option('--channel <key>', 'with the settings of this channel')
    .option('--as <platform>', 'terminal, or the very messages for discord or slack', 'terminal')
    .option('--topic <query>', 'for this topic instead')
    .option('--count <n>', 'this many papers instead')
    .option('--json', 'print JSON')
    .action((options: PreviewOptions) => withRuntime((runtime) => showPreview(options, runtime, output)));
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
    .action((words: string[], options: ShowSearchOptions) => {
      const order = readSearch(words.join(' '), options);
      return withRuntime((runtime) => showSearch(order, runtime, output));
    });
  addDeliveryCommands(program, output);
  program
    .command('doctor')
    .description('check settings, database, queue, sources and channels, and name each repair')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const well = await withRuntime((runtime) => runDoctor(runtime, options.json === true, output));
      if (!well) process.exitCode = 1;
    });
  program
    .command('manifest')
    .description('print the Slack app manifest')
    .action(() => output.json(slackAppManifest(loadConfig(process.env))));
}
