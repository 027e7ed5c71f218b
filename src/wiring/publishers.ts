import { createDiscordPublisher, type RefusalWatch } from '../../adapters/discord/index.js';
import { createLogger } from '../../adapters/shared/logger.js';
import { createSlackPublisher, slackManifest } from '../../adapters/slack/index.js';
import { createTerminalPublisher } from '../../adapters/terminal/index.js';
import type { Platform } from '../channels/channel.js';
import type { Config } from '../config.js';
import type { Logger } from '../ports/logger.js';
import type { Publisher } from '../ports/publisher.js';
import type { TurnStore } from '../ports/turn-store.js';

/** The publisher of a platform; null when the platform is switched off. */
export type PublisherFor = (platform: Platform) => Publisher | null;

/** A publisher that prints to this process's own terminal. */
export function terminalPublisher(): Publisher {
  return createTerminalPublisher({
    write: (text) => process.stdout.write(text),
    columns: process.stdout.isTTY ? process.stdout.columns : 80,
    color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  });
}

export interface PublisherParts {
  readonly logger: Logger;
  /** Counts what Discord refuses. */
  readonly refusals: RefusalWatch;
  /** Shared by several processes; null where there is only one. */
  readonly turns: TurnStore | null;
}

export function createPublishers(config: Config, { logger, refusals, turns }: PublisherParts): PublisherFor {
  const pace = turns === null ? {} : { turns };
  const made: Record<Platform, Publisher | null> = {
    discord:
      config.discord === null
        ? null
        : createDiscordPublisher({
            ...config.discord,
            ...pace,
            refusals,
            logger: logger.child({ platform: 'discord' }),
          }),
    slack:
      config.slack === null
        ? null
        : createSlackPublisher({ ...config.slack, ...pace, logger: logger.child({ platform: 'slack' }) }),
    terminal: terminalPublisher(),
  };
  return (platform) => made[platform];
}

/** A publisher to render with, whether its platform is switched on or not; it has no token and posts nothing. */
export function previewPublisher(platform: 'discord' | 'slack'): Publisher {
  const logger = createLogger({ level: 'silent', pretty: false });
  return platform === 'discord'
    ? createDiscordPublisher({ token: 'none', apiUrl: 'http://127.0.0.1:9/api', logger })
    : createSlackPublisher({ botToken: 'none', apiUrl: 'http://127.0.0.1:9/api/', logger });
}

/** The manifest to create the Slack app from: for Socket Mode, unless only a signing secret is set. */
export function slackAppManifest({ slack, publicUrl }: Config): Readonly<Record<string, unknown>> {
  return slackManifest(slack?.appToken === null ? { socketMode: false, publicUrl } : { socketMode: true });
}
