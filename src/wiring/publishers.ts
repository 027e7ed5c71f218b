import type { RefusalWatch } from '../../adapters/discord/refusals.js';
import { createLogger } from '../../adapters/shared/logger.js';
import { slackManifest } from '../../adapters/slack/manifest.js';
import { createTerminalPublisher } from '../../adapters/terminal/index.js';
import type { Platform } from '../channels/channel.js';
import type { Config } from '../config.js';
import { pictureId, type Drawing } from '../pictures/drawing.js';
import type { Logger } from '../ports/logger.js';
import type { PictureMaker } from '../ports/picture-maker.js';
import type { Publisher } from '../ports/publisher.js';
import type { Tally } from '../ports/tally.js';
import type { Tracing } from '../ports/tracing.js';
import type { TurnStore } from '../ports/turn-store.js';
import { publicAddress } from '../public-address.js';
import { watchPublisher } from './watched-publisher.js';

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
  readonly pictures: PictureMaker;
  /** Counts what Discord refuses. */
  readonly refusals: RefusalWatch;
  /** Shared by several processes; null where there is only one. */
  readonly turns: TurnStore | null;
  readonly tracing: Tracing;
  readonly tally: Tally;
  /** Null when e-mail is off. */
  readonly emailPublisher: () => Promise<Publisher | null>;
}

/** A platform's SDK is loaded when its publisher is first asked for: most of the command line needs none. */
export function createPublishers(
  config: Config,
  parts: PublisherParts,
): (platform: Platform) => Promise<Publisher | null> {
  const made = new Map<Platform, Promise<Publisher | null>>();
  return (platform) => {
    const publisher = made.get(platform) ?? watched(platform, config, parts);
    made.set(platform, publisher);
    return publisher;
  };
}

/** A publisher to render with, whether its platform is switched on or not; it has no token and posts nothing. */
export async function previewPublisher(platform: 'discord' | 'slack' | 'email'): Promise<Publisher> {
  if (platform === 'email') {
    const { createEmailPublisher } = await import('../../adapters/email/index.js');
    const nowhere = (): Promise<never> => Promise.reject(new Error('This one only renders.'));
    const smtp = { submit: nowhere, verify: nowhere };
    const from = { name: 'Broadsheet', address: 'broadsheet@localhost' };
    return createEmailPublisher({ smtp, from, check: nowhere, recipientFor: nowhere });
  }
  const logger = createLogger({ level: 'silent', pretty: false });
  if (platform === 'discord') {
    const { createDiscordPublisher } = await import('../../adapters/discord/publisher.js');
    return createDiscordPublisher({ token: 'none', apiUrl: 'http://127.0.0.1:9/api', logger });
  }
  const { createSlackPublisher } = await import('../../adapters/slack/publisher.js');
  return createSlackPublisher({ botToken: 'none', apiUrl: 'http://127.0.0.1:9/api/', logger });
}

/** The manifest to create the Slack app from: for Socket Mode, unless only a signing secret is set. */
export function slackAppManifest({ slack, publicUrl }: Config): Readonly<Record<string, unknown>> {
  return slackManifest(slack?.appToken === null ? { socketMode: false, publicUrl } : { socketMode: true });
}

// --- Internal helpers ---

/** Slack fetches a picture from our own pages, when it can reach them. */
function pictureUrlOf({ publicUrl }: Config): (drawing: Drawing) => string | null {
  const address = publicAddress(publicUrl);
  return (drawing) => (address === null ? null : `${address}/pictures/${pictureId(drawing)}.png`);
}

async function watched(platform: Platform, config: Config, parts: PublisherParts): Promise<Publisher | null> {
  const publisher = await makePublisher(platform, config, parts);
  const logger = parts.logger.child({ platform });
  return publisher === null ? null : watchPublisher(publisher, { ...parts, logger });
}

async function makePublisher(
  platform: Platform,
  config: Config,
  parts: PublisherParts,
): Promise<Publisher | null> {
  const { pictures, refusals, turns } = parts;
  const logger = parts.logger.child({ platform });
  const onWait = (kind: 'turn' | 'later' | 'held', ms: number): void => {
    parts.tally.add('waits', { platform, kind });
    if (kind === 'turn') parts.tally.add('waitSeconds', { platform }, ms / 1000);
  };
  const pace = { onWait, ...(turns === null ? {} : { turns }) };
  if (platform === 'terminal') return terminalPublisher();
  if (platform === 'discord') {
    if (config.discord === null) return null;
    const { createDiscordPublisher } = await import('../../adapters/discord/publisher.js');
    return createDiscordPublisher({ ...config.discord, ...pace, pictures, refusals, logger });
  }
  if (platform === 'email') return parts.emailPublisher();
  if (config.slack === null) return null;
  const { createSlackPublisher } = await import('../../adapters/slack/publisher.js');
  return createSlackPublisher({ ...config.slack, ...pace, pictureUrl: pictureUrlOf(config), logger });
}
