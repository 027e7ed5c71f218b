import { randomUUID } from 'node:crypto';
import { newHook } from './hooks.js';
import type { FakeSlackHook, FakeSlackMessage, FakeSlackReply, FakeSlackView, State } from './state.js';
import type { Envelope, Wire } from './wire.js';

/** Something a person asked of the app, and what came back. */
export interface FakeAsk {
  /** Names the interaction; the event's id for events. */
  readonly id: string;
  /** The body of the acknowledgement; rejects when none came in time, when Slack would show an error. */
  acknowledged(): Promise<unknown>;
  /** Milliseconds from sending to the acknowledgement; null until it came. */
  acknowledgedAfter(): number | null;
  /** What came through its response URL, oldest first; a message that was replaced is among them. */
  replies(): readonly FakeSlackReply[];
  /** The first of these; rejects after ten seconds. */
  reply(): Promise<FakeSlackReply>;
  /** The modal that was opened; rejects after ten seconds. */
  modal(): Promise<FakeSlackView>;
}

export interface Desk {
  readonly state: State;
  readonly wire: Wire;
  /** Where response URLs begin. */
  readonly hooksUrl: () => string;
}

/** What an interaction comes with. */
export interface Keys {
  readonly triggerId: string;
  readonly responseUrl: string;
  readonly hook: FakeSlackHook;
}

/** A trigger and a response URL for one interaction. */
export function newKeys(
  desk: Desk,
  at: {
    readonly channel: string;
    readonly userId: string;
    readonly original: FakeSlackMessage | FakeSlackReply | null;
  },
): Keys {
  const hook = newHook(desk.state, at);
  return { triggerId: newTrigger(desk.state, at.userId), responseUrl: desk.hooksUrl() + hook.id, hook };
}

export function newTrigger(state: State, userId: string): string {
  const id = `${state.now()}.${randomUUID()}`;
  state.triggers.set(id, { at: state.now(), userId, used: false });
  return id;
}

/** Sends it at once. @param replies what has come back, looked at whenever somebody asks */
export function ask(
  desk: Desk,
  id: string,
  type: Envelope,
  payload: Readonly<Record<string, unknown>>,
  replies: () => readonly FakeSlackReply[],
): FakeAsk {
  const { state, wire } = desk;
  const sentAt = performance.now();
  let after: number | null = null;
  const delivered = wire.deliver(type, payload).then((body) => {
    after = performance.now() - sentAt;
    return body;
  });
  // Looked at by whoever asks for it; a test that does not care is not to fail by an unhandled rejection.
  delivered.catch(() => undefined);
  return {
    id,
    acknowledged: () => delivered,
    acknowledgedAfter: () => after,
    replies,
    reply: () => waitFor('an answer', () => replies()[0]),
    modal: () => waitFor('a modal', () => state.views.find(({ triggerId }) => triggerId === id)),
  };
}

/** What a person is told from now on without a response URL: privately in channels, and by the bot directly. */
export function toldFromNow(state: State, userId: string): () => readonly FakeSlackReply[] {
  const before = { replies: state.replies.length, messages: state.messages.length };
  return () => [
    ...state.replies
      .slice(before.replies)
      .filter(({ via, visibleTo }) => via === 'chat.postEphemeral' && visibleTo === userId),
    ...state.messages
      .slice(before.messages)
      .filter(({ channel, botId }) => botId !== null && state.channels.get(channel)?.personId === userId)
      .map(({ ts, channel, threadTs, text, blocks, at }) => ({
        ...{ ts, channel, threadTs, text, blocks, at },
        visibleTo: null,
        via: 'chat.postMessage' as const,
        replaced: 0,
      })),
  ];
}

/** Looks until it is there, for at most ten seconds. */
export async function waitFor<T>(what: string, look: () => T | undefined): Promise<T> {
  const end = performance.now() + 10_000;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${what} did not come within 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
