import type { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { CALL_TIMEOUT_MS, type SlackCall } from './client.js';
import { slackError } from './errors.js';
import { badToken } from './token-errors.js';

export interface TokenWatchDeps {
  readonly call: SlackCall;
  readonly logger: Logger;
  /** How often the token is tried, milliseconds. */
  readonly everyMs: number;
  /** Told when a token that was refused is accepted. */
  readonly onAccepted?: () => void;
}

/** Knows whether Slack still accepts the bot token: a revoked one fails silently until somebody asks. */
export interface TokenWatch {
  /** Tries it, and from then on again and again. @throws AppError `config` when Slack does not accept it */
  start(): Promise<void>;
  /** Tries it now, because something said that it is revoked. Never rejects. */
  look(): Promise<void>;
  /** What to do about it while Slack does not accept it; null while it does, or cannot be reached. */
  refusal(): string | null;
  stop(): void;
}

export function createTokenWatch({ call, logger, everyMs, onAccepted }: TokenWatchDeps): TokenWatch {
  let refused: AppError | null = null;
  let timer: NodeJS.Timeout | undefined;
  const state = (): AppError | null => refused;
  const ask = async (): Promise<void> => {
    const known = refused;
    refused = await verdict(call, logger, known);
    if (refused !== null && known === null)
      logger.error(
        { hint: refused.hint },
        `${refused.message} Nothing in Slack is served until it is replaced.`,
      );
    if (refused !== null || known === null) return;
    logger.info({}, 'Slack accepts the bot token again');
    onAccepted?.();
  };
  return {
    async start() {
      refused = null;
      await ask();
      clearInterval(timer);
      timer = setInterval(() => void ask(), everyMs);
      timer.unref();
      const found = state();
      if (found !== null) throw found;
    },
    look: ask,
    refusal: () => refused?.message ?? null,
    stop: () => clearInterval(timer),
  };
}

// --- Internal helpers ---

/** A Slack that cannot be reached says nothing about the token: what was known stays. */
async function verdict(call: SlackCall, logger: Logger, known: AppError | null): Promise<AppError | null> {
  try {
    await call('auth.test', {}, AbortSignal.timeout(CALL_TIMEOUT_MS));
    return null;
  } catch (thrown) {
    const refused = badToken(thrown, 'SLACK_BOT_TOKEN');
    if (refused !== null) return refused;
    logger.warn({ error: slackError(thrown) }, 'Slack could not be asked about the bot token');
    return known;
  }
}
