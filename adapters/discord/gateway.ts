import { Client, Events, GatewayIntentBits, Options, Partials, type Interaction } from 'discord.js';
import type { HearPlace } from '../../src/channels/place-event.js';
import { AppError, describeError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { boundedRequest, CALL_TIMEOUT_MS } from './bounded-request.js';
import { guardedConnections, guardPackets } from './guard-packets.js';
import { listenToPlaces } from './place-events.js';
import type { RefusalWatch } from './refusals.js';
import { apiBase } from './rest.js';

export interface DiscordGatewayDeps {
  readonly token: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly onInteraction: (interaction: Interaction) => Promise<void>;
  /** Told what becomes of servers and channels. Default: nobody. */
  readonly onPlace?: HearPlace;
  /** Counts what Discord refuses. Default: nobody does. */
  readonly refusals?: RefusalWatch;
  /** Pause before the first new try to connect, doubled up to `longestRetryMs`. Default 1 s and 60 s. */
  readonly firstRetryMs?: number;
  readonly longestRetryMs?: number;
  /** How long `start` waits for the connection before it goes on in the background. Default 15 s. */
  readonly startWaitMs?: number;
}

export interface DiscordGateway {
  /**
   * Connects. Resolves when connected, or when Discord cannot be reached now: then it goes on trying by itself.
   * @throws AppError `config` when Discord does not accept the token
   */
  start(): Promise<void>;
  stop(): Promise<void>;
  health(): { readonly ready: boolean; readonly detail: string };
}

/** The live connection that button presses and commands arrive on. Posting does not need it. */
export function createDiscordGateway(deps: DiscordGatewayDeps): DiscordGateway {
  let client: Client | null = null;
  let stopped = false;
  let detail = 'not started';
  let retry: NodeJS.Timeout | undefined;
  let pause = deps.firstRetryMs ?? 1_000;

  const set = (text: string) => {
    detail = text;
  };

  /** One try on a fresh client: the SDK's client cannot be used again once a login has failed. */
  const connect = async (): Promise<void> => {
    const fresh = makeClient(deps, set);
    client = fresh;
    try {
      await fresh.login(deps.token);
      pause = deps.firstRetryMs ?? 1_000;
    } catch (error) {
      await fresh.destroy().catch(() => undefined);
      if (isBadToken(error)) throw told(badToken(error), set);
      again(error);
    }
  };

  const again = (error: unknown): void => {
    if (stopped) return;
    set(`cannot connect: ${describeError(error)}`);
    deps.logger.warn(
      { error: describeError(error), retryMs: pause },
      'Discord gateway not reached, trying again',
    );
    retry = setTimeout(() => {
      connect().catch(fail);
    }, pause);
    pause = Math.min(deps.longestRetryMs ?? 60_000, pause * 2);
  };

  const fail = (error: unknown): void => {
    set(describeError(error));
    deps.logger.error({ error: describeError(error) }, 'Discord gateway given up');
  };

  return {
    async start() {
      set('connecting');
      const connected = connect();
      const inTime = await settlesWithin(connected, deps.startWaitMs ?? CALL_TIMEOUT_MS);
      if (!inTime) connected.catch(fail);
    },
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await client?.destroy();
      set('stopped');
    },
    health: () => ({ ready: client?.isReady() === true && detail === 'connected', detail }),
  };
}

// --- Internal helpers ---

/** Waits for a promise, but not longer than `ms`; false when it is still open then. Rejects with it. */
async function settlesWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([promise.then(() => true), waited]).finally(() => clearTimeout(timer));
}

function makeClient(deps: DiscordGatewayDeps, set: (detail: string) => void): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    // A press in an archived thread comes with a channel that the SDK would drop, and with it the thread's parent.
    partials: [Partials.Channel],
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      ThreadMemberManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user.id },
    }),
    rest: {
      api: apiBase(deps.apiUrl),
      retries: 0,
      timeout: CALL_TIMEOUT_MS,
      makeRequest: deps.refusals?.over(boundedRequest(), 'answers') ?? boundedRequest(),
    },
    ws: guardedConnections(deps.logger),
  });
  guardPackets(client, deps.logger);
  client.on(Events.ClientReady, ({ guilds, user }) => {
    set('connected');
    deps.logger.info({ bot: user.tag, servers: guilds.cache.size }, 'Discord gateway connected');
  });
  client.on(Events.ShardReconnecting, () => set('reconnecting'));
  client.on(Events.ShardResume, () => set('connected'));
  client.on(Events.ShardReady, () => set('connected'));
  client.on(Events.ShardDisconnect, ({ code }) => {
    const revoked = code === 4004;
    set(revoked ? badToken(null).message : `Discord closed the connection for good (code ${code})`);
    const reason = revoked ? describeError(badToken(null)) : 'see Discord’s gateway close codes';
    deps.logger.error({ code, reason }, 'Discord closed the gateway connection for good');
  });
  const trouble = (error: Error) =>
    deps.logger.warn({ error: describeError(error) }, 'trouble on the Discord gateway');
  client.on(Events.Error, trouble);
  client.on(Events.ShardError, trouble);
  if (deps.onPlace !== undefined) listenToPlaces(client, deps.onPlace);
  client.on(Events.InteractionCreate, (interaction) => {
    deps.onInteraction(interaction).catch((error: unknown) => {
      deps.logger.error({ error: describeError(error) }, 'an interaction handler failed');
    });
  });
  return client;
}

function isBadToken(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'TokenInvalid' || message === 'Authentication failed';
}

function badToken(cause: unknown): AppError {
  return new AppError('Discord does not accept the bot token.', {
    code: 'config',
    hint: 'Put the token from the developer portal (Bot → Reset Token) into DISCORD_TOKEN.',
    cause,
  });
}

/** Health tells why, too. */
function told(error: AppError, set: (detail: string) => void): AppError {
  set(error.message);
  return error;
}
