import type { Command } from 'commander';
import { exportAll, importAll, type ExportOptions, type ImportOptions } from './moving.js';
import type { Output } from './output.js';

const STEPS = `
From the embedded database to a server, with the bot stopped:
  broadsheet export broadsheet.export
  set DATABASE_URL, and SECRET_KEY to what stands in DATA_DIR/secret.key
  broadsheet import broadsheet.export
Back: the same without DATABASE_URL in the second step.`;

/** `broadsheet export` and `import`: everything, from one database to another. */
export function addMovingCommands(program: Command, output: Output): void {
  program
    .command('export')
    .description('write everything that is kept into one file, to move it to another database')
    .argument('<file>', 'a file to be made, compressed')
    .option('--force', 'write over a file that is there')
    .option('--json', 'print JSON')
    .addHelpText('after', STEPS)
    .action((file: string, options: ExportOptions) => exportAll(file, options, output));
  program
    .command('import')
    .description('bring everything from an export into an empty database; interrupted, run it again')
    .argument('<file>', 'what broadsheet export has written')
    .option('--replace', 'first delete all that is in the database')
    .option('--yes', 'do not ask first')
    .option('--json', 'print JSON')
    .addHelpText('after', STEPS)
    .action((file: string, options: ImportOptions) => importAll(file, options, output));
}
