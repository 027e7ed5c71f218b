import { setImmediate as turn } from 'node:timers/promises';
import type { StartTimer } from '../../src/ports/timer.js';

/** A clock that goes only when it is told to, and timers on it. */
export interface FakeTimer {
  readonly startTimer: StartTimer;
  readonly now: () => Date;
  /** Timers that have neither fired nor been cancelled. */
  readonly running: () => number;
  /** Lets time pass; what falls due in it happens in order, each with what follows from it. */
  advance(ms: number): Promise<void>;
}

export function createFakeTimer(start = new Date('2026-11-23T12:00:00Z')): FakeTimer {
  let time = start.getTime();
  const timers = new Map<symbol, { at: number; act: () => void }>();
  const next = (until: number) =>
    [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
  return {
    startTimer: (ms, act) => {
      const key = Symbol(`${ms} ms`);
      timers.set(key, { at: time + ms, act });
      return () => void timers.delete(key);
    },
    now: () => new Date(time),
    running: () => timers.size,
    advance: async (ms) => {
      const until = time + ms;
      await turn();
      for (let due = next(until); due !== undefined; due = next(until)) {
        const [key, { at, act }] = due;
        timers.delete(key);
        time = Math.max(time, at);
        act();
        await turn();
      }
      time = until;
    },
  };
}
