import type { Delivery, DeliveryPatch } from '../../src/digests/delivery.js';
import type { Query } from './sql.js';

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

/** @param where SQL on `d` with what follows it */
export function readDeliveries(
  query: Query,
  where: string,
  values: readonly unknown[],
): Promise<readonly Delivery[]> {
  return query<Delivery>(`select ${DELIVERY_FIELDS} from broadsheet.deliveries d where ${where}`, values);
}

/** Writes the columns that the patch names, and no other. */
export async function patchDelivery(query: Query, key: string, patch: DeliveryPatch): Promise<void> {
  const fields = (Object.keys(COLUMN) as (keyof DeliveryPatch)[]).filter(
    (field) => patch[field] !== undefined,
  );
  if (fields.length === 0) return;
  const assignments = fields.map((field, index) => `${COLUMN[field]} = $${index + 2}`);
  await query(`update broadsheet.deliveries set ${assignments.join(', ')} where key = $1`, [
    key,
    ...fields.map((field) => clean(patch[field])),
  ]);
}

function clean(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}
