import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  createDiscordGateway,
  createDiscordInteractions,
  createDiscordReplier,
  type DiscordGateway,
} from '../../adapters/discord/index.js';
import type { Metrics } from '../../adapters/shared/metrics.js';
import { startTimer } from '../../adapters/shared/timer.js';
import type { HearPlace } from '../channels/place-event.js';
import { createLeaseKeeper, type LeaseKeeper } from '../leases/keeper.js';
import type { Commands } from './commands.js';
import type { Runtime } from './runtime.js';

/** Where what arrives goes. */
export interface Entry {
  readonly commands: Commands;
  readonly metrics: Metrics;
  readonly hearPlace: HearPlace;
}

/**
 * The live connection to Discord. One process alone may have it for a token: two would be told of everything twice, and
 * Discord counts how often a bot identifies. On a server a lease decides who; an embedded database has one process.
 */
export function discordLine(
  runtime: Runtime,
  discord: { readonly token: string; readonly apiUrl: string },
  entry: Entry,
): LeaseKeeper | DiscordGateway {
  const { refusals, database, stores } = runtime;
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
  const open = () =>
    createDiscordGateway({ ...discord, refusals, logger, onInteraction, onPlace: entry.hearPlace });
  if (database.kind === 'embedded') return open();
  return createLeaseKeeper({
    leases: stores.leases,
    claim: {
      name: `discord-gateway:${tokenMark(discord.token)}`,
      holder: randomUUID(),
      place: `${hostname()}, process ${process.pid}`,
    },
    work: open,
    startTimer,
    logger,
  });
}

// --- Internal helpers ---

/** Tells tokens apart and gives none away. */
function tokenMark(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}
