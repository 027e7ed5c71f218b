import { neverLeft } from '../shared/never-left.js';
import type { Attempt } from './attempt.js';
import { boundedFetch } from './bounded-fetch.js';
import { CALL_TIMEOUT_MS } from './client.js';

/** Where Slack's own response URLs are. */
const SLACK_HOOKS = 'https://hooks.slack.com';
/** What Slack says of a URL that takes no answer any more. */
const SPENT = new Set(['expired_url', 'used_url']);
const ERROR_STRING = /^[a-z_]+$/;
/** Slack's answers are a word or a short object; more is somebody else's page. */
const LONGEST_ANSWER = 2_000;

/** Posts one message to a response URL. One attempt, no redirects. Never rejects. */
export async function postResponse(url: URL, body: object, signal: AbortSignal): Promise<Attempt> {
  try {
    const response = await boundedFetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    });
    return judged(response.status, (await response.text()).slice(0, LONGEST_ANSWER));
  } catch (thrown) {
    const error = neverLeft(thrown)
      ? 'Slack could not be reached'
      : 'the connection to Slack broke or took too long';
    return { outcome: { kind: neverLeft(thrown) ? 'refused' : 'unknown', error }, code: null };
  }
}

/**
 * A response URL as one of Slack's; null for any other address. It comes from a signed request, but what is posted
 * to it must not go elsewhere even so.
 * @param apiUrl Web API base; when it is not Slack's, its own host may give out response URLs too
 */
export function responseUrl(url: string, apiUrl: string): URL | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') return null;
  if (parsed.origin === SLACK_HOOKS) return parsed;
  const api = new URL(apiUrl);
  const isSlacks = api.hostname === 'slack.com' || api.hostname.endsWith('.slack.com');
  return !isSlacks && parsed.origin === api.origin ? parsed : null;
}

// --- Internal helpers ---

function judged(status: number, body: string): Attempt {
  const code = errorIn(body);
  if (status === 404 || status === 410 || (code !== null && SPENT.has(code)))
    return { outcome: { kind: 'too-late' }, code };
  if (status === 200 && (body.trim() === 'ok' || body.trim() === '' || saysOk(body)))
    return { outcome: { kind: 'answered' }, code: null };
  const error = code === null ? `Slack answered with HTTP status ${status}` : `Slack answered ${code}`;
  const definite = code !== null || (status >= 400 && status < 500);
  return { outcome: { kind: definite ? 'refused' : 'unknown', error }, code };
}

/** Slack's own error string: alone, or in its object. */
function errorIn(body: string): string | null {
  const text = body.trim();
  if (ERROR_STRING.test(text) && text !== 'ok') return text;
  const { error } = parsed(text);
  return typeof error === 'string' && ERROR_STRING.test(error) ? error : null;
}

function saysOk(body: string): boolean {
  return parsed(body)['ok'] === true;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
