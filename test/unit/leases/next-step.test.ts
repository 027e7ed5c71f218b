import { describe, expect, it } from 'vitest';
import { ASK_WITHIN_MS } from '../../../src/leases/keeper.js';
import { FIRST, LEASE_MS, nextStep, type Found, type Position } from '../../../src/leases/next-step.js';

const ours: Found = { kind: 'ours' };
const theirs: Found = { kind: 'theirs', place: 'elsewhere, process 7' };
const away: Found = { kind: 'unreachable' };
type Standing = Position['standing'];

describe('the next step of who wants a lease', () => {
  it.each<[Standing, Found, Standing, 'begin' | 'end' | null]>([
    ['waiting', ours, 'holding', 'begin'],
    ['waiting', theirs, 'waiting', null],
    ['waiting', away, 'waiting', null],
    ['holding', ours, 'holding', null],
    ['holding', theirs, 'waiting', 'end'],
    ['holding', away, 'holding', null],
  ])('%s, finding %o: %s, %s', (standing, found, next, act) => {
    const step = nextStep({ standing, hesitation: 0 }, found);
    expect(step).toMatchObject({ position: { standing: next }, act });
  });

  const holding: Position = { standing: 'holding', hesitation: 0 };

  it('leaves a holder three tries before its lease ends, and follows one that died within 30 s', () => {
    expect(3 * nextStep(holding, ours).againMs).toBeLessThan(LEASE_MS);
    const { position, againMs } = nextStep(FIRST, theirs);
    expect(position.hesitation).toBe(0);
    expect(LEASE_MS + againMs).toBeLessThan(30_000);
  });

  it('leaves an ended lease to its holder for a few looks after the database was away', () => {
    let { position } = nextStep(FIRST, away);
    let waitedMs = 0;
    while (position.hesitation > 0) {
      const step = nextStep(position, theirs);
      ({ position } = step);
      waitedMs += step.againMs;
    }
    expect(waitedMs).toBeGreaterThan(ASK_WITHIN_MS + nextStep(holding, away).againMs);
    expect(LEASE_MS + waitedMs).toBeLessThan(30_000);
  });
});
