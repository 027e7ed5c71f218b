import { only, type Rates } from './mishaps.js';

/** One kind of fault and nothing else, so often that nearly every digest meets it. */
export interface SingleFault {
  readonly name: string;
  readonly rates: Rates;
  /** False for what befalls jobs and ticks, which have no message of their own. */
  readonly marks: boolean;
}

type Some = Parameters<typeof only>[0];

const messages = (name: string, some: Some): SingleFault => ({ name, rates: only(some), marks: true });
const wakeUps = (name: string, some: Some): SingleFault => ({ name, rates: only(some), marks: false });

const LOST_ANSWERS = { 'taken, reset': 0.2, reset: 0.2 } as const;

/** The faults that issue 4 and platform-rules 6 name, each by itself. History is always late by 5 s and in short pages. */
export const SINGLE_FAULTS: readonly SingleFault[] = [
  messages('taken, and the answer lost, cut, a web page or a 500', {
    send: { 'taken, reset': 0.15, 'taken, cut': 0.15, 'taken, web page': 0.15, 'taken, 500': 0.15 },
  }),
  messages('not taken, and the line reset, or a 500 or 502', {
    send: { reset: 0.2, '500': 0.2, '502': 0.2 },
  }),
  messages('refused before it left, and the platform away for minutes', {
    send: { 'never left': 0.4, away: 0.05 },
  }),
  messages('taken up to 45 s late', { send: { held: 0.5 } }),
  messages('a restart, mostly after the nonce window', {
    send: { reset: 0.1 },
    claim: { 'dies after the commit': 0.15 },
    confirm: { 'dies before': 0.3, 'dies after': 0.1 },
    nobodyThere: 1,
  }),
  messages('a history that is forbidden, limited, broken', {
    send: LOST_ANSWERS,
    look: { forbidden: 0.2, limit: 0.2, '500': 0.1, reset: 0.1, 'never left': 0.1 },
  }),
  messages('messages deleted meanwhile', { send: LOST_ANSWERS, deleted: 0.4 }),
  messages('the database gone at the claim and at the confirmation', {
    claim: { 'database gone': 0.2, 'answer lost': 0.15 },
    confirm: { 'database gone': 0.2, 'answer lost': 0.15 },
    compose: { 'database gone': 0.3 },
  }),
  messages('workers that stand still past their lease', {
    claim: { 'stands still': 0.3 },
    confirm: { 'stands still': 0.3 },
    compose: { 'stands still': 0.3 },
  }),
  messages('429 with Retry-After', { send: { limit: 0.4 } }),
  messages('a channel that is forbidden until a person resumes it', { send: { forbidden: 0.4 } }),
  wakeUps('the queue gone for minutes, jobs lost and doubled, answers of `add` lost', {
    queue: { gone: 0.15, 'job lost': 0.2, 'answer lost': 0.2, doubled: 0.2 },
  }),
  wakeUps('ticks lost and doubled', { tick: { lost: 0.4, doubled: 0.4 } }),
];
