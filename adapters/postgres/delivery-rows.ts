import type { Delivery, DeliveryPatch } from '../../src/digests/delivery.js';
import { type Query, text } from './sql.js';

/** Columns as the fields of `Delivery`, on `d`. */
export const DELIVERY_FIELDS = `
  d.key, d.digest_id as "digestId", d.position, d.kind, d.payload, d.paper_ids as "paperIds", d.state,
  d.claim_token as "claimToken", d.lease_until as "leaseUntil", d.not_before as "notBefore",
  d.first_send_at as "firstSendAt", d.last_send_at as "lastSendAt", d.attempts, d.resends,
  d.blind_looks as "blindLooks", d.parked, d.remote_id as "remoteId", d.last_error as "lastError", d.asked_at as "askedAt"`;

const COLUMN: Record<keyof DeliveryPatch, string> = {
  state: 'state',
  claimToken: 'claim_token',
  leaseUntil: 'lease_until',
  notBefore: 'not_before',
  firstSendAt: 'first_send_at',
  lastSendAt: 'last_send_at',
  attempts: 'attempts',
  resends: 'resends',
  blindLooks: 'blind_looks',
  parked: 'parked',
  remoteId: 'remote_id',
  lastError: 'last_error',
  askedAt: 'asked_at',
};

/** A row with the database's time when it was read. */
export interface DatedDelivery extends Delivery {
  readonly now: Date;
}

/** @param where SQL on `d` with what follows it */
export function readDeliveries(
  query: Query,
  where: string,
  values: readonly unknown[],
): Promise<readonly DatedDelivery[]> {
  const dated = `${DELIVERY_FIELDS}, broadsheet.clock() as now`;
  return query<DatedDelivery>(`select ${dated} from broadsheet.deliveries d where ${where}`, values);
}

/**
 * Writes the columns that the patch names, and no other.
 * @param token the row must still carry it; null for a row that is locked anyway
 * @returns false when the row is not there, or carries another token
 */
export async function patchDelivery(
  query: Query,
  key: string,
  token: string | null,
  patch: DeliveryPatch,
): Promise<boolean> {
  const fields = (Object.keys(COLUMN) as (keyof DeliveryPatch)[]).filter(
    (field) => patch[field] !== undefined,
  );
  if (fields.length === 0) return true;
  const assignments = fields.map((field, index) => `${COLUMN[field]} = $${index + 3}`);
  const rows = await query<{ key: string }>(
    `update broadsheet.deliveries set ${assignments.join(', ')}
     where key = $1 and ($2::text is null or claim_token = $2) returning key`,
    [text(key), token === null ? null : text(token), ...fields.map((field) => clean(patch[field]))],
  );
  return rows.length > 0;
}

function clean(value: unknown): unknown {
  return typeof value === 'string' ? text(value) : value;
}
