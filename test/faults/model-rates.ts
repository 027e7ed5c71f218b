/** How often each thing goes wrong, of 1: platform-rules 4.3, and what it leaves out. */
export interface Rates {
  /** Of sends. */
  readonly send: Readonly<Record<SendFault, number>>;
  /** Of claims: the process dies before it acts, or stands still for up to ten minutes. */
  readonly crashBefore: number;
  readonly stopBefore: number;
  /** Of answers: the process dies, or stands still, before it has written them down. */
  readonly crashAfter: number;
  readonly stopAfter: number;
  readonly look: Readonly<Record<LookFault, number>>;
  /** Of messages: a person deletes it within three minutes. */
  readonly deleted: number;
}

export type SendFault =
  | 'fine'
  | 'answer lost'
  | 'reset before it was taken'
  | '5xx, not taken'
  | '5xx, taken'
  | 'held, then taken'
  | 'died in flight, not taken'
  | 'died in flight, taken'
  | '429'
  | 'never left'
  | 'paused'
  /** Of threads alone. */
  | 'no thread';
export type LookFault = 'fine' | 'short page' | 'forbidden' | '429' | 'died';

export const DOCUMENTED: Rates = {
  send: {
    fine: 0,
    'answer lost': 0.02,
    'reset before it was taken': 0.02,
    '5xx, not taken': 0.01,
    '5xx, taken': 0.01,
    'held, then taken': 0.005,
    'died in flight, not taken': 0.01,
    'died in flight, taken': 0.01,
    '429': 0.01,
    'never left': 0.01,
    paused: 0.001,
    'no thread': 0.02,
  },
  crashBefore: 0.01,
  stopBefore: 0.002,
  crashAfter: 0.01,
  stopAfter: 0.002,
  look: { fine: 0, 'short page': 0.02, forbidden: 0.02, '429': 0.02, died: 0.02 },
  deleted: 0.005,
};

/** The same, so often that they meet. */
export function storm(rates: Rates, factor: number): Rates {
  const more = <K extends string>(all: Readonly<Record<K, number>>): Record<K, number> =>
    Object.fromEntries(Object.entries<number>(all).map(([key, rate]) => [key, rate * factor])) as Record<
      K,
      number
    >;
  return {
    send: more(rates.send),
    look: more(rates.look),
    crashBefore: rates.crashBefore * factor,
    stopBefore: rates.stopBefore * factor,
    crashAfter: rates.crashAfter * factor,
    stopAfter: rates.stopAfter * factor,
    deleted: rates.deleted * factor,
  };
}
