#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { addChannelCommands } from './cli/channel-commands.js';
import { addInitCommand } from './cli/init-command.js';
import { addKeepingCommands } from './cli/keeping-commands.js';
import { addLookCommands } from './cli/look-commands.js';
import { addMovingCommands } from './cli/moving-commands.js';
import { createOutput } from './cli/output.js';
import { addWorkCommands } from './cli/work-commands.js';
import { describeError } from './errors.js';
import { programVersion } from './wiring/version.js';

/** Settings in `.env` count where the environment says nothing. */
function loadDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

function createProgram(): Command {
  const output = createOutput((text) => process.stdout.write(text));
  const program = new Command('broadsheet')
    .description("Posts the day's trending research papers as a thread in Discord or Slack.")
    .version(programVersion())
    .showHelpAfterError('Run broadsheet --help for all commands.')
    .helpOption('-h, --help', 'show this help');
  program
    .command('start')
    .description('run the bot until it is stopped (SIGTERM or Ctrl-C)')
    .action(async () => {
      const { runBot } = await import('./main.js');
      await runBot(process.env);
    });
  addInitCommand(program, output);
  addLookCommands(program, output);
  addChannelCommands(program, output);
  addWorkCommands(program, output);
  addKeepingCommands(program, output);
  addMovingCommands(program, output);
  return program;
}

// A reader that has seen enough (`broadsheet preview | head`) closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  loadDotEnv();
  await createProgram().parseAsync();
} catch (error) {
  process.stderr.write(`broadsheet: ${describeError(error)}\n`);
  process.exitCode = 1;
}
