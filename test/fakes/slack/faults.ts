/** One call of a Web API method, in order of arrival. */
export interface FakeSlackRequest {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly at: number;
  /** True when it was carried out. */
  done: boolean;
  /** Slack's error string, when it answered with one. */
  error: string | null;
  /** How long a 429 asked to wait; null for every other answer. Milliseconds. */
  retryAfterMs: number | null;
}

/** What goes wrong with one request. */
export type SlackFaultAction =
  /** Closed before anything is done with it. */
  | { readonly act: 'reset' }
  /** Done, then closed without an answer. */
  | { readonly act: 'accept-then-reset' }
  /** Done, then never answered. */
  | { readonly act: 'accept-then-hang' }
  /** Done, then an answer that stops in the middle. */
  | { readonly act: 'accept-then-truncate' }
  /** Done, then answered with this status and no JSON. */
  | { readonly act: 'accept-then-status'; readonly status: number }
  /** Done, then answered 200 with a web page. */
  | { readonly act: 'accept-then-html' }
  /** Done, then answered 200 with this error string. */
  | { readonly act: 'accept-then-error'; readonly error: string }
  /** Not done, answered with this status. */
  | { readonly act: 'status'; readonly status: number }
  /** Not done, answered with this error string. */
  | { readonly act: 'error'; readonly error: string; readonly needed?: string }
  /** Not done, 429. `seconds: null` leaves the header out. */
  | { readonly act: 'rate-limit'; readonly seconds: number | null }
  /** Never answered, never done. */
  | { readonly act: 'hang' }
  /** Held for so long, then done, whether or not the caller is still there. Milliseconds. */
  | { readonly act: 'accept-late'; readonly ms: number }
  /** Held until `now` resolves, then done, whether or not the caller is still there. */
  | { readonly act: 'accept-when'; readonly now: Promise<void> };

export interface SlackFault {
  readonly action: SlackFaultAction;
  readonly when: (request: FakeSlackRequest) => boolean;
  left: number;
}

/** Any post. */
export const anyPost = (request: FakeSlackRequest): boolean => request.method === 'chat.postMessage';

/** Calls of one method. */
export const callsOf =
  (method: string) =>
  (request: FakeSlackRequest): boolean =>
    request.method === method;

/** The fault that applies to a request, used up by one. */
export function takeFault(faults: readonly SlackFault[], request: FakeSlackRequest): SlackFaultAction | null {
  const fault = faults.find((item) => item.left > 0 && item.when(request));
  if (fault === undefined) return null;
  fault.left -= 1;
  return fault.action;
}
