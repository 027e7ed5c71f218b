import { formatChannelKey } from '../channels/address.js';
import { AppError } from '../errors.js';
import type { DeliveryState } from '../digests/delivery.js';
import { SHOWN_ID, settleByHand, type HandChoice } from '../digests/settle-by-hand.js';
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
    row.key.slice(0, SHOWN_ID),
    row.channelKey,
    slotName(row.slot),
    `${row.position} ${row.kind}`,
    row.parked ? `${row.state}, waits for a person` : row.state,
    row.paperIds.join(' '),
    row.lastError ?? '',
  ]);
  output.line(table(['id', 'channel', 'slot', 'part', 'state', 'papers', 'last error'], lines));
  if (rows.some(({ parked }) => parked))
    output.line('Look in the channel, then: broadsheet deliveries resolve ID --sent MESSAGE, or --resend');
}

export interface ResolveOptions {
  readonly sent?: string;
  readonly resend?: boolean;
  readonly json?: boolean;
}

/** Settles by hand a message that waits for a person. @throws AppError `usage` or `not-found` */
export async function resolveDelivery(
  id: string,
  options: ResolveOptions,
  deliveries: Pick<DeliveryStore, 'find' | 'settle'>,
  output: Output,
): Promise<void> {
  const { record, remoteId, paused } = await settleByHand(id, choiceOf(options), deliveries);
  const { key, channelKey, slot, position, kind } = record;
  const state = remoteId === null ? 'pending' : 'sent';
  if (options.json === true) {
    output.json({ key, channelKey, slot, position, kind, state, remoteId });
    return;
  }
  const done = remoteId === null ? 'will be sent once more' : `counts as sent, as ${remoteId}`;
  output.line(`${position} ${kind} of ${channelKey}, ${slotName(slot)}, ${done}.`);
  output.line(
    paused
      ? `The channel is paused, so nothing goes on yet: broadsheet channels resume ${channelKey}`
      : 'The running bot goes on with the digest within a minute.',
  );
}

// --- Internal helpers ---

function choiceOf({ sent, resend = false }: ResolveOptions): HandChoice {
  if (sent !== undefined && !resend) return { kind: 'sent', message: sent };
  if (sent === undefined && resend) return { kind: 'resend' };
  const message = resend ? '--sent and --resend exclude each other.' : 'What became of the message?';
  const hint = 'Give --sent with its id or link when it is in the channel, --resend when it is not.';
  throw new AppError(message, { code: 'usage', hint });
}

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
