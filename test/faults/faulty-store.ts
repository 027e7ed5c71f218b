import type { ClaimResult } from '../../src/digests/claim.js';
import { AppError } from '../../src/errors.js';
import type { DeliveryStore } from '../../src/ports/delivery-store.js';
import type { Chance } from './chance.js';
import type { FaultLog } from './fault-log.js';
import { Killed, type Mistakes, type Rates } from './mishaps.js';
import type { Simulation } from './simulation.js';

/** One run of a job in one process: killed, it does nothing more. */
export interface Run {
  readonly digestId: number;
  dead: boolean;
}

export interface FaultyDeps {
  readonly sim: Simulation;
  readonly chance: Chance;
  readonly rates: Rates;
  readonly faults: FaultLog;
  readonly mistakes: Mistakes;
}

type Ports = Pick<DeliveryStore, 'claim' | 'confirm'>;

export const LONGEST_STANDSTILL_S = 600;

/** The real ledger, to which a process comes in the ways it comes to harm. */
export function faultyStore(real: Ports, run: Run, deps: FaultyDeps): Ports {
  const { sim, chance, rates, faults, mistakes } = deps;
  const store = mistakes.noFencing === true ? unfenced(real, run) : real;
  const die = (key: string | undefined, what: string): never => {
    run.dead = true;
    faults.note(key === undefined ? { digestId: run.digestId } : { key }, what, true);
    throw new Killed(what);
  };
  const alive = () => {
    if (run.dead) throw new Killed('it is dead already');
  };
  const standStill = () => sim.sleep(chance.between(1, LONGEST_STANDSTILL_S) * 1_000);

  return {
    async claim(digestId, decide) {
      alive();
      const mishap = chance.among(rates.claim, 'fine');
      if (mishap === 'database gone') {
        faults.note({ digestId }, mishap);
        throw gone();
      }
      let key: string | undefined;
      const result = await store.claim(digestId, (...rows) => {
        const decision = decide(...rows);
        const next = decision.result as ClaimResult;
        key = 'part' in next ? next.part.key : undefined;
        if (mishap === 'dies before the commit') die(key, mishap);
        return decision;
      });
      if (mishap === 'dies after the commit') die(key, mishap);
      if (mishap !== 'fine') faults.note(key === undefined ? { digestId } : { key }, `claim: ${mishap}`);
      if (mishap === 'answer lost') throw gone();
      if (mishap === 'stands still') await standStill();
      return result;
    },
    async confirm(key, token, decide) {
      alive();
      const mishap = chance.among(rates.confirm, 'fine');
      if (mishap === 'dies before') die(key, 'answered, dies before it is confirmed');
      if (mishap !== 'fine' && mishap !== 'dies after') faults.note({ key }, `confirm: ${mishap}`);
      if (mishap === 'database gone') throw gone();
      if (mishap === 'stands still') await standStill();
      const kept = await store.confirm(key, token, decide);
      if (mishap === 'dies after') die(key, 'dies after it is confirmed');
      if (mishap === 'answer lost') throw gone();
      return kept;
    },
  };
}

/** What `createStores` throws when the database does not answer. */
export function gone(): AppError {
  return new AppError('The database does not answer.', { code: 'database', retryable: true });
}

/** The mistake: an outcome is written whoever holds the row. */
function unfenced(real: Ports, run: Run): Ports {
  return {
    claim: (digestId, decide) => real.claim(digestId, decide),
    confirm: async (key, _token, decide) =>
      (await real.claim(run.digestId, (_digest, parts, now) => {
        const row = parts.find((part) => part.key === key);
        return { patches: new Map(row === undefined ? [] : [[key, decide(row, now)]]), result: true };
      })) ?? false,
  };
}
