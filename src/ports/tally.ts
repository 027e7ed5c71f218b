/** What is counted while the bot works, with the labels of each count. Every label has a small, fixed set of values. */
export interface Counts {
  /** Attempts to post a part, by how each ended. */
  deliveries: { platform: string; outcome: string };
  /** Looks for a message whose sending was uncertain, by what each told. */
  looks: { platform: string; outcome: string };
  /** Slots that ended. */
  digests: { outcome: string };
  /** Letters about subscriptions, by how each attempt ended. */
  letters: { kind: string; outcome: string };
  /** Readings of sources that ended. */
  readings: { source: string; outcome: string };
  /** Jobs that were run. */
  jobs: { queue: string; outcome: 'done' | 'again' | 'failed' };
  /** Calls that a rate limit made wait. `turn`: here, for their turn; `later`: the turn was too far away; `held`: the platform has asked for it. */
  waits: { platform: string; kind: 'turn' | 'later' | 'held' };
  /** Seconds waited here for a turn. */
  waitSeconds: { platform: string };
}

export type CountName = keyof Counts;

/** Counts what happens. Never throws. */
export interface Tally {
  /** @param by default 1 */
  add<N extends CountName>(name: N, labels: Readonly<Counts[N]>, by?: number): void;
}
