import { describe, expect, it } from 'vitest';
import {
  abandon,
  afterLook,
  afterSend,
  DELIVERY_TIMING,
  nextStep,
} from '../../src/digests/delivery-machine.js';
import type { SettlePolicy } from '../../src/ports/publisher.js';
import { aPart, at } from '../support/delivery-rows.js';

const discord: SettlePolicy = { repeatWithinMs: 60_000, settleMs: 60_000, maxResends: 3 };
const slack: SettlePolicy = { repeatWithinMs: 0, settleMs: 60_000, maxResends: 1 };
const step = (part: Parameters<typeof nextStep>[0], policy: SettlePolicy, now: Date) =>
  nextStep(part, policy, DELIVERY_TIMING, now, 'token');

describe('the next step of a part', () => {
  it('sends a pending part under a lease that outlasts the call', () => {
    expect(step(aPart(), discord, at(0))).toEqual({
      do: 'send',
      patch: {
        state: 'sending',
        claimToken: 'token',
        leaseUntil: at(30),
        notBefore: null,
        firstSendAt: at(0),
        lastSendAt: at(0),
        attempts: 1,
      },
    });
  });

  it('leaves a part alone that somebody holds', () => {
    const held = aPart({ state: 'sending', claimToken: 'other', leaseUntil: at(20) });

    expect(step(held, discord, at(0))).toEqual({ do: 'wait', until: at(20) });
  });

  it('obeys a delay the platform asked for', () => {
    expect(step(aPart({ notBefore: at(7) }), discord, at(0))).toEqual({ do: 'wait', until: at(7) });
  });

  it('repeats an unknown Discord message inside the nonce window and keeps its first send', () => {
    const part = aPart({ state: 'unknown', firstSendAt: at(0), lastSendAt: at(0), attempts: 1 });

    expect(step(part, discord, at(59))).toMatchObject({
      do: 'send',
      patch: { firstSendAt: at(0), lastSendAt: at(59), attempts: 2 },
    });
  });

  it('looks instead once the window has passed and the last send has settled', () => {
    const part = aPart({ state: 'unknown', firstSendAt: at(0), lastSendAt: at(50) });

    expect(step(part, discord, at(70))).toEqual({ do: 'wait', until: at(110) });
    expect(step(part, discord, at(111))).toMatchObject({ do: 'look' });
  });

  it('does not take a clock that was set back for being inside the window', () => {
    const part = aPart({ state: 'unknown', firstSendAt: at(600), lastSendAt: at(600) });

    expect(step(part, discord, at(0))).toEqual({ do: 'wait', until: at(660) });
  });

  it('never repeats a Slack message before it has looked', () => {
    const part = aPart({ state: 'unknown', firstSendAt: at(0), lastSendAt: at(0) });

    expect(step(part, slack, at(1))).toEqual({ do: 'wait', until: at(60) });
    expect(step(part, slack, at(61))).toMatchObject({ do: 'look' });
  });
});

describe('a part whose holder stopped', () => {
  it('becomes unknown, never pending, when its lease has ended', () => {
    const part = aPart({ state: 'sending', claimToken: 'dead', leaseUntil: at(30) });

    expect(abandon(part, at(29))).toBeNull();
    expect(abandon(part, at(30))).toMatchObject({ state: 'unknown', claimToken: null });
  });
});

describe('a part after a send', () => {
  const sending = aPart({ state: 'sending', firstSendAt: at(0), lastSendAt: at(0), attempts: 1 });
  const repeated = { ...sending, lastSendAt: at(10), attempts: 2 };

  it('is sent with the id the platform gave', () => {
    expect(afterSend(sending, { kind: 'sent', remoteId: 'm1' }, discord, at(1))).toMatchObject({
      state: 'sent',
      remoteId: 'm1',
      claimToken: null,
    });
  });

  it('is pending again after a delay, as if never tried', () => {
    const patch = afterSend(sending, { kind: 'delay', error: '429', retryAfterMs: 4_000 }, discord, at(1));

    expect(patch).toMatchObject({ state: 'pending', notBefore: at(5), firstSendAt: null });
  });

  it('stays unknown when a repeat is refused, because the first send may be there', () => {
    for (const kind of ['delay', 'refused', 'pause'] as const) {
      const outcome = { kind, error: 'no', retryAfterMs: null, reason: 'no' };
      expect(afterSend(repeated, outcome, discord, at(11))).toMatchObject({ state: 'unknown' });
    }
  });

  it('fails when the content is refused', () => {
    expect(afterSend(sending, { kind: 'refused', error: '50035' }, discord, at(1))).toMatchObject({
      state: 'failed',
      lastError: '50035',
    });
  });

  it('is done without when no thread can be opened, and remembers where its cards go', () => {
    const outcome = { kind: 'rerouted', remoteId: '7', error: 'No thread could be opened.' } as const;

    expect(afterSend(sending, outcome, discord, at(1))).toMatchObject({
      state: 'skipped',
      remoteId: '7',
      lastError: 'No thread could be opened.',
      claimToken: null,
    });
    expect(afterSend(repeated, outcome, discord, at(11)), 'an earlier try may have opened it').toMatchObject({
      state: 'unknown',
    });
  });

  it('stays pending when the channel pauses, so that a resume goes on', () => {
    const outcome = { kind: 'pause', error: '50013', reason: 'missing permission' } as const;

    expect(afterSend(sending, outcome, discord, at(1))).toMatchObject({
      state: 'pending',
      firstSendAt: null,
    });
  });

  it('waits a little before a repeat with the same nonce, and until settled where there is none', () => {
    const outcome = { kind: 'unknown', error: 'reset' } as const;

    expect(afterSend(sending, outcome, discord, at(1))).toMatchObject({ state: 'unknown', notBefore: at(3) });
    expect(afterSend(sending, outcome, slack, at(1))).toMatchObject({ state: 'unknown', notBefore: at(60) });
  });
});

