import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line that is logged during a piece of work carries, e.g. its trace id. */
export type LogContext = Readonly<Record<string, string | number>>;

const store = new AsyncLocalStorage<LogContext>();

/** Does `act`; whatever is logged until it has ended, however deep below, carries `fields` too. They add to those around it. */
export function withLogContext<T>(fields: LogContext, act: () => T): T {
  return store.run({ ...store.getStore(), ...fields }, act);
}

/** The fields of the work that is being done now; empty outside of any. */
export function logContext(): LogContext {
  return store.getStore() ?? {};
}
