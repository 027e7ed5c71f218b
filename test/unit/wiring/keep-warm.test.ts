import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { keepWarm } from '../../../src/wiring/keep-warm.js';

it('a list is read at once and again, though a reading fails, until it is ended', async () => {
  let readings = 0;
  let end = (): void => undefined;
  await new Promise<void>((resolve) => {
    end = keepWarm(() => {
      readings += 1;
      if (readings === 3) resolve();
      return Promise.reject(new Error('away'));
    }, 1);
    expect(readings).toBe(1);
  });
  end();
  const then = readings;
  await sleep(20);
  expect(readings).toBe(then);
});
