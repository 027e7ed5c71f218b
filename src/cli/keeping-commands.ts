import type { Command } from 'commander';
import { forget, readForget, type ForgetOptions } from './forget.js';
import type { Output } from './output.js';
import { confirmed } from './confirm.js';
import { rotateKey, type RotateKeyOptions } from './rotate-key.js';
import { withRuntime } from './with-runtime.js';
import { listWorkspaces, readWorkspaceChange, setWorkspace, type WorkspaceOptions } from './workspaces.js';

/** Commands about what is kept, and how. */
export function addKeepingCommands(program: Command, output: Output): void {
  addWorkspaces(program, output);
  program
    .command('rotate-key')
    .description('make a new key for what is kept sealed; the old one opens what is under way')
    .option('--drop-previous', 'make no new key, but delete the one of before')
    .option('--json', 'print JSON')
    .action((options: RotateKeyOptions) => withRuntime((runtime) => rotateKey(options, runtime, output)));
  program
    .command('forget')
    .description('delete all that is kept about a person or a workspace')
    .option('--person <who>', 'slack:TEAM:USER, discord:USER or email:ADDRESS')
    .option('--workspace <where>', 'slack:TEAM or discord:SERVER')
    .option('--yes', 'do not ask first')
    .option('--json', 'print JSON')
    .action(async (options: ForgetOptions) => {
      const whom = readForget(options);
      if (!(await confirmed(`about ${whom.name}`, options.yes === true))) return;
      await withRuntime((runtime) => forget(whom, options.json === true, runtime, output));
    });
}

// --- Internal helpers ---

function addWorkspaces(program: Command, output: Output): void {
  const workspaces = program.command('workspaces').description('settings of a whole workspace or server');
  workspaces
    .command('list', { isDefault: true })
    .description('what is set otherwise than usual')
    .option('--json', 'print JSON')
    .action(({ json }: WorkspaceOptions) =>
      withRuntime(({ stores }) => listWorkspaces(stores.workspaces, json === true, output)),
    );
  workspaces
    .command('set')
    .description('change the settings of one')
    .argument('<workspace>', 'slack:TEAM or discord:SERVER')
    .option(
      '--prefer <what>',
      'a message that cannot be looked for: no-duplicate leaves it to a person (default), delivery sends it once more',
    )
    .option('--json', 'print JSON')
    .action((workspace: string, options: WorkspaceOptions) => {
      const change = readWorkspaceChange(workspace, options);
      return withRuntime(({ stores }) =>
        setWorkspace(change, options.json === true, stores.workspaces, output),
      );
    });
}
