import {
  DiscordAPIError,
  MessageFlags,
  RateLimitError,
  Routes,
  type RawFile,
  type RouteLike,
} from 'discord.js';
import { sentence, type CommandReply } from '../../src/commands/reply.js';
import type { AnswerOutcome, Replier, ReplyTarget } from '../../src/ports/replier.js';
import { neverLeft } from '../shared/never-left.js';
import { codeOf, discordError } from './errors.js';
import type { RefusalWatch } from './refusals.js';
import type { ReplyMessage } from './reply-message.js';
import { renderReply } from './reply-render.js';
import { readSecret, type TargetSecret } from './reply-target.js';
import { createWebhookRest, type WebhookRest } from './rest.js';

export interface DiscordReplierDeps {
  /** REST base without version: `https://discord.com/api`. */
  readonly apiUrl: string;
  /** Counts what Discord refuses. Default: nobody does. */
  readonly refusals?: RefusalWatch;
  /** For tests; made from apiUrl by default. */
  readonly rest?: WebhookRest;
}

/** Unknown message, webhook or interaction, and a webhook token that is over: nobody waits for an answer any more. */
const GONE = new Set([10008, 10015, 10062, 50027]);

const NOTHING_TO_SHOW = sentence('There is nothing to show here.');

/** Answers interactions with the token that came with them: from any process, without a bot token, once. */
export function createDiscordReplier(deps: DiscordReplierDeps): Replier {
  const rest = deps.rest ?? createWebhookRest(deps.apiUrl, deps.refusals);
  return {
    platform: 'discord',
    async answer(target, reply, signal) {
      const secret = readSecret(target);
      if (secret === null)
        return { kind: 'refused', error: 'this is no address of an answer that Discord’s adapter made' };
      let told = 0;
      try {
        await answer({ rest, secret, signal }, target, reply, () => (told += 1));
        return { kind: 'answered' };
      } catch (thrown) {
        return told === 0 ? outcomeOf(thrown) : partly(outcomeOf(thrown), told);
      }
    },
  };
}

// --- Internal helpers ---

interface Line {
  readonly rest: WebhookRest;
  readonly secret: TargetSecret;
  readonly signal: AbortSignal;
}

/** @param onSent called after each message that has arrived */
async function answer(
  line: Line,
  target: ReplyTarget,
  reply: CommandReply,
  onSent: () => void,
): Promise<void> {
  const { inPlace } = line.secret;
  const aside = reply.failed === true && (target.visibility === 'public' || inPlace);
  const quiet = aside || target.visibility === 'private';
  const withdrawn = !aside || inPlace || (await withdraw(line));
  for (const [index, message] of renderReply(reply).entries()) {
    if (index === 0 && !aside) await send(line, 'patch', original(line.secret), message);
    else await followUp(line, message, quiet);
    onSent();
  }
  if (!withdrawn) await takeBack(line);
}

/**
 * Takes back the line that waits for all to see. Discord shows the next message in the place of one that still waits,
 * so a line that stays is given words of no consequence, and what went wrong remains with the one who asked.
 * @returns false when the line may still be there
 */
async function withdraw(line: Line): Promise<boolean> {
  if (await takeBack(line)) return true;
  const [message] = renderReply(NOTHING_TO_SHOW);
  if (message !== undefined) await send(line, 'patch', original(line.secret), message).catch(() => undefined);
  return false;
}

async function takeBack({ rest, secret, signal }: Line): Promise<boolean> {
  try {
    await rest('delete', original(secret), { signal });
    return true;
  } catch (thrown) {
    return thrown instanceof DiscordAPIError && thrown.status === 404;
  }
}

function followUp(line: Line, message: ReplyMessage, quiet: boolean): Promise<void> {
  const { app, token } = line.secret;
  return send(line, 'post', Routes.webhook(app, token), message, quiet ? MessageFlags.Ephemeral : undefined);
}

async function send(
  { rest, signal }: Line,
  method: 'patch' | 'post',
  route: RouteLike,
  message: ReplyMessage,
  flags?: MessageFlags,
): Promise<void> {
  const { content, embeds, components } = message;
  const files = message.files.map(({ name, text }): RawFile => ({
    name,
    data: Buffer.from(text, 'utf8'),
    contentType: 'text/plain; charset=utf-8',
  }));
  const body = {
    content,
    embeds,
    components,
    // What is not listed here is taken off the message that is edited.
    attachments: files.map(({ name }, id) => ({ id, filename: name })),
    allowed_mentions: { parse: [] },
    ...(flags === undefined ? {} : { flags }),
  };
  await rest(method, route, { body, signal, ...(files.length === 0 ? {} : { files }) });
}

function original({ app, token }: TargetSecret): RouteLike {
  return Routes.webhookMessage(app, token, '@original');
}

/** Like a post's outcome: what Discord did not refuse in so many words may have arrived. */
function outcomeOf(thrown: unknown): AnswerOutcome {
  const error = discordError(thrown);
  const code = codeOf(thrown);
  if (thrown instanceof DiscordAPIError && code !== null) {
    if (GONE.has(code) || thrown.status === 404) return { kind: 'too-late' };
    if (thrown.status >= 400 && thrown.status < 500) return { kind: 'refused', error };
  }
  if (thrown instanceof RateLimitError || neverLeft(thrown)) return { kind: 'refused', error };
  return { kind: 'unknown', error };
}

/** The beginning is there, the rest is not: nothing to be said to people, but to whoever reads the log. */
function partly(outcome: AnswerOutcome, told: number): AnswerOutcome {
  const why = outcome.kind === 'refused' || outcome.kind === 'unknown' ? outcome.error : 'it was too late';
  const kind = outcome.kind === 'unknown' ? 'unknown' : 'refused';
  return { kind, error: `message ${told + 1} of the answer did not arrive: ${why}`, begun: true };
}
