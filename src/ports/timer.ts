/** Calls `act` once after `ms` milliseconds, unless the returned function is called before. Keeps no process alive. */
export type StartTimer = (ms: number, act: () => void) => () => void;
