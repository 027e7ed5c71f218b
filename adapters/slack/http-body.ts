import type { IncomingMessage } from 'node:http';
import { parseJson } from '../shared/json.js';

/** Far above what Slack sends; events hold at most a message of 40,000 characters with its blocks. Bytes. */
const MOST_BYTES = 1_000_000;

/** The raw body, or null when it is larger than any of Slack's. Rejects when the connection breaks or the body never ends. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too much is read on unkept for a while, because leaving the loop cuts the line before any answer.
    if (size > 10 * MOST_BYTES) throw new Error('the body does not end');
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  return size > MOST_BYTES ? null : Buffer.concat(chunks);
}

/** True for what Bolt can take: a JSON object, or a form whose payload, if it has one, is a JSON object. */
export function isSlackBody(raw: string, contentType: string | undefined): boolean {
  if (contentType !== 'application/x-www-form-urlencoded') return isJsonObject(raw);
  const payload = new URLSearchParams(raw).get('payload');
  return payload === null || isJsonObject(payload);
}

// --- Internal helpers ---

function isJsonObject(text: string): boolean {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
