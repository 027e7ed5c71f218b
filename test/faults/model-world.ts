import { decideClaim, type ClaimResult } from '../../src/digests/claim.js';
import { afterLook, afterSend, DELIVERY_TIMING } from '../../src/digests/delivery-machine.js';
import type { Delivery, DeliveryPatch } from '../../src/digests/delivery.js';
import type { DigestOutcome } from '../../src/digests/digest.js';
import type { LookOutcome, SendOutcome, SettlePolicy } from '../../src/ports/publisher.js';
import { aDigest, aPart, at as secondsAfter, SLOT_AT } from '../support/delivery-rows.js';
import type { Chance } from './chance.js';
import type { LookFault, Rates } from './model-rates.js';
import { createModelPlatform, type ModelPlatform, type Rules } from './model-platform.js';

/** What the model leaves out when it is to show that it can fail. */
export interface Mistakes {
  readonly noSettling?: boolean;
  readonly noFencing?: boolean;
  /** A worker that stood still past its lease acts all the same. */
  readonly noLookAtTheWatch?: boolean;
}

export interface Ended {
  readonly parts: readonly Delivery[];
  readonly platform: ModelPlatform;
  readonly outcome: DigestOutcome | null;
  readonly reason: string | null;
  /** The history, a line per event, with seconds after the slot. */
  readonly story: readonly string[];
  /** True when a person deleted something. */
  readonly meddled: boolean;
  readonly faults: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const CALL_MS = 15 * SECOND;
const LONGEST_HOLD_S = 45;
const LONGEST_STOP_S = 600;
const END_MS = 12 * 60 * MINUTE;
const WORKERS = ['A', 'B', 'C'] as const;

/** One digest from its slot to its end in virtual time, three workers and a tick every minute. Pure but for `chance`. */
export function runHistory(rules: Rules, rates: Rates, chance: Chance, mistakes: Mistakes = {}): Ended {
  const platform = createModelPlatform(rules);
  const story: string[] = [];
  const events: { at: number; order: number; act: () => void }[] = [];
  let parts: Delivery[] = rules.kinds.map((kind, position) => aPart({ position, kind }));
  let now = 0;
  let tokens = 0;
  let order = 0;
  let faults = 0;
  let meddled = false;
  let paused = false;
  let end: { outcome: DigestOutcome; reason: string | null } | null = null;

  const tell = (text: string) => story.push(`${(now / SECOND).toFixed(1).padStart(8)} s  ${text}`);
  const later = (ms: number, act: () => void) => void events.push({ at: now + ms, order: (order += 1), act });
  const fault = (text: string) => {
    faults += 1;
    tell(text);
  };
  const policyOf = (kind: Delivery['kind']): SettlePolicy => {
    const policy = rules.policy(kind);
    return mistakes.noSettling === true ? { ...policy, repeatWithinMs: 0, settleMs: 0 } : policy;
  };
  const instant = () => secondsAfter(now / SECOND);

  const patch = (key: string, change: DeliveryPatch) => {
    parts = parts.map((part) => (part.key === key ? { ...part, ...change } : part));
  };
  const confirm = (part: Delivery, decide: (row: Delivery) => DeliveryPatch): boolean => {
    const row = parts.find(({ key }) => key === part.key);
    if (row === undefined) return false;
    if (mistakes.noFencing !== true && row.claimToken !== part.claimToken) return false;
    patch(part.key, decide(row));
    return true;
  };

  const restart = (worker: string) => later(chance.between(1, LONGEST_STOP_S) * SECOND, () => run(worker));

  const run = (worker: string): void => {
    if (end !== null) return;
    const claim = decideClaim({
      digest: aDigest({
        channel: {
          ...aDigest().channel,
          pause: paused ? { reason: 'x', by: 'platform', at: SLOT_AT } : null,
        },
      }),
      parts,
      policy: policyOf,
      timing: DELIVERY_TIMING,
      now: instant(),
      token: `t${(tokens += 1)}`,
    });
    for (const [key, change] of claim.patches) patch(key, change);
    const { result } = claim;
    if (result.do === 'close') {
      end = { outcome: result.outcome, reason: result.reason };
      tell(`${worker}: the digest ends, ${result.outcome}`);
    } else if (result.do === 'wait')
      later(Math.max(1, result.until.getTime() - instant().getTime()), () => run(worker));
    else if (result.do !== 'stop') begin(worker, result);
  };

  const begin = (worker: string, act: Extract<ClaimResult, { part: Delivery }>): void => {
    const name = `${worker}: ${act.do} ${act.part.kind} ${act.part.position}`;
    if (chance.happens(rates.crashBefore)) {
      fault(`${name}, dies before it`);
      restart(worker);
      return;
    }
    if (chance.happens(rates.stopBefore)) {
      const ms = chance.between(1, LONGEST_STOP_S) * SECOND;
      fault(`${name}, stands still for ${ms / SECOND} s before it`);
      // As `deliverDigest` does: a claim this old is given back unsent.
      const tooOld =
        act.do === 'send' && ms > DELIVERY_TIMING.leaseMs / 3 && mistakes.noLookAtTheWatch !== true;
      const unsent: SendOutcome = { kind: 'delay', error: 'stood still', retryAfterMs: null };
      later(ms, () => (tooOld ? answer(worker, act.part, unsent) : perform(worker, name, act)));
      return;
    }
    perform(worker, name, act);
  };

  const perform = (worker: string, name: string, act: Extract<ClaimResult, { part: Delivery }>): void =>
    act.do === 'look' ? look(worker, name, act.part) : send(worker, name, act.part);

  const take = (part: Delivery): SendOutcome => {
    const before = platform.copies.length;
    const outcome = platform.take(part.key, part.kind, now);
    const copy = platform.copies[before];
    if (copy !== undefined && chance.happens(rates.deleted))
      later(chance.between(1, 180) * SECOND, () => {
        copy.deleted = true;
        meddled = true;
        fault(`a person deletes ${part.kind} ${part.position} (${copy.id})`);
      });
    return outcome;
  };

  const send = (worker: string, name: string, part: Delivery): void => {
    const drawn = chance.among(rates.send, 'fine');
    const kind = drawn === 'no thread' && part.kind !== 'thread' ? 'fine' : drawn;
    if (kind === 'fine') tell(name);
    else fault(`${name}: ${kind}`);
    const unknown = (error: string): SendOutcome => ({ kind: 'unknown', error });
    const answered = (outcome: SendOutcome, ms = 0) => later(ms, () => answer(worker, part, outcome));
    switch (kind) {
      case 'fine': {
        answered(take(part));
        return;
      }
      case 'answer lost':
      case '5xx, taken':
        take(part);
        {
          answered(unknown(kind));
          return;
        }
      case 'reset before it was taken':
      case '5xx, not taken': {
        answered(unknown(kind));
        return;
      }
      case 'held, then taken':
        later(chance.between(16, LONGEST_HOLD_S) * SECOND, () => {
          take(part);
          tell(`${part.kind} ${part.position} is taken late`);
        });
        {
          answered(unknown(kind), CALL_MS);
          return;
        }
      case 'died in flight, taken':
        take(part);
        {
          restart(worker);
          return;
        }
      case 'died in flight, not taken': {
        restart(worker);
        return;
      }
      case '429': {
        answered({ kind: 'delay', error: kind, retryAfterMs: chance.between(1, 30) * SECOND });
        return;
      }
      case 'never left': {
        answered({ kind: 'delay', error: kind, retryAfterMs: null });
        return;
      }
      case 'no thread': {
        answered({ kind: 'rerouted', remoteId: 'the channel', error: kind });
        return;
      }
      case 'paused':
        paused = true;
        later(chance.between(1, 3_600) * SECOND, () => {
          paused = false;
          tell('a person resumes the channel');
        });
        {
          answered({ kind: 'pause', error: kind, reason: kind });
          return;
        }
    }
  };

  const answer = (worker: string, part: Delivery, outcome: SendOutcome): void =>
    written(worker, part, (row) => afterSend(row, outcome, policyOf(row.kind), instant()), outcome.kind);

  const look = (worker: string, name: string, part: Delivery): void => {
    const kind = chance.among(rates.look, 'fine');
    const blind = (lasting: boolean, retryAfterMs: number | null = null): LookOutcome => ({
      kind: 'cannot-tell',
      error: kind,
      retryAfterMs,
      lasting,
    });
    const outcomes: Record<LookFault, () => LookOutcome> = {
      fine: () => platform.look(part.key, now),
      'short page': () => blind(false),
      forbidden: () => blind(true),
      '429': () => blind(false, chance.between(1, 60) * SECOND),
      died: () => blind(false),
    };
    if (kind === 'died') {
      fault(`${name}: dies while it looks`);
      restart(worker);
      return;
    }
    const outcome = outcomes[kind]();
    if (kind === 'fine') tell(`${name}: ${outcome.kind}`);
    else fault(`${name}: ${kind}`);
    later(0, () =>
      written(worker, part, (row) => afterLook(row, outcome, policyOf(row.kind), instant()), outcome.kind),
    );
  };

  const written = (
    worker: string,
    part: Delivery,
    decide: (row: Delivery) => DeliveryPatch,
    outcome: string,
  ): void => {
    const write = () => {
      const kept = confirm(part, decide);
      if (!kept) tell(`${worker}: ${outcome} comes too late and is not written`);
      run(worker);
    };
    if (chance.happens(rates.crashAfter)) {
      fault(`${worker}: dies before it has written ${outcome}`);
      restart(worker);
      return;
    }
    if (chance.happens(rates.stopAfter)) {
      const ms = chance.between(1, LONGEST_STOP_S) * SECOND;
      fault(`${worker}: stands still for ${ms / SECOND} s before it writes ${outcome}`);
      later(ms, write);
      return;
    }
    write();
  };

  for (const worker of WORKERS) later(chance.between(0, 20) * SECOND, () => run(worker));
  const tick = () => {
    if (end !== null) return;
    run(chance.pick(WORKERS));
    later(MINUTE, tick);
  };
  later(0, tick);
  while (events.length > 0) {
    const next = events.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a));
    events.splice(events.indexOf(next), 1);
    now = next.at;
    if (now > END_MS) break;
    next.act();
  }
  return {
    parts,
    platform,
    outcome: (end as { outcome: DigestOutcome } | null)?.outcome ?? null,
    reason: (end as { reason: string | null } | null)?.reason ?? null,
    story,
    meddled,
    faults,
  };
}
