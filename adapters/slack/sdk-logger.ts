import { LogLevel, type Logger as SdkLogger } from '@slack/web-api';
import { describeError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';

/** Tokens, and socket addresses that carry a ticket. */
const SECRET = /\bx(?:ox[a-z]|app)-[\w-]+|\bwss?:\/\/\S+/gi;
const LONGEST = 300;

/**
 * The SDK's log as ours. What it says at debug and info level holds request bodies or is chatter, so it is dropped;
 * the rest becomes one short line without tokens.
 */
export function sdkLogger(logger: Logger): SdkLogger {
  const line = (parts: readonly unknown[]) => ({ detail: redacted(parts.map(describeError).join(' ')) });
  const nothing = () => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: (...parts: unknown[]) => logger.debug(line(parts), 'the Slack SDK warns'),
    error: (...parts: unknown[]) => logger.warn(line(parts), 'the Slack SDK reports an error'),
    setLevel: nothing,
    getLevel: () => LogLevel.INFO,
    setName: nothing,
  };
}

/** One line without tokens. */
export function redacted(text: string): string {
  return text.replace(SECRET, '[secret]').replace(/\s+/g, ' ').slice(0, LONGEST);
}
