import type { Channel } from '../channels/channel.js';
import type { ChannelStore } from '../ports/channel-store.js';
import type { Logger } from '../ports/logger.js';
import type { PauseStore } from '../ports/pause-store.js';
import type { PauseScope } from '../ports/publisher.js';

export interface PausePlacesDeps {
  readonly channels: Pick<ChannelStore, 'pause'>;
  readonly pauses: Pick<PauseStore, 'pauseAll'>;
  readonly logger: Logger;
}

export interface PauseCause {
  /** For people: what is so, and the repair. */
  readonly reason: string;
  /** Default `channel`. */
  readonly scope?: PauseScope;
  /** More for the log. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/**
 * Pauses what a refusal reaches: the channel, or with it all of its workspace or platform.
 * @returns true when this call paused something; it is logged once, however many channels there are
 */
export async function pausePlaces(
  channel: Pick<Channel, 'id' | 'key' | 'address'>,
  cause: PauseCause,
  deps: PausePlacesDeps,
): Promise<boolean> {
  const { reason, scope = 'channel', fields = {} } = cause;
  const { platform, workspace } = channel.address;
  if (scope !== 'channel')
    return pauseWorkspace({ platform, workspace: scope === 'workspace' ? workspace : null, reason }, deps);
  const paused = await deps.channels.pause(channel.id, { reason, by: 'platform' });
  if (paused) deps.logger.warn({ channel: channel.key, ...fields, reason }, 'channel paused');
  return paused;
}

/** Pauses every channel of a workspace, of the whole platform when that is null. @returns false when none was left to pause */
export async function pauseWorkspace(
  lost: {
    readonly platform: Channel['address']['platform'];
    readonly workspace: string | null;
    readonly reason: string;
  },
  deps: Pick<PausePlacesDeps, 'pauses' | 'logger'>,
): Promise<boolean> {
  const { platform, workspace, reason } = lost;
  const keys = await deps.pauses.pauseAll(platform, workspace, reason);
  if (keys.length === 0) return false;
  const where = workspace === null ? 'this platform' : 'this workspace';
  const fields = { platform, ...(workspace === null ? {} : { workspace }), channels: keys.length, reason };
  deps.logger.error(fields, `every channel of ${where} paused`);
  return true;
}
