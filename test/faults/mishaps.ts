type Share<K extends string> = Readonly<Record<K | 'fine', number>>;

export interface Rates {
  readonly send: Share<
    | 'taken, reset'
    | 'taken, cut'
    | 'taken, web page'
    | 'taken, 500'
    | 'reset'
    | '500'
    | '502'
    | 'never left'
    | 'held'
    | 'limit'
    | 'forbidden'
    | 'away'
  >;
  readonly look: Share<'forbidden' | 'reset' | 'limit' | '500' | 'never left'>;
  readonly claim: Share<
    'dies before the commit' | 'dies after the commit' | 'stands still' | 'database gone' | 'answer lost'
  >;
  readonly confirm: Share<'dies before' | 'dies after' | 'stands still' | 'database gone' | 'answer lost'>;
  readonly compose: Share<'dies before' | 'dies after' | 'database gone' | 'stands still'>;
  readonly queue: Share<'job lost' | 'answer lost' | 'gone' | 'doubled'>;
  readonly tick: Share<'lost' | 'doubled'>;
  /** Of messages: a person deletes it within three minutes. */
  readonly deleted: number;
  /** Of deaths: nobody is there to go on for up to ten minutes, longer than a nonce lives. */
  readonly nobodyThere: number;
}

/** What goes wrong in a round, and how often, of 1. Far more often than in the world (platform-rules 4.3), so that it meets. */
export const RATES: Rates = {
  send: {
    fine: 0,
    'taken, reset': 0.03,
    'taken, cut': 0.02,
    'taken, web page': 0.02,
    'taken, 500': 0.02,
    reset: 0.03,
    '500': 0.01,
    '502': 0.01,
    'never left': 0.03,
    held: 0.03,
    limit: 0.02,
    forbidden: 0.002,
    away: 0.005,
  },
  look: { fine: 0, forbidden: 0.05, reset: 0.05, limit: 0.05, '500': 0.05, 'never left': 0.03 },
  claim: {
    fine: 0,
    'dies before the commit': 0.02,
    'dies after the commit': 0.02,
    'stands still': 0.02,
    'database gone': 0.02,
    'answer lost': 0.01,
  },
  confirm: {
    fine: 0,
    'dies before': 0.02,
    'dies after': 0.02,
    'stands still': 0.02,
    'database gone': 0.02,
    'answer lost': 0.02,
  },
  compose: { fine: 0, 'dies before': 0.05, 'dies after': 0.05, 'database gone': 0.05, 'stands still': 0.1 },
  queue: { fine: 0, 'job lost': 0.05, 'answer lost': 0.05, gone: 0.02, doubled: 0.1 },
  tick: { fine: 0, lost: 0.05, doubled: 0.1 },
  deleted: 0.01,
  nobodyThere: 0.5,
};

/** Mistakes that the suite has to notice. */
export interface Mistakes {
  readonly sdkRetries?: boolean;
  readonly noSettling?: boolean;
  readonly noFencing?: boolean;
  readonly renderedAnew?: boolean;
  readonly noLookAtTheWatch?: boolean;
}

/** A process that was killed: whatever it still tries comes to nothing. */
export class Killed extends Error {}

const none = <K extends string>(share: Readonly<Record<K, number>>) =>
  Object.fromEntries(Object.keys(share).map((key) => [key, 0])) as Record<K, number>;

/** Nothing goes wrong but what is named. */
export function only(some: { readonly [K in keyof Rates]?: Partial<Rates[K]> }): Rates {
  return {
    send: { ...none(RATES.send), ...some.send },
    look: { ...none(RATES.look), ...some.look },
    claim: { ...none(RATES.claim), ...some.claim },
    confirm: { ...none(RATES.confirm), ...some.confirm },
    compose: { ...none(RATES.compose), ...some.compose },
    queue: { ...none(RATES.queue), ...some.queue },
    tick: { ...none(RATES.tick), ...some.tick },
    deleted: some.deleted ?? 0,
    nobodyThere: some.nobodyThere ?? 0,
  };
}
