import type { Command } from 'commander';
import {
  listDeliveries,
  resolveDelivery,
  type DeliveriesOptions,
  type ResolveOptions,
} from './deliveries.js';
import type { Output } from './output.js';
import { withRuntime } from './with-runtime.js';

/** `broadsheet deliveries`: the ledger, and the one thing in it that only a person can settle. */
export function addDeliveryCommands(program: Command, output: Output): void {
  const deliveries = program
    .command('deliveries')
    .description('list every message and what became of it, and settle those that nobody else can');
  deliveries
    .command('list', { isDefault: true })
    .description('list every message and what became of it')
    .option('--state <state>', 'only pending, sending, sent, unknown, failed or skipped ones')
    .option('--channel <key>', 'only those of one channel')
    .option('--limit <n>', 'at most this many', '100')
    .option('--json', 'print JSON')
    .action((options: DeliveriesOptions) =>
      withRuntime(({ stores }) => listDeliveries(stores.deliveries, options, output)),
    );
  deliveries
    .command('resolve')
    .description('say what became of a message whose outcome is unknown')
    .argument('<id>', 'as broadsheet deliveries --state unknown shows it')
    .option('--sent <message>', 'it is in the channel: its id, or a link to it')
    .option('--resend', 'it is not there: send it once more')
    .option('--json', 'print JSON')
    .action((id: string, options: ResolveOptions) =>
      withRuntime(({ stores }) => resolveDelivery(id, options, stores.deliveries, output)),
    );
}
