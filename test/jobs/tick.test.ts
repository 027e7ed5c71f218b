import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTick, type Tick } from '../../jobs/tick.js';
import { createRecorder } from './recorder.js';

let tick: Tick | null = null;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T08:59:30.500Z') });
});
afterEach(async () => {
  await tick?.stop();
  vi.useRealTimers();
});

function start(everyMinute: () => Promise<void>) {
  const recorder = createRecorder();
  tick = startTick({ everyMinute, logger: recorder.logger });
  return { tick, ...recorder };
}

describe('the minute tick', () => {
  it('comes at once, and then at every full minute', async () => {
    const times: string[] = [];
    start(() => Promise.resolve(void times.push(new Date().toISOString().slice(11, 19))));
    await vi.advanceTimersByTimeAsync(150_000);
    expect(times).toEqual(['08:59:30', '09:00:00', '09:01:00', '09:02:00']);
  });

  it('is left out while the last one is still running', async () => {
    const finish: (() => void)[] = [];
    const { at } = start(() => new Promise((resolve) => finish.push(resolve)));
    await vi.advanceTimersByTimeAsync(100_000);
    expect(finish).toHaveLength(1);
    expect(at('info')).toContain('the last tick is still running: this one is left out');
    finish[0]?.();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(finish).toHaveLength(2);
    finish[1]?.();
  });

  it('goes on after one that failed', async () => {
    let calls = 0;
    const { at } = start(() => {
      calls += 1;
      return Promise.reject(new Error('the database is away'));
    });
    await vi.advanceTimersByTimeAsync(90_000);
    expect(calls).toBe(3);
    expect(at('error')).toHaveLength(3);
  });

  it('goes on after one that threw before it promised anything', async () => {
    let calls = 0;
    start(() => {
      calls += 1;
      throw new Error('at once');
    });
    await vi.advanceTimersByTimeAsync(90_000);
    expect(calls).toBe(3);
  });

  it('comes no more after the stop, which waits for the one under way', async () => {
    let calls = 0;
    let finish: () => void = () => undefined;
    const started = start(() => {
      calls += 1;
      return new Promise((resolve) => (finish = resolve));
    });
    let stopped = false;
    const stop = started.tick.stop().then(() => (stopped = true));
    await vi.advanceTimersByTimeAsync(10);
    expect(stopped).toBe(false);
    finish();
    await stop;
    await started.tick.stop();
    await vi.advanceTimersByTimeAsync(180_000);
    expect(calls).toBe(1);
  });
});
