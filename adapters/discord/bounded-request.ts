import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import { parseJson } from '../shared/json.js';
import { BadAnswer, wholeText } from '../shared/whole-text.js';

/** Longest one call may take, waiting in the SDK included. Shorter than a claim's lease. */
export const CALL_TIMEOUT_MS = 15_000;
const NO_CONTENT = 204;

/**
 * The SDK's own way to make a request, but for the answer: at most ten megabytes of it, no JSON of millions of parts,
 * and whole in time. By itself the SDK reads whatever comes, times only the head, and takes a proxy's page with status
 * 200 for Discord's yes.
 */
export function boundedRequest(timeoutMs = CALL_TIMEOUT_MS): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const timed = AbortSignal.timeout(timeoutMs);
    const signal = init.signal == null ? timed : AbortSignal.any([init.signal, timed]);
    const { body, headers, ok, status, statusText } = await DefaultRestOptions.makeRequest(url, {
      ...(await written(init)),
      signal,
    });
    let text: Promise<string> | undefined;
    const read = (): Promise<string> => (text ??= wholeText(body));
    return {
      body,
      headers,
      ok,
      status,
      statusText,
      get bodyUsed() {
        return text !== undefined;
      },
      text: read,
      json: async () => parseJson(await read()),
      // Asked for by the SDK where the answer says that it is no JSON.
      arrayBuffer: async () => {
        if (ok && status !== NO_CONTENT) throw new BadAnswer('answered with something that is not its API');
        return new TextEncoder().encode(await read()).buffer;
      },
    };
  };
}

// --- Internal helpers ---

type Init = Parameters<NonNullable<RESTOptions['makeRequest']>>[1];

/** A form as bytes: the SDK's kind of form is no form to a dispatcher of another release of undici. */
async function written(init: Init): Promise<Init> {
  if (!(init.body instanceof FormData)) return init;
  const form = new Response(init.body);
  const type = form.headers.get('content-type') ?? 'multipart/form-data';
  const body = new Uint8Array(await form.arrayBuffer());
  return { ...init, body, headers: { ...(init.headers as Record<string, string>), 'content-type': type } };
}
