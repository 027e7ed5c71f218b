import type { Command } from 'commander';
import type { CollectOptions } from './collect.js';
import type { EmbedOptions } from './embed.js';
import type { Output } from './output.js';
import type { PostOptions } from './post.js';
import type { LearnReport } from '../wiring/learn.js';
import type { registerCommands } from '../wiring/registration.js';
import { withRuntime } from './with-runtime.js';

interface RegisterCliOptions {
  readonly guild?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

function registrationLine({ kind, guildId }: Awaited<ReturnType<typeof registerCommands>>): string {
  const where = guildId === null ? 'everywhere' : `in server ${guildId}`;
  return kind === 'registered'
    ? `Discord knows the commands now, ${where}. It may take a minute until everybody sees them.`
    : `Discord knows them already, ${where}: nothing has changed. Send them again with --force.`;
}

function learnLine({ papers, skill }: LearnReport): string {
  if (skill === null) return `Too little history to learn from: ${papers} papers. Plain momentum ranks.`;
  const [ours, plain] = [skill.gain.toFixed(2), skill.plainGain.toFixed(2)];
  return `Learned from ${papers} papers. On the last ${skill.days} lists: upvotes to come ${ours} (plain momentum ${plain}), order from text alone ${skill.coldStart.toFixed(2)}.`;
}

/** Commands that do now what the bot does by itself. */
export function addWorkCommands(program: Command, output: Output): void {
  program
    .command('collect')
    .description('read the sources now, or back-fill days')
    .option('--from <day>', 'first list day, YYYY-MM-DD')
    .option('--to <day>', 'last list day, YYYY-MM-DD (default: the first)')
    .option('--json', 'print JSON')
    .action(async (options: CollectOptions) => {
      const { collectAll } = await import('./collect.js');
      const complete = await withRuntime((runtime) => collectAll(options, runtime, output));
      if (!complete) process.exitCode = 1;
    });
  program
    .command('learn')
    .description('learn from the stored papers which ones gather attention; the bot does it every night')
    .option('--json', 'print JSON')
    .action(async (options: { readonly json?: boolean }) => {
      const { learnNow } = await import('../wiring/learn.js');
      const report = await withRuntime(learnNow);
      if (options.json === true) output.json(report);
      else output.line(learnLine(report));
    });
  program
    .command('embed')
    .description('embed the papers that lack a vector for search by meaning; the bot does it by itself')
    .option('--anew', 'forget all vectors first')
    .option('--json', 'print JSON')
    .action(async (options: EmbedOptions) => {
      const { embedNow } = await import('./embed.js');
      const complete = await withRuntime((runtime) => embedNow(options, runtime, output));
      if (!complete) process.exitCode = 1;
    });
  program
    .command('register')
    .description('tell Discord of the slash commands, when they have changed')
    .option('--guild <id>', 'only in this server, where they show at once')
    .option('--force', 'also when nothing has changed')
    .option('--json', 'print JSON')
    .action(async ({ guild, force = false, json }: RegisterCliOptions) => {
      const { registerCommands: register } = await import('../wiring/registration.js');
      const where = guild === undefined ? {} : { guildId: guild };
      const done = await withRuntime((runtime) => register(runtime, { force, ...where }));
      if (json === true) output.json(done);
      else output.line(registrationLine(done));
    });
  program
    .command('post')
    .description("post a digest to a channel at once, beside the day's own; its papers count as had")
    .requiredOption('--channel <key>', 'discord:SERVER:CHANNEL or slack:TEAM:CHANNEL')
    .requiredOption('--now', 'really post')
    .option('--json', 'print JSON')
    .action(async (options: PostOptions) => {
      const { postNow } = await import('./post.js');
      const posted = await withRuntime((runtime) => postNow(options, runtime, output));
      if (!posted) process.exitCode = 1;
    });
}
