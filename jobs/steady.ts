import type { IQueueBackend } from 'bullmq';
import { sleep } from './time.js';

/** Pause after a failed fetch. BullMQ asks again at once, which is a busy loop while the server starts or is full. */
const PAUSE_AFTER_FAILURE_MS = 1000;

/**
 * Calms a BullMQ backend.
 * @param maxBlockSeconds longest time a worker waits without looking for itself. After an error BullMQ waits as long
 * as the backend allows (10 s on Redis, an hour on PostgreSQL), and jobs added meanwhile would lie there.
 */
export function steady<B extends IQueueBackend>(backend: B, maxBlockSeconds: number): B {
  const fetch = backend.moveToActive.bind(backend);
  const calm: B['moveToActive'] = async (token, name) => {
    try {
      return (await fetch(token, name)) as unknown[];
    } catch (error) {
      await sleep(PAUSE_AFTER_FAILURE_MS);
      throw error;
    }
  };
  backend.moveToActive = calm;
  Object.defineProperty(backend, 'maximumBlockTimeout', { value: maxBlockSeconds });
  return backend;
}
