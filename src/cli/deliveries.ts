import { formatChannelKey } from '../channels/address.js';
import { AppError } from '../errors.js';
import type { DeliveryState } from '../digests/delivery.js';
import type { DeliveryStore } from '../ports/delivery-store.js';
import { requireAddress } from './channels.js';
import { slotName, table, type Output } from './output.js';

const STATES: readonly DeliveryState[] = ['pending', 'sending', 'sent', 'unknown', 'failed', 'skipped'];

export interface DeliveriesOptions {
  readonly state?: string;
  readonly channel?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

/** Lists the ledger, newest digest first. */
export async function listDeliveries(
  deliveries: Pick<DeliveryStore, 'list'>,
  options: DeliveriesOptions,
  output: Output,
): Promise<void> {
  const rows = await deliveries.list({
    ...(options.state === undefined ? {} : { state: stateOf(options.state) }),
    ...(options.channel === undefined
      ? {}
      : { channelKey: formatChannelKey(requireAddress(options.channel)) }),
    limit: limitOf(options.limit),
  });
  if (options.json === true) {
    output.json(rows.map(({ payload, ...row }) => row));
    return;
  }
  if (rows.length === 0) {
    output.line(
      options.state === undefined ? 'Nothing has been delivered yet.' : `No delivery is ${options.state}.`,
    );
    return;
  }
  const lines = rows.map((row) => [
    row.channelKey,
    slotName(row.slot),
    `${row.position} ${row.kind}`,
    row.parked ? `${row.state}, waits for a person` : row.state,
    row.paperIds.join(' '),
    row.lastError ?? '',
  ]);
  output.line(table(['channel', 'slot', 'part', 'state', 'papers', 'last error'], lines));
}

// --- Internal helpers ---

function stateOf(text: string): DeliveryState {
  const state = STATES.find((known) => known === text);
  if (state !== undefined) return state;
  throw new AppError(`"${text}" is not a delivery state.`, {
    code: 'usage',
    hint: `Use one of ${STATES.join(', ')}.`,
  });
}

function limitOf(text = '100'): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 10_000) return limit;
  throw new AppError(`"${text}" is not a number of rows.`, { code: 'usage', hint: 'Use 1 to 10000.' });
}
