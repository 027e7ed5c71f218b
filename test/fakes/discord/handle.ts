import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE, type InteractionRecord } from './interactions.js';
import type { FakeMessage } from './state.js';

type Json = Record<string, unknown>;

/** What a person sees of what they did. Waiting ends with an error that tells how far it came. */
export type FakeInteraction = InteractionRecord & {
  /** Waits for the first response. */
  acknowledged(withinMs?: number): Promise<Acknowledgement>;
  /** Waits for the answer: the reply itself, or what came after it was taken back. */
  reply(withinMs?: number): Promise<FakeMessage>;
  /** Everything that was answered so far and still stands, in order. */
  replies(): readonly FakeMessage[];
  /** Waits for a form. */
  form(withinMs?: number): Promise<Json>;
  /** Waits for suggestions. */
  suggestions(withinMs?: number): Promise<readonly { readonly name: string; readonly value: string }[]>;
};

export interface Acknowledgement {
  /** 4 message, 5 deferred, 6 deferred update, 7 update, 8 choices, 9 modal. */
  readonly type: number;
  /** Seen only by whoever asked. */
  readonly ephemeral: boolean;
  /** From the event to the response, on the fake's clock. */
  readonly ms: number;
}

const PATIENCE_MS = 10_000;
const POLL_MS = 3;

/** The record itself with the means to wait for it. */
export function handleOf(record: InteractionRecord): FakeInteraction {
  const replies = () => repliesTo(record);
  const wait = <T>(what: string, look: () => T | null | undefined, withinMs = PATIENCE_MS) =>
    until(record, what, look, withinMs);
  return Object.assign(record, {
    async acknowledged(withinMs?: number) {
      const at = await wait('an acknowledgement', () => record.acknowledgedAt, withinMs);
      return { type: record.responseType ?? 0, ephemeral: record.ephemeral, ms: at - record.at };
    },
    reply: (withinMs?: number) => wait('an answer', () => replies()[0], withinMs),
    replies,
    form: (withinMs?: number) => wait('a form', () => record.modal, withinMs),
    async suggestions(withinMs?: number) {
      const choices = await wait('suggestions', () => record.choices, withinMs);
      return choices as unknown as { name: string; value: string }[];
    },
  });
}

function repliesTo({ original, pending, followUps, responseType }: InteractionRecord): FakeMessage[] {
  const own = original === null || pending ? [] : [original];
  const waits = responseType === RESPONSE.deferredUpdate && pending;
  return [...(waits ? [] : own), ...followUps].filter(({ deleted }) => !deleted);
}

async function until<T>(
  record: InteractionRecord,
  what: string,
  look: () => T | null | undefined,
  withinMs: number,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined) return found;
    if (performance.now() > deadline) {
      const { kind, acknowledgedAt, responseType, pending } = record;
      const state = JSON.stringify({ kind, acknowledgedAt, responseType, pending });
      throw new Error(`no ${what.replace(/^an? /, '')} within ${withinMs} ms: ${state}`);
    }
    await sleep(POLL_MS);
  }
}
