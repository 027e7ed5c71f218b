import type { ChatPlatform } from '../commands/request.js';

/**
 * What became of a request: `accepted` into the queue or `refused` before it; `dropped` by a worker that had nothing
 * to answer any more; `answered`, however that ended; `late` when the person was told to ask again.
 */
export type CommandEvent = 'accepted' | 'refused' | 'dropped' | 'answered' | 'late';

/** Counts and measures commands. Never throws. */
export interface CommandMetrics {
  /** @param outcome one word of a small set that says more, e.g. `expired` */
  count(event: CommandEvent, platform: ChatPlatform, outcome: string): void;
  /** From the event's arrival to its acknowledgement. */
  acknowledged(platform: ChatPlatform, seconds: number): void;
  /** From taking the request in until the platform had the answer. */
  answered(platform: ChatPlatform, seconds: number): void;
}
