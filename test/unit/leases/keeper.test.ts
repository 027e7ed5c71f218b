import { describe, expect, it } from 'vitest';
import { createLeaseKeeper, type LeaseKeeper } from '../../../src/leases/keeper.js';
import type { LeaseStore } from '../../../src/ports/lease-store.js';
import { createFakeTimer, type FakeTimer } from '../../support/fake-timer.js';
import { recordingLogger } from '../../support/slack-fixtures.js';

/** Leases of one name, kept in memory on a clock of the test's. */
function memoryLeases({ now }: FakeTimer) {
  let held: { holder: string; place: string; endsAt: number } | null = null;
  const outside = { away: false, hangs: false };
  const leases: LeaseStore = {
    take: ({ holder, place }, forMs, mayFollow = true) => {
      if (outside.hangs) return new Promise(() => undefined);
      if (outside.away) return Promise.reject(new Error('the database is away'));
      const at = now().getTime();
      if (held !== null && held.holder !== holder && (held.endsAt > at || !mayFollow))
        return Promise.resolve({ kind: 'theirs', place: held.place });
      held = { holder, place, endsAt: at + forMs };
      return Promise.resolve({ kind: 'ours' });
    },
    release: ({ holder }) => {
      if (held?.holder === holder) held = null;
      return Promise.resolve();
    },
  };
  return { leases, outside };
}

function scene() {
  const timer = createFakeTimer();
  const { leases, outside } = memoryLeases(timer);
  const working = new Set<string>();
  const done: string[] = [];
  const process = (name: string, fault?: Error) => {
    const logger = recordingLogger();
    const keeper: LeaseKeeper = createLeaseKeeper({
      leases,
      claim: { name: 'work', holder: name, place: `host of ${name}` },
      startTimer: timer.startTimer,
      logger,
      work: () => ({
        start: () => {
          if (fault !== undefined) return Promise.reject(fault);
          working.add(name);
          done.push(`${name} begins`);
          return Promise.resolve();
        },
        stop: () => {
          working.delete(name);
          done.push(`${name} ends`);
          return Promise.resolve();
        },
        health: () => ({ ready: working.has(name), detail: 'at work' }),
      }),
    });
    return { keeper, said: () => logger.lines.map((line) => JSON.stringify(line)).join('\n') };
  };
  return { timer, outside, working, done, process };
}

describe('work that waits for its lease', () => {
  it('is begun by one; the other stands by, is well, and says so', async () => {
    const { process, working, timer } = scene();
    const [a, b] = [process('a'), process('b')];
    await a.keeper.start();
    await b.keeper.start();
    await timer.advance(120_000);
    expect([...working]).toEqual(['a']);
    expect(a.keeper.health()).toEqual({ ready: true, detail: 'at work', standsBy: false });
    expect(b.keeper.health()).toEqual({
      ready: true,
      detail: 'standing by: host of a is connected',
      standsBy: true,
    });
    expect(b.said().match(/this one stands by/g)).toHaveLength(1);
  });

  it('goes to the other one within a second of a clean stop, and only after it has ended', async () => {
    const { process, done, timer } = scene();
    const [a, b] = [process('a'), process('b')];
    await a.keeper.start();
    await b.keeper.start();
    await a.keeper.stop();
    await timer.advance(1_000);
    expect(done).toEqual(['a begins', 'a ends', 'b begins']);
    expect(b.said()).toContain('takes over');
  });

  it('stays where it is while the database is away, or hangs', async () => {
    const { process, working, done, outside, timer } = scene();
    const [a, b] = [process('a'), process('b')];
    await a.keeper.start();
    await b.keeper.start();
    for (const fault of ['away', 'hangs'] as const) {
      outside[fault] = true;
      await timer.advance(303_500);
      expect([...working]).toEqual(['a']);
      expect(a.keeper.health()).toMatchObject({ ready: true });
      expect(b.keeper.health()).toMatchObject({ ready: false });
      outside[fault] = false;
      await timer.advance(60_000);
    }
    expect(done).toEqual(['a begins']);
    expect(b.keeper.health()).toMatchObject({ ready: true });
  });

  it('is ended by who stood still for longer than its lease, and taken up again later', async () => {
    const { process, working, timer, outside } = scene();
    const [a, b] = [process('a'), process('b')];
    await a.keeper.start();
    outside.hangs = true;
    await timer.advance(21_000);
    outside.hangs = false;
    await b.keeper.start();
    expect([...working]).toEqual(['a', 'b']);
    await timer.advance(5_000);
    expect([...working]).toEqual(['b']);
    expect(a.said()).toContain('has taken over');
    await b.keeper.stop();
    await timer.advance(1_000);
    expect([...working]).toEqual(['a']);
  });

  it('that cannot begin is a fault of the start, and the lease is kept', async () => {
    const { process, working, timer } = scene();
    const [a, b] = [process('a', new Error('a bad token')), process('b')];
    await expect(a.keeper.start()).rejects.toThrow('a bad token');
    await b.keeper.start();
    await timer.advance(60_000);
    expect([...working]).toEqual([]);
    await a.keeper.stop();
    await timer.advance(1_000);
    expect([...working]).toEqual(['b']);
  });

  it('is left alone after a stop, also of one that has just asked', async () => {
    const { process, working, timer } = scene();
    const a = process('a');
    const started = a.keeper.start();
    await a.keeper.stop();
    await started;
    const b = process('b');
    await b.keeper.start();
    await timer.advance(60_000);
    expect([...working]).toEqual(['b']);
    await b.keeper.stop();
    expect(timer.running()).toBe(0);
  });
});
