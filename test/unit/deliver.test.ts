import { describe, expect, it } from 'vitest';
import { deliverDigest } from '../../src/digests/deliver.js';
import { DELIVERY_TIMING } from '../../src/digests/delivery-machine.js';
import type { Delivery } from '../../src/digests/delivery.js';
import type { LookOutcome, Publisher } from '../../src/ports/publisher.js';
import type { Preference } from '../../src/ports/workspace-store.js';
import { aDigest, aPart, at } from '../support/delivery-rows.js';
import { silentLogger } from '../support/silent-logger.js';

/** A ledger of one uncertain head, looked for at `at(120)`. */
async function settle(
  outcome: LookOutcome,
  blindLooks: number,
  prefer: Preference = 'no-duplicate',
): Promise<{ row: Delivery; errors: string[]; warnings: string[]; sends: number }> {
  const errors: string[] = [];
  const warnings: string[] = [];
  let sends = 0;
  let row = aPart({ state: 'unknown', firstSendAt: at(1), lastSendAt: at(1), attempts: 1, blindLooks });
  const never = () => Promise.reject(new Error('Nothing else is asked.'));
  const publisher: Publisher = {
    platform: 'slack',
    policy: () => ({ repeatWithinMs: 0, settleMs: 60_000, maxResends: 1 }),
    render: () => [],
    send: () => Promise.resolve({ kind: 'sent', remoteId: String((sends += 1)) }),
    look: () => Promise.resolve(outcome),
    inspect: never,
    say: never,
  };
  const error = (_fields: object, message: string): void => void errors.push(message);
  const warn = (_fields: object, message: string): void => void warnings.push(message);
  await deliverDigest(
    1,
    {
      digests: { get: () => Promise.resolve(aDigest()), close: () => Promise.resolve(true) },
      deliveries: {
        claim: (_id, decide) => {
          const { patches, result } = decide(aDigest(), [row], at(120));
          row = { ...row, ...patches.get(row.key) };
          return Promise.resolve(result);
        },
        confirm: (_key, _token, decide) => {
          row = { ...row, ...decide(row, at(120)) };
          return Promise.resolve(true);
        },
      },
      channels: { pause: () => Promise.resolve(true) },
      pauses: { pauseAll: () => Promise.resolve([]) },
      workspaces: { get: () => Promise.resolve({ unfurl: true, prefer }) },
      publisherFor: () => publisher,
      timing: DELIVERY_TIMING,
      newToken: () => 'mine',
      callSignal: () => AbortSignal.timeout(1_000),
      startWatch: () => () => 0,
      logger: { ...silentLogger, error, warn },
    },
    new AbortController().signal,
  );
  return { row, errors, warnings, sends };
}

describe('a message of unknown outcome', () => {
  const blind: LookOutcome = {
    kind: 'cannot-tell',
    error: 'missing_scope',
    retryAfterMs: null,
    lasting: true,
  };

  it('raises an alarm once nobody but a person can tell', async () => {
    expect((await settle(blind, 0)).errors).toEqual([]);
    const last = await settle(blind, 4);
    expect(last.row).toMatchObject({ state: 'unknown', parked: true, lastError: 'missing_scope' });
    expect(last.errors).toEqual([expect.stringContaining('please look at the channel')]);
    expect(last.sends).toBe(0);
  });

  it('is sent once more unseen instead where a workspace prefers that, and the log says so', async () => {
    expect((await settle(blind, 0, 'delivery')).sends, 'a person may still mend it').toBe(0);
    const last = await settle(blind, 4, 'delivery');
    expect(last).toMatchObject({ sends: 1, errors: [], row: { state: 'sent', resends: 1 } });
    expect(last.warnings).toContainEqual(expect.stringContaining('it may be there twice'));
  });

  it('is not sent again because the platform is only away', async () => {
    const away = await settle({ ...blind, lasting: false }, 40, 'delivery');
    expect(away).toMatchObject({ sends: 0, row: { state: 'unknown', parked: false } });
  });

  it('raises none when it is found', async () => {
    const found = await settle({ kind: 'found', remoteId: 'm' }, 4);

    expect(found.row).toMatchObject({ state: 'sent', remoteId: 'm' });
    expect(found.errors).toEqual([]);
  });
});

/** A ledger of one head whose first attempt ends the run. @param send gets the request that is about to leave */
async function deliverOnce(
  watch: () => number,
  send: Publisher['send'],
): Promise<{ readonly row: Delivery; readonly next: Date | null }> {
  let row = aPart();
  const never = () => Promise.reject(new Error('Nothing else is asked.'));
  const stop = new AbortController();
  const next = await deliverDigest(
    1,
    {
      digests: { get: () => Promise.resolve(aDigest()), close: never },
      deliveries: {
        claim: (_id, decide) => {
          const { patches, result } = decide(aDigest(), [row], at(1));
          row = { ...row, ...patches.get(row.key) };
          return Promise.resolve(result);
        },
        confirm: (_key, _token, decide) => {
          row = { ...row, ...decide(row, at(300)) };
          stop.abort();
          return Promise.resolve(true);
        },
      },
      channels: { pause: never },
      pauses: { pauseAll: never },
      workspaces: { get: never },
      publisherFor: () => ({
        platform: 'slack',
        policy: () => ({ repeatWithinMs: 0, settleMs: 60_000, maxResends: 1 }),
        render: () => [],
        send,
        look: never,
        inspect: never,
        say: never,
      }),
      timing: DELIVERY_TIMING,
      newToken: () => 'mine',
      callSignal: () => AbortSignal.timeout(1_000),
      startWatch: () => watch,
      logger: silentLogger,
    },
    stop.signal,
  );
  return { row, next };
}

describe('a claim that has grown old before it is acted upon', () => {
  it('is given back unsent, because somebody else may have the message by now', async () => {
    let sends = 0;
    const send = () => Promise.resolve({ kind: 'sent' as const, remoteId: String((sends += 1)) });
    const { row } = await deliverOnce(() => 299_000, send);

    expect(sends).toBe(0);
    expect(row).toMatchObject({ state: 'pending', attempts: 1, lastSendAt: null, claimToken: null });
  });

  it('is told so to the publisher when it grows old while the message waits there', async () => {
    let elapsed = 0;
    const told: (boolean | undefined)[] = [];
    await deliverOnce(
      () => elapsed,
      ({ mayLeave }) => {
        told.push(mayLeave?.());
        elapsed = 299_000;
        told.push(mayLeave?.());
        return Promise.resolve({ kind: 'delay', error: 'x', retryAfterMs: null });
      },
    );

    expect(told).toEqual([true, false]);
  });
});

describe('a delivery that is stopped between two messages', () => {
  it('is to be gone on with at once, by whoever is still there', async () => {
    const { row, next } = await deliverOnce(
      () => 0,
      () => Promise.resolve({ kind: 'sent', remoteId: 'm' }),
    );

    expect(row.state).toBe('sent');
    expect(next).toEqual(aDigest().slotAt);
  });
});
