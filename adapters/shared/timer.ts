import type { StartTimer } from '../../src/ports/timer.js';

/** Real time. A timer that runs keeps no process alive. */
export const startTimer: StartTimer = (ms, act) => {
  const timer = setTimeout(act, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
