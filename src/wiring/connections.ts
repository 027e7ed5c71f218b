import {
  createDiscordGateway,
  createDiscordInteractions,
  createDiscordReplier,
} from '../../adapters/discord/index.js';
import { createSlackConnection, type SlackConnection } from '../../adapters/slack/index.js';
import type { Platform } from '../channels/channel.js';
import { PLATFORM_TITLES } from '../channels/platform.js';
import type { CommandFront } from '../commands/front.js';
import { sentence } from '../commands/reply.js';
import { describeError } from '../errors.js';
import type { HealthProbe } from '../ports/health.js';
import type { Running } from './bot.js';
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
  readonly name: Platform;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly health: () => { readonly ready: boolean; readonly detail: string };
}

export function createConnections(runtime: Runtime): Connections {
  const links: Link[] = [];
  const { config } = runtime;
  if (config.discord !== null && config.roles.has('gateway'))
    links.push(discordLink(runtime, config.discord));
  const slack = slackOf(runtime);
  if (slack !== null) links.push({ ...slack, name: 'slack', health: () => slack.health() });
  const refusals = new Map<string, string>();
  const healthOf = (link: Link) => {
    const refusal = refusals.get(link.name);
    return refusal === undefined ? link.health() : { ready: false, detail: refusal };
  };
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

function discordLink(runtime: Runtime, discord: { token: string; apiUrl: string }): Link {
  const logger = runtime.logger.child({ platform: 'discord' });
  const replier = createDiscordReplier(discord);
  const onInteraction = createDiscordInteractions({ front: abstractsOnly(runtime), replier, logger });
  return { name: 'discord', ...createDiscordGateway({ ...discord, logger, onInteraction }) };
}

/** Answers the one button that needs no queue, until the commands are wired. */
function abstractsOnly({ stores }: Runtime): CommandFront {
  return {
    visibility: () => 'private',
    form: () => Promise.resolve(null),
    suggest: () => Promise.resolve([]),
    submit: async ({ action }) => {
      if (action.kind !== 'button' || action.action.do !== 'abstract')
        return sentence('This does nothing yet.', true);
      const [found] = await stores.papers.get([action.action.paperId]);
      if (found === undefined) return sentence('This paper is not kept here any more.', true);
      const { title, abstract } = found.paper;
      return { title, blocks: [{ kind: 'text', text: abstract }] };
    },
  };
}

/** Socket Mode belongs to the gateway's process, HTTP mode to the one that serves the port. */
function slackOf({ config, logger }: Runtime): SlackConnection | null {
  if (config.slack === null) return null;
  const role = config.slack.appToken === null ? 'web' : 'gateway';
  if (!config.roles.has(role)) return null;
  return createSlackConnection({
    ...config.slack,
    front: notYet,
    logger: logger.child({ platform: 'slack' }),
  });
}

/** Until commands are answered. */
const notYet: CommandFront = {
  visibility: () => 'private',
  submit: () => Promise.resolve(sentence('Commands are not available yet.', true)),
  form: () => Promise.resolve(null),
  suggest: () => Promise.resolve([]),
};