describe('a part after the place was read back', () => {
  const unknown = aPart({ state: 'unknown', firstSendAt: at(0), lastSendAt: at(0), claimToken: 't' });

  it('is sent when it was found', () => {
    expect(afterLook(unknown, { kind: 'found', remoteId: 'm9' }, slack, at(61))).toMatchObject({
      state: 'sent',
      remoteId: 'm9',
    });
  });

  it('is sent again when it is certainly absent, as a new try', () => {
    expect(afterLook(unknown, { kind: 'absent' }, slack, at(61))).toMatchObject({
      state: 'pending',
      resends: 1,
      firstSendAt: null,
    });
  });

  it('waits for a person after the last resend allowed', () => {
    const patch = afterLook({ ...unknown, resends: 1 }, { kind: 'absent' }, slack, at(200));

    expect(patch).toMatchObject({ parked: true });
    expect(patch.state).toBeUndefined();
  });

  it('is sent once more unseen where nobody can ever look, and then waits for a person', () => {
    expect(afterLook(unknown, { kind: 'unreadable' }, slack, at(61))).toMatchObject({
      state: 'pending',
      resends: 1,
    });
    const patch = afterLook({ ...unknown, resends: 1 }, { kind: 'unreadable' }, slack, at(200));
    expect(patch).toMatchObject({ parked: true, lastError: unknown.lastError });
    expect(patch.state).toBeUndefined();
  });

  it('looks again soon when only the reading went astray', () => {
    const astray = { kind: 'cannot-tell', error: 'reset', retryAfterMs: null, lasting: false } as const;

    const notBefore = [0, 1, 2].map(
      (blindLooks) => afterLook({ ...unknown, blindLooks }, astray, slack, at(61)).notBefore,
    );
    expect(notBefore).toEqual([at(63), at(65), at(69)]);
  });

  it('goes on looking as long as the platform is only away', () => {
    const away = { kind: 'cannot-tell', error: 'ECONNREFUSED', retryAfterMs: null, lasting: false } as const;

    expect(afterLook({ ...unknown, blindLooks: 40 }, away, slack, at(9_000))).toMatchObject({
      parked: false,
      notBefore: at(9_300),
    });
  });

  it('looks again later when it may not look, and waits for a person after five times', () => {
    const blind = { kind: 'cannot-tell', error: 'forbidden', retryAfterMs: null, lasting: true } as const;

    expect(afterLook(unknown, blind, slack, at(61))).toMatchObject({
      parked: false,
      blindLooks: 1,
      notBefore: at(91),
    });
    expect(afterLook({ ...unknown, blindLooks: 4 }, blind, slack, at(999))).toMatchObject({ parked: true });
  });

  it('is sent once more unseen, and only once, where delivery is preferred to no duplicate', () => {
    const blind = { kind: 'cannot-tell', error: 'forbidden', retryAfterMs: null, lasting: true } as const;
    const look = (row: Partial<typeof unknown>) =>
      afterLook({ ...unknown, blindLooks: 4, ...row }, blind, slack, at(999), 'delivery');

    expect(look({})).toMatchObject({ state: 'pending', resends: 1, blindLooks: 0, firstSendAt: null });
    expect(look({ blindLooks: 3 })).toMatchObject({ parked: false });
    expect(look({ resends: 1 })).toMatchObject({ parked: true });
    expect(
      afterLook({ ...unknown, resends: 1 }, { kind: 'absent' }, slack, at(999), 'delivery'),
    ).toMatchObject({
      parked: true,
    });
  });
});
