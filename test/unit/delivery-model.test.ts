import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideClaim } from '../../src/digests/claim.js';
import { afterLook, afterSend, DELIVERY_TIMING } from '../../src/digests/delivery-machine.js';
import type { Delivery } from '../../src/digests/delivery.js';
import type { LookOutcome, SendOutcome, SettlePolicy } from '../../src/ports/publisher.js';
import { aDigest, aPart, at } from '../support/delivery-rows.js';

const FAULTS = [
  'ok',
  'lost reply',
  'late',
  'not accepted',
  'refused',
  '429',
  'crash before',
  'crash after',
  'away',
] as const;
type Fault = (typeof FAULTS)[number];

interface World {
  now: number;
  parts: Delivery[];
  /** What the platform holds: seconds after the slot at which each copy became visible. */
  readonly copies: { key: string; at: number }[];
  readonly faults: Fault[];
  /** Until then the platform can be neither posted to nor read. */
  awayUntil: number;
}

/** Times are those of the documented worst cases: 15 s client timeout, accepted up to 45 s late, 10 min until a restart, 3 min of nonce. */
function attempt(world: World, key: string, nonce: boolean): SendOutcome | 'crash' {
  const fault = world.now < world.awayUntil ? 'refused' : (world.faults.shift() ?? 'ok');
  if (fault === 'away') {
    // A quarter of an hour, beginning in the middle of this very call.
    world.awayUntil = world.now + 900;
    return { kind: 'unknown', error: 'ECONNRESET' };
  }
  if (fault === 'crash before') return 'crash';
  if (fault === 'refused') return { kind: 'delay', error: 'ECONNREFUSED', retryAfterMs: null };
  if (fault === '429') return { kind: 'delay', error: '429', retryAfterMs: 3_000 };
  if (fault !== 'not accepted') accept(world, key, nonce, fault === 'late' ? world.now + 45 : world.now);
  if (fault === 'crash after') return 'crash';
  if (fault === 'ok') return { kind: 'sent', remoteId: key };
  world.now += fault === 'late' ? 15 : 1;
  return { kind: 'unknown', error: fault };
}

function accept(world: World, key: string, nonce: boolean, when: number): void {
  if (nonce && world.copies.some((copy) => copy.key === key && Math.abs(when - copy.at) <= 180)) return;
  world.copies.push({ key, at: when });
}

function look(world: World, key: string): LookOutcome {
  if (world.now < world.awayUntil)
    return { kind: 'cannot-tell', error: 'ECONNREFUSED', retryAfterMs: null, lasting: false };
  const found = world.copies.some((copy) => copy.key === key && copy.at <= world.now - 2);
  return found ? { kind: 'found', remoteId: key } : { kind: 'absent' };
}

/** Runs one digest to its end in virtual time. @returns the outcome */
function run(world: World, policy: SettlePolicy): string {
  for (let turn = 0; turn < 2_000; turn++) {
    const now = at(world.now);
    const parts = world.parts;
    const input = {
      digest: aDigest(),
      parts,
      policy: () => policy,
      timing: DELIVERY_TIMING,
      now,
      token: `t${turn}`,
    };
    const { patches, result } = decideClaim(input);
    world.parts = parts.map((part) => ({ ...part, ...patches.get(part.key) }));
    if (result.do === 'close') return result.outcome;
    if (result.do === 'stop') world.now += 3600;
    if (result.do === 'wait')
      world.now = Math.max(world.now + 0.001, (result.until.getTime() - at(0).getTime()) / 1000);
    if (result.do === 'send' || result.do === 'look') act(world, result.do, result.part, policy);
  }
  throw new Error('the digest never ended');
}

function act(world: World, deed: 'send' | 'look', part: Delivery, policy: SettlePolicy): void {
  const outcome =
    deed === 'look' ? look(world, part.key) : attempt(world, part.key, policy.repeatWithinMs > 0);
  if (outcome === 'crash') {
    world.now += 600;
    return;
  }
  const now = at(world.now);
  const patch =
    deed === 'look'
      ? afterLook(part, outcome as LookOutcome, policy, now)
      : afterSend(part, outcome as SendOutcome, policy, now);
  world.parts = world.parts.map((row) => (row.key === part.key ? { ...row, ...patch } : row));
}

const world = (faults: readonly Fault[]): World => ({
  now: 0,
  copies: [],
  faults: [...faults],
  awayUntil: 0,
  parts: [0, 1, 2].map((position) => aPart({ position, kind: position === 0 ? 'head' : 'card' })),
});

const histories = fc.array(fc.constantFrom(...FAULTS), { maxLength: 25 });
const discord: SettlePolicy = { repeatWithinMs: 60_000, settleMs: 60_000, maxResends: 3 };
const slack: SettlePolicy = { repeatWithinMs: 0, settleMs: 60_000, maxResends: 1 };

describe.each([
  ['with a nonce (Discord)', discord],
  ['without one (Slack)', slack],
])('any history of faults, %s', (_name, policy) => {
  it('never leaves two copies, and none is missing of what is called sent', () => {
    fc.assert(
      fc.property(histories, (faults) => {
        const after = world(faults);
        run(after, policy);
        for (const part of after.parts) {
          const copies = after.copies.filter((copy) => copy.key === part.key).length;
          expect(copies).toBeLessThanOrEqual(1);
          if (part.state === 'sent') expect(copies).toBe(1);
        }
      }),
      { numRuns: 2_500 },
    );
  });

  it('keeps the order of the parts', () => {
    fc.assert(
      fc.property(histories, (faults) => {
        const after = world(faults);
        run(after, policy);
        const order = after.copies.map((copy) => copy.key);
        expect(order).toEqual([...order].sort());
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a platform that is away for a quarter of an hour', () => {
  it.each([
    ['Discord', discord],
    ['Slack', slack],
  ])('gets its whole digest afterwards: %s', (_name, policy) => {
    const after = world(['away']);

    expect(run(after, policy)).toBe('posted');
  });
});

describe('the model can fail', () => {
  it('finds duplicates when a look is believed at once', () => {
    const hasty: SettlePolicy = { ...slack, settleMs: 0 };
    const doubled = fc.check(
      fc.property(histories, (faults) => {
        const after = world(faults);
        run(after, hasty);
        return new Set(after.copies.map((copy) => copy.key)).size === after.copies.length;
      }),
      { numRuns: 1_000 },
    );

    expect(doubled.failed).toBe(true);
  });
});
