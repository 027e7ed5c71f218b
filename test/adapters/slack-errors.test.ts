import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { rateLimitMs, sendOutcomeOf, slackError } from '../../adapters/slack/errors.js';

const platform = (error: string) => new WebAPIPlatformError({ ok: false, error });
const system = (code: string, syscall: string) =>
  Object.assign(new Error(`${syscall} ${code} 127.0.0.1:1`), { code, syscall });
const request = (cause: Error) => new WebAPIRequestError(new TypeError('fetch failed', { cause }));
const kinds = (codes: readonly string[]) =>
  codes.map((code) => [code, sendOutcomeOf(platform(code), 'card').kind]);
const all = (codes: readonly string[], kind: string) => codes.map((code) => [code, kind]);

describe('what a failed post to Slack came to', () => {
  it('is a pause when only a person can repair it, with the repair in the reason', () => {
    const codes = [
      ['channel_not_found', '/invite @Broadsheet'],
      ['not_in_channel', '/invite @Broadsheet'],
      ['is_archived', 'Unarchive'],
      ['restricted_action', 'posting permissions'],
      ['restricted_action_read_only_channel', 'posting permissions'],
      ['restricted_action_thread_only_channel', 'posting permissions'],
      ['restricted_action_non_threadable_channel', '--layout compact'],
      ['messages_tab_disabled', 'App Home'],
      ['invalid_auth', 'SLACK_BOT_TOKEN'],
      ['not_authed', 'SLACK_BOT_TOKEN'],
      ['token_revoked', 'SLACK_BOT_TOKEN'],
      ['token_expired', 'SLACK_BOT_TOKEN'],
      ['account_inactive', 'SLACK_BOT_TOKEN'],
      ['missing_scope', 'chat:write'],
      ['ekm_access_denied', 'administrator'],
    ] as const;
    for (const [code, repair] of codes) {
      const outcome = sendOutcomeOf(platform(code), 'head');
      expect(outcome, code).toMatchObject({ kind: 'pause', error: `Slack answered ${code}` });
      expect(outcome.kind === 'pause' ? outcome.reason : '').toContain(repair);
    }
  });

  it('is a delay when the same message may go through later', () => {
    const codes = ['rate_limited', 'ratelimited', 'message_limit_exceeded'];
    expect(kinds(codes)).toEqual(all(codes, 'delay'));
    const limited = sendOutcomeOf(new WebAPIRateLimitedError(7), 'card');
    expect(limited).toMatchObject({ kind: 'delay', retryAfterMs: 7_000 });
    const bare = new Error('Retry header did not contain a valid timeout (url: x, retry-after header: null)');
    expect(sendOutcomeOf(bare, 'card')).toMatchObject({ kind: 'delay', retryAfterMs: null });
  });

  it('is a refusal when this content never goes through', () => {
    const codes = [
      'invalid_blocks',
      'msg_blocks_too_long',
      'metadata_too_large',
      'invalid_metadata_format',
      'no_text',
    ];
    expect(kinds(codes)).toEqual(all(codes, 'refused'));
  });

  it('is unknown when Slack failed by itself, or said something that is not on the list', () => {
    const codes = [
      'internal_error',
      'fatal_error',
      'service_unavailable',
      'request_timeout',
      'brand_new_error',
    ];
    expect(kinds(codes)).toEqual(all(codes, 'unknown'));
    for (const page of [
      '<html><body>Oops</body></html>',
      '',
      'Not Found',
      'channel_not_found\n',
      '__proto__',
      'constructor',
    ])
      expect(sendOutcomeOf(platform(page), 'head').kind, page).toBe('unknown');
  });

  it('refuses only the card when its thread is gone, and pauses when the channel itself is', () => {
    for (const code of ['thread_not_found', 'restricted_action_thread_locked', 'cannot_reply_to_message'])
      expect(sendOutcomeOf(platform(code), 'card').kind).toBe('refused');
    expect(sendOutcomeOf(platform('is_archived'), 'card').kind).toBe('pause');
  });

  it('is a delay when the request never left the machine', () => {
    const refused = system('ECONNREFUSED', 'connect');
    const both = new AggregateError([refused, system('ETIMEDOUT', 'connect')], 'both failed');
    const never = [refused, both, system('ENOTFOUND', 'getaddrinfo'), system('CERT_HAS_EXPIRED', 'x')];
    for (const cause of never)
      expect(sendOutcomeOf(request(cause), 'head').kind, cause.message).toBe('delay');
  });

  it('is unknown when the connection broke after it was there', () => {
    const timeout = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    const thrown: readonly unknown[] = [
      request(system('ECONNRESET', 'read')),
      request(system('EPIPE', 'write')),
      request(Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })),
      new WebAPIRequestError(timeout),
      timeout,
      new TypeError('terminated'),
      new WebAPIHTTPError(500, 'x', {}, 'channel_not_found'),
      new WebAPIHTTPError(502, 'x', {}, '{"ok":false,"error":"channel_not_found"}'),
      new WebAPIHTTPError(403, 'x', {}, ''),
      new AggregateError([], 'nothing'),
      'a string',
      null,
    ];
    for (const error of thrown) expect(sendOutcomeOf(error, 'head').kind, String(error)).toBe('unknown');
  });

  it('is told in one line without tokens or pages', () => {
    const error = request(new Error('cannot reach wss://x.slack.com/?ticket=secret\nwith xoxb-123-abc'));
    expect(slackError(error)).toBe('Slack could not be reached: cannot reach [secret] with [secret]');
    expect(slackError(platform('<html>secret</html>'))).toBe(
      'Slack answered with something that is not its API',
    );
    const messages = ['[ERROR] downloading image failed [json-pointer:/blocks/0]'];
    const detailed = new WebAPIPlatformError({
      ok: false,
      error: 'invalid_blocks',
      response_metadata: { messages },
    });
    expect(slackError(detailed)).toBe(`Slack answered invalid_blocks (${messages[0]})`);
    expect(slackError(new WebAPIHTTPError(500, 'x', {}, 'secret'))).toBe(
      'Slack answered with HTTP status 500',
    );
  });

  it('tells a rate limit from everything else', () => {
    expect(rateLimitMs(new WebAPIRateLimitedError(0))).toBeNull();
    expect(rateLimitMs(platform('ratelimited'))).toBeNull();
    expect(rateLimitMs(platform('channel_not_found'))).toBeUndefined();
  });
});
