import { createSlackConnection, type SlackConnection } from '../../adapters/slack/index.js';
import { PLATFORM_TITLES } from '../channels/platform.js';
import { describeError } from '../errors.js';
import type { HealthProbe } from '../ports/health.js';
import type { ChatPlatform } from '../commands/request.js';
import type { Running } from './bot.js';
import { discordLine, type Entry } from './discord-line.js';
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

interface Link {
  readonly name: ChatPlatform;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly health: () => LinkHealth;
}

interface LinkHealth {
  readonly ready: boolean;
  readonly detail: string;
  /** Well, and yet not connected: another process is. Default false. */
  readonly standsBy?: boolean;
}

export function createConnections(runtime: Runtime, entry: Entry): Connections {
  const links: Link[] = [];
  const { config } = runtime;
  if (config.discord !== null && config.roles.has('gateway'))
    links.push({ name: 'discord', ...discordLine(runtime, config.discord, entry) });
  const slack = slackOf(runtime, entry);
  if (slack !== null) links.push({ ...slack, name: 'slack', health: () => slack.health() });
  const refusals = new Map<string, string>();
  const healthOf = (link: Link): LinkHealth => {
    const refusal = refusals.get(link.name);
    return refusal === undefined ? link.health() : { ready: false, detail: refusal };
  };
  for (const link of links)
    entry.metrics.watchConnection(link.name, () => {
      const { ready, standsBy } = healthOf(link);
      return ready && standsBy !== true;
    });
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
