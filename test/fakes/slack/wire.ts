import { sendSigned } from './signed.js';
import type { FakeSocketMode } from './socket.js';

export type Envelope = 'slash_commands' | 'interactive' | 'events_api';

/** Brings a payload to the app, over Socket Mode or signed HTTP. */
export interface Wire {
  /** From now on everything goes to this address, signed; null: over the socket. */
  listenAt(url: string | null): void;
  /** @returns the body of the acknowledgement; rejects when there was none within three seconds, as Slack would say */
  deliver(type: Envelope, payload: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export function createWire(socket: FakeSocketMode, secret: string): Wire {
  let url: string | null = null;
  return {
    listenAt(next) {
      url = next;
    },
    deliver: (type, payload) =>
      url === null ? socket.deliver(type, payload) : post(url, type, payload, secret),
  };
}

// --- Internal helpers ---

async function post(
  url: string,
  type: Envelope,
  payload: Readonly<Record<string, unknown>>,
  secret: string,
): Promise<unknown> {
  const response = await sendSigned(url, bodyOf(type, payload), { secret });
  const text = await response.text();
  if (!response.ok) throw new Error(`the app answered ${type} with status ${response.status}`);
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

function bodyOf(
  type: Envelope,
  payload: Readonly<Record<string, unknown>>,
): Parameters<typeof sendSigned>[1] {
  if (type === 'events_api') return { json: payload };
  if (type === 'interactive') return { form: { payload: JSON.stringify(payload) } };
  const form = Object.entries(payload).filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  );
  return { form: Object.fromEntries(form) };
}
