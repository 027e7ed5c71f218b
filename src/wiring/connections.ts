import {
  createDiscordGateway,
  createDiscordInteractions,
  createDiscordReplier,
} from '../../adapters/discord/index.js';
import { createSlackConnection, type SlackConnection } from '../../adapters/slack/index.js';
import type { HearPlace } from '../channels/place-event.js';
import { PLATFORM_TITLES } from '../channels/platform.js';
import { describeError } from '../errors.js';
import type { HealthProbe } from '../ports/health.js';
import type { Metrics } from '../../adapters/shared/metrics.js';
import type { ChatPlatform } from '../commands/request.js';
import type { Running } from './bot.js';
import type { Commands } from './commands.js';
import { stateProbe } from './probes.js';
import type { Runtime } from './runtime.js';

/** The live connections of a process: what is started, what is asked after its health, what is mounted on the port. */
export interface Connections {
  readonly probes: readonly HealthProbe[];
  readonly slack: SlackConnection | null;
  /** One line per platform for people: connected, or why not. */
  lines(): readonly string[];
  /** Connects all at once. A token that is not accepted is reported, and the others go on. */
  start(): Promise<readonly Running[]>;
}

/** Where what arrives goes. */
interface Entry {
  readonly commands: Commands;
  readonly metrics: Metrics;
  readonly hearPlace: HearPlace;
}

interface Link {
  readonly name: ChatPlatform;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly health: () => { readonly ready: boolean; readonly detail: string };
}

export function createConnections(runtime: Runtime, entry: Entry): Connections {
  const links: Link[] = [];
  const { config } = runtime;
  if (config.discord !== null && config.roles.has('gateway'))
    links.push(discordLink(runtime, config.discord, entry));
  const slack = slackOf(runtime, entry);
  if (slack !== null) links.push({ ...slack, name: 'slack', health: () => slack.health() });
  const refusals = new Map<string, string>();
  const healthOf = (link: Link) => {
    const refusal = refusals.get(link.name);
    return refusal === undefined ? link.health() : { ready: false, detail: refusal };
  };
  for (const link of links) entry.metrics.watchConnection(link.name, () => healthOf(link).ready);
  return {
    slack,
    lines: () => links.map((link) => `${PLATFORM_TITLES[link.name]}: ${healthOf(link).detail}`),
    probes: links.map((link) => stateProbe(link.name, () => healthOf(link))),
    start: async () => {
      await Promise.all(links.map((link) => startLink(link, refusals, runtime)));
      return links.map(({ name, stop }) => ({ name, stop }));
    },
  };
}

// --- Internal helpers ---

/** @param refusals kept by name, so that readiness can tell why a platform is not served */
async function startLink(link: Link, refusals: Map<string, string>, { logger }: Runtime): Promise<void> {
  try {
    await link.start();
  } catch (error) {
    refusals.set(link.name, describeError(error));
    logger.error({ platform: link.name, error: describeError(error) }, 'platform not connected');
  }
}

function discordLink(runtime: Runtime, discord: { token: string; apiUrl: string }, entry: Entry): Link {
  const { refusals } = runtime;
  const logger = runtime.logger.child({ platform: 'discord' });
  const replier = entry.commands.repliers.discord ?? createDiscordReplier({ ...discord, refusals });
  const onInteraction = createDiscordInteractions({
    front: entry.commands.desk,
    replier,
    logger,
    onAcknowledged: ({ ms }) => {
      entry.metrics.acknowledged('discord', ms / 1000);
    },
  });
  return {
    name: 'discord',
    ...createDiscordGateway({ ...discord, refusals, logger, onInteraction, onPlace: entry.hearPlace }),
  };
}

/** Socket Mode belongs to the gateway's process, HTTP mode to the one that serves the port. */
function slackOf(
  { config, logger }: Runtime,
  { commands, metrics, hearPlace }: Entry,
): SlackConnection | null {
  if (config.slack === null) return null;
  const role = config.slack.appToken === null ? 'web' : 'gateway';
  if (!config.roles.has(role)) return null;
  return createSlackConnection({
    ...config.slack,
    front: commands.desk,
    onPlace: hearPlace,
    logger: logger.child({ platform: 'slack' }),
    onAcknowledged: (ms) => {
      metrics.acknowledged('slack', ms / 1000);
    },
  });
}
