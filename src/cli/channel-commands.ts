import type { Command } from 'commander';
import { nearest } from '../text/nearest.js';
import { undisturbed } from '../channels/undisturbed.js';
import { AppError } from '../errors.js';
import { firstFreeSlot } from '../digests/free-slot.js';
import type { Problem } from '../ports/publisher.js';
import type { Output } from './output.js';
import { addChannel, describeAs, listChannels, requireChannel, type AddOptions } from './channels.js';
import { checkChannel, inspectPlace } from './findings.js';
import { withRuntime } from './with-runtime.js';

interface JsonOption {
  readonly json?: boolean;
}

const KEY = 'discord:SERVER:CHANNEL or slack:TEAM:CHANNEL';
const repeat = (value: string, earlier: string[] | undefined): string[] => [...(earlier ?? []), value];

/** `broadsheet channels …`: who gets what, when. */
export function addChannelCommands(program: Command, output: Output): void {
  const channels = program.command('channels').description('add, change, list, pause and remove channels');
  addAndList(channels, output);
  channels
    .command('remove')
    .description('forget a channel with its settings and its history')
    .argument('<key>', KEY)
    .option('--json', 'print JSON')
    .action((key: string, options: JsonOption) =>
      withRuntime(async ({ stores }) => {
        const channel = await requireChannel(stores.channels, key);
        await stores.channels.remove(channel.key);
        if (options.json === true) output.json({ removed: channel.key });
        else output.line(`${channel.key} is removed.`);
      }),
    );
  pauseAndResume(channels, output);
}

// --- Internal helpers ---

function unknownWord(word: string, channels: Command): AppError {
  const names = channels.commands.map((command) => command.name());
  const meant = nearest(word, names, 2);
  return new AppError(`There is no command "channels ${word}".`, {
    code: 'usage',
    hint: meant === null ? `Use one of ${names.join(', ')}.` : `Did you mean channels ${meant}?`,
  });
}

/** A channel is kept even when it cannot be posted to yet: the repair is often on the platform's side. */
function printProblems(problems: readonly Problem[], output: Output): void {
  for (const { message, hint } of problems) output.line(`  ✗ ${message}\n    ${hint}`);
}

function addAndList(channels: Command, output: Output): void {
  channels
    .command('add')
    .description('add a channel, or change the settings of one')
    .argument('<key>', KEY)
    .option('--time <HH:MM>', 'local time of the digest')
    .option('--zone <zone>', 'IANA time zone, like Europe/Berlin')
    .option('--days <days>', 'mon-fri, mon,wed,fri, daily, weekdays or weekly:mon (default daily)')
    .option('--count <n>', 'papers per digest, 1 to 20 (default 5)')
    .option('--topic <query>', 'what it is about; again for more, name=query to name it', repeat)
    .option('--layout <layout>', 'thread, compact or forum (default thread)')
    .option('--empty <what>', 'silent, or line to say so when there are no papers (default silent)')
    .option('--picture <on|off>', 'a picture of the list in the head message (default on)')
    .option('--json', 'print JSON')
    .action((key: string, options: AddOptions & JsonOption) =>
      withRuntime(async (runtime) => {
        const channel = await addChannel(key, options, runtime.stores, output, (address, layout) =>
          inspectPlace(address, layout, runtime),
        );
        if (options.json !== true) printProblems((await checkChannel(channel, runtime)).problems, output);
      }),
    );
  channels
    .command('list', { isDefault: true })
    .allowExcessArguments()
    .description('what each channel gets, when next, and why it is paused')
    .option('--json', 'print JSON')
    .action((options: JsonOption, command: Command) => {
      // As the default it is handed whatever names no command.
      const [word] = command.args;
      if (word !== undefined) throw unknownWord(word, channels);
      return withRuntime(({ stores }) => listChannels(stores, options.json === true, output));
    });
}

function pauseAndResume(channels: Command, output: Output): void {
  channels
    .command('pause')
    .description('send nothing to a channel until it is resumed')
    .argument('<key>', KEY)
    .option('--reason <text>', 'shown to people', 'Somebody paused it on the command line.')
    .option('--json', 'print JSON')
    .action((key: string, options: JsonOption & { reason: string }) =>
      withRuntime(async ({ stores }) => {
        const channel = await requireChannel(stores.channels, key);
        await stores.channels.pause(channel.id, { reason: options.reason, by: 'person' });
        describeAs('paused', await requireChannel(stores.channels, key), options.json === true, output);
      }),
    );
  channels
    .command('resume')
    .description('go on sending to a channel')
    .argument('<key>', KEY)
    .option('--json', 'print JSON')
    .action((key: string, options: JsonOption) =>
      withRuntime(async ({ stores }) => {
        const { channel, done } = await undisturbed(async () => {
          const before = await requireChannel(stores.channels, key);
          if (before.pause === null) return { channel: before, done: 'not paused' };
          const next = await firstFreeSlot(before.schedule, before, stores);
          const change = { before, settings: before, next, pause: 'ends' } as const;
          const stored = await stores.channels.change(before.address, change);
          return stored && { channel: stored.channel, done: 'resumed' };
        });
        describeAs(done, channel, options.json === true, output);
      }),
    );
}
