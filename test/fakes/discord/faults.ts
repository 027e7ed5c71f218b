import type { FakeRequest } from './log.js';

/** What goes wrong with one request. */
export type FaultAction =
  /** Closed before anything is done with it. */
  | { readonly act: 'reset' }
  /** Done, then closed without an answer. */
  | { readonly act: 'accept-then-reset' }
  /** Done, then an answer that stops in the middle. */
  | { readonly act: 'accept-then-truncate' }
  /** Done, then answered with this status and no JSON. */
  | { readonly act: 'accept-then-status'; readonly status: number }
  /** Done, then answered 200 with a web page. */
  | { readonly act: 'accept-then-html' }
  /** Done, then never answered. */
  | { readonly act: 'accept-then-hang' }
  /** Not done, answered with this. */
  | { readonly act: 'status'; readonly status: number; readonly body?: object; readonly html?: string }
  /** Not done, answered like a refusal of Discord's. */
  | { readonly act: 'code'; readonly status: number; readonly code: number }
  /** Not done, 429. Seconds; `header: false` leaves the waiting time out. */
  | { readonly act: 'rate-limit'; readonly seconds: number; readonly global?: boolean }
  /** Never answered, never done. */
  | { readonly act: 'hang' }
  /** Held for so long, then done, whether or not the caller is still there. Milliseconds. */
  | { readonly act: 'accept-late'; readonly ms: number }
  /** Held until `now` resolves, then done, whether or not the caller is still there. */
  | { readonly act: 'accept-when'; readonly now: Promise<void> };

export interface Fault {
  readonly action: FaultAction;
  readonly when: (request: FakeRequest) => boolean;
  left: number;
}

/** Any POST that makes a message, thread or post. */
export const anyPost = (request: FakeRequest): boolean =>
  request.method === 'POST' && request.path.startsWith('/channels/');

/** POSTs below one channel. */
export const postsTo =
  (channelId: string) =>
  (request: FakeRequest): boolean =>
    request.method === 'POST' && request.path.startsWith(`/channels/${channelId}/`);

/** The fault that applies to a request, used up by one. */
export function takeFault(faults: readonly Fault[], request: FakeRequest): FaultAction | null {
  const fault = faults.find((item) => item.left > 0 && item.when(request));
  if (fault === undefined) return null;
  fault.left -= 1;
  return fault.action;
}
