import { describe, expect, it } from 'vitest';
import { decideClaim, outcomeOf } from '../../src/digests/claim.js';
import { DELIVERY_TIMING } from '../../src/digests/delivery-machine.js';
import type { Delivery } from '../../src/digests/delivery.js';
import { aDigest, aPart, at } from '../support/delivery-rows.js';

const policy = () => ({ repeatWithinMs: 60_000, settleMs: 60_000, maxResends: 1 });
const thread = (...states: Partial<Delivery>[]): Delivery[] =>
  states.map((state, position) =>
    aPart({ position, kind: (['head', 'thread'] as const)[position] ?? 'card', ...state }),
  );
const claim = (parts: Delivery[], now = at(0), digest = aDigest()) =>
  decideClaim({ digest, parts, policy, timing: DELIVERY_TIMING, now, token: 'mine' });
const sent = (remoteId: string): Partial<Delivery> => ({ state: 'sent', remoteId });

describe('claiming a digest', () => {
  it('starts with the head', () => {
    const { result, patches } = claim(thread({}, {}, {}));

    expect(result).toMatchObject({ do: 'send', part: { kind: 'head', claimToken: 'mine' } });
    expect([...patches.keys()]).toEqual(['key-0']);
  });

  it('hands a card the ids of head and thread', () => {
    expect(claim(thread(sent('h'), sent('t'), {})).result).toMatchObject({
      do: 'send',
      part: { kind: 'card' },
      parents: { head: 'h', thread: 't' },
    });
  });

  it('takes a forum post as head and thread in one', () => {
    const parts = [aPart({ kind: 'post', ...sent('p') }), aPart({ position: 1, kind: 'card' })];

    expect(claim(parts).result).toMatchObject({ parents: { head: 'p', thread: 'p' } });
  });

  it('hands a card the channel itself where no thread could be opened', () => {
    const rerouted = { state: 'skipped', remoteId: '2', lastError: 'No thread could be opened.' } as const;

    expect(claim(thread(sent('h'), rerouted, {})).result).toMatchObject({
      do: 'send',
      part: { kind: 'card' },
      parents: { head: 'h', thread: '2' },
    });
    const late = claim(thread(sent('h'), { state: 'skipped', lastError: 'too late' }, {}));
    expect(late.patches.get('key-2')).toMatchObject({ state: 'skipped', lastError: 'too late' });
  });

  it('does not touch the second card before the first is settled', () => {
    const parts = thread(sent('h'), sent('t'), { state: 'unknown', notBefore: at(60) }, {});

    expect(claim(parts).result).toEqual({ do: 'wait', until: at(60) });
  });

  it('leaves a message that nobody can read back to a person after six hours, but not while somebody looks', () => {
    const late = at(6 * 3_600 + 60);
    const blind: Partial<Delivery> = { state: 'unknown', blindLooks: 5, claimToken: 'looker' };
    const looking = thread({ ...blind, leaseUntil: new Date(late.getTime() + 10_000) });
    const given = thread({ ...blind, leaseUntil: new Date(late.getTime() - 10_000) });

    expect(claim(looking, late)).toMatchObject({ result: { do: 'wait' } });
    expect(claim(looking, late).patches.size).toBe(0);
    const { patches, result } = claim(given, late);
    expect(patches.get('key-0')).toMatchObject({ parked: true, claimToken: null, leaseUntil: null });
    expect(result).toMatchObject({ do: 'close', outcome: 'failed' });
  });

  it('passes a card that waits for a person, but never a head that does', () => {
    const parked: Partial<Delivery> = { state: 'unknown', parked: true };

    expect(claim(thread(sent('h'), sent('t'), parked, {})).result).toMatchObject({ part: { position: 3 } });
    expect(claim(thread(parked, {}, {})).result).toMatchObject({ do: 'stop' });
  });

  it('waits for the slot', () => {
    expect(claim(thread({}), at(-60)).result).toEqual({ do: 'wait', until: at(0) });
  });

  it('stops for a paused channel', () => {
    const digest = aDigest();
    const paused = {
      ...digest,
      channel: { ...digest.channel, pause: { reason: 'r', by: 'person', at: at(0) } },
    } as const;

    expect(claim(thread({}), at(0), paused).result).toMatchObject({
      do: 'stop',
      why: 'the channel is paused',
    });
  });

  it('turns an abandoned send into an unknown one before anything else', () => {
    const parts = thread({
      state: 'sending',
      claimToken: 'dead',
      leaseUntil: at(30),
      firstSendAt: at(0),
      lastSendAt: at(0),
    });
    const { result, patches } = claim(parts, at(31));

    expect(result).toMatchObject({ do: 'send', part: { attempts: 1, firstSendAt: at(0) } });
    expect(patches.get('key-0')).toMatchObject({ state: 'sending', claimToken: 'mine' });
  });

  it('skips what is left six hours after the slot and ends the digest', () => {
    const { result, patches } = claim(thread(sent('h'), sent('t'), {}, {}), at(6 * 3600 + 1));

    expect([...patches.values()].map((patch) => patch.state)).toEqual(['skipped', 'skipped']);
    expect(result).toMatchObject({ do: 'close', outcome: 'posted-partly' });
  });

  it('ends a digest six hours after its slot although an uncertain card cannot be looked for', () => {
    const uncertain = { state: 'unknown', firstSendAt: at(5), lastSendAt: at(5) } as const;
    const parts = thread(sent('h'), sent('t'), { ...uncertain, lastError: 'timeout' }, {});
    const digest = aDigest();
    const pause = { reason: 'r', by: 'platform', at: at(0) } as const;
    const paused = { ...digest, channel: { ...digest.channel, pause } };
    const late = at(6 * 3600 + 1);
    const off = { digest, parts, policy: null, timing: DELIVERY_TIMING, now: late, token: 'mine' };

    for (const { result, patches } of [claim(parts, late, paused), decideClaim(off)]) {
      expect(result).toMatchObject({ do: 'close', outcome: 'posted-partly' });
      expect(patches.get('key-2')).toMatchObject({ parked: true, lastError: 'timeout' });
    }
    expect(claim(parts, late).result).toMatchObject({ do: 'look' });
  });

  it('ends a slot nobody could serve as skipped, with the reason that stood in its way', () => {
    const { result } = claim(thread({ lastError: 'ECONNREFUSED' }, {}), at(6 * 3600 + 1));

    expect(result).toMatchObject({ do: 'close', outcome: 'skipped' });
    expect(result).toMatchObject({ reason: expect.stringContaining('ECONNREFUSED') as string });
  });

  it('skips the cards of a head that was refused', () => {
    const { result, patches } = claim(thread({ state: 'failed', lastError: 'blocked' }, {}, {}));

    expect(patches.size).toBe(2);
    expect(result).toMatchObject({ do: 'close', outcome: 'failed' });
  });

  it('sends nothing while the platform is off', () => {
    const input = { digest: aDigest(), parts: thread({}), timing: DELIVERY_TIMING, now: at(0), token: 't' };

    expect(decideClaim({ ...input, policy: null }).result).toMatchObject({
      do: 'stop',
      why: 'discord is off',
    });
  });
});

describe('the outcome of a digest', () => {
  it('is posted only when every part is there', () => {
    expect(outcomeOf(thread(sent('h'), sent('t'), sent('c')))).toEqual({ outcome: 'posted', reason: null });
    expect(outcomeOf(thread(sent('h'), sent('t'), { state: 'failed', lastError: 'x' })).outcome).toBe(
      'posted-partly',
    );
  });

  it('is posted without a thread, too, with the reason', () => {
    const rerouted = { state: 'skipped', remoteId: '2', lastError: 'No thread could be opened.' } as const;
    const flat = 'The papers stand in the channel itself. No thread could be opened.';

    expect(outcomeOf(thread(sent('h'), rerouted, sent('c')))).toEqual({ outcome: 'posted', reason: flat });
    expect(outcomeOf(thread(sent('h'), rerouted, sent('c'), { state: 'failed', lastError: 'x' }))).toEqual({
      outcome: 'posted-partly',
      reason: `1 of 4 messages are missing or uncertain: x ${flat}`,
    });
  });
});
