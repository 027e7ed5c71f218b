import {
  createDiscordGateway,
  createDiscordInteractions,
  createDiscordReplier,
  createRefusalWatch,
  registerDiscordCommands,
  type DiscordGateway,
  type DiscordInteractionsDeps,
} from '../../adapters/discord/index.js';
import type { PlaceEvent } from '../../src/channels/place-event.js';
import type { CommandFront } from '../../src/commands/front.js';
import { sentence, type CommandReply } from '../../src/commands/reply.js';
import type { CommandRequest } from '../../src/commands/request.js';
import type { Logger } from '../../src/ports/logger.js';
import type { ReplyTarget } from '../../src/ports/replier.js';
import type { FactStore } from '../../src/ports/workspace-store.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { silentLogger } from './silent-logger.js';

/** Something that was handed to the front. */
export interface Handed {
  readonly request: CommandRequest;
  readonly target: ReplyTarget;
  readonly late: (reply: CommandReply) => Promise<void>;
}

/** The real client on a fake Discord, with a front that writes down what it is handed. */
export interface DiscordDesk {
  readonly fake: FakeDiscord;
  readonly gateway: DiscordGateway;
  readonly handed: readonly Handed[];
  /** What it was told of servers and channels. */
  readonly places: readonly PlaceEvent[];
  /** What the front does; replace single deeds in a test. */
  readonly front: { -readonly [K in keyof CommandFront]: CommandFront[K] };
  /** `level: message` of everything that was logged. */
  readonly logged: readonly string[];
  close(): Promise<void>;
}

export async function discordDesk(deps: Partial<DiscordInteractionsDeps> = {}): Promise<DiscordDesk> {
  const fake = await startFakeDiscord();
  const handed: Handed[] = [];
  const logged: string[] = [];
  const places: PlaceEvent[] = [];
  const front: DiscordDesk['front'] = {
    visibility: () => 'private',
    submit: (request, target, late) => {
      handed.push({ request, target, late });
      return Promise.resolve(sentence('Here it is.'));
    },
    form: () => Promise.resolve(null),
    suggest: () => Promise.resolve([]),
  };
  const logger = loggerInto(logged);
  const { token, url: apiUrl } = fake;
  const replier = createDiscordReplier({ apiUrl });
  const facts = memoryFacts();
  await registerDiscordCommands(
    { token, apiUrl, appId: null, facts, refusals: createRefusalWatch({ logger: silentLogger }) },
    AbortSignal.timeout(10_000),
  );
  const onInteraction = createDiscordInteractions({ front, replier, logger, ...deps });
  const gateway = createDiscordGateway({
    token,
    apiUrl,
    logger: deps.logger ?? silentLogger,
    onInteraction,
    onPlace: (event) => Promise.resolve(void places.push(event)),
  });
  await gateway.start();
  await fake.gateway.connected();
  return {
    fake,
    gateway,
    handed,
    places,
    front,
    logged,
    async close() {
      await gateway.stop();
      await fake.close();
    },
  };
}

/** Facts that live as long as the test. */
export function memoryFacts(): FactStore {
  const facts = new Map<string, string>();
  return {
    get: (name) => Promise.resolve(facts.get(name) ?? null),
    put: (name, value) => Promise.resolve(void facts.set(name, value)),
    putOnce: (name, value) => {
      if (!facts.has(name)) facts.set(name, value);
      return Promise.resolve(facts.get(name) ?? value);
    },
  };
}

function loggerInto(logged: string[]): Logger {
  const at = (level: string) => (_fields: object, message: string) =>
    void logged.push(`${level}: ${message}`);
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger,
  };
  return logger;
}
