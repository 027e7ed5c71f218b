import { formatChannelKey } from '../channels/address.js';
import type { HearPlace, PlaceEvent } from '../channels/place-event.js';
import { describeError } from '../errors.js';
import type { ChannelStore } from '../ports/channel-store.js';
import type { PauseStore, PlatformPause } from '../ports/pause-store.js';
import { tellOfPause, type NoticeDeps } from './notice.js';
import { pausePlaces, pauseWorkspace } from './pause-places.js';
import { groupsOf, isLookDue, recheck, type RecheckDeps } from './recheck.js';

export interface PauseWatchDeps extends NoticeDeps, RecheckDeps {
  readonly channels: Pick<ChannelStore, 'get' | 'pause'>;
  readonly pauses: PauseStore;
}

/** Sees to channels that their platform has paused. */
export interface PauseWatch {
  /**
   * Once a minute: tells people of new pauses, and ends those whose cause is gone. The first round looks at every
   * place, because a restart is often the repair. Rejects only for the database's sake.
   */
  round(stopping: AbortSignal): Promise<void>;
  /** Takes what the platform tells of its places. */
  readonly hear: HearPlace;
}

/** Looks per round: what is left over comes a minute later. */
const LOOKS = 30;

export function createPauseWatch(deps: PauseWatchDeps): PauseWatch {
  const looked = new Set<number>();
  return {
    async round(stopping) {
      const standing = await deps.pauses.standing();
      const told = new Set<string>();
      for (const pause of standing) if (!stopping.aborted) await tellOfPause(pause, told, deps);
      const now = await deps.clock.now();
      const due = groupsOf(standing).filter((group) =>
        group.some((pause) => !looked.has(pause.channel.id) || isLookDue(pause, now)),
      );
      for (const group of due.slice(0, LOOKS)) {
        if (stopping.aborted) return;
        for (const { channel } of group) looked.add(channel.id);
        await recheck(group, false, deps);
      }
    },
    async hear(event) {
      try {
        await take(event, deps);
      } catch (error) {
        const fields = { event: event.kind, error: describeError(error) };
        deps.logger.warn(fields, 'an event of a place was not taken; the next post or look will show it');
      }
    },
  };
}

// --- Internal helpers ---

async function take(event: PlaceEvent, deps: PauseWatchDeps): Promise<void> {
  switch (event.kind) {
    case 'lost': {
      const channel = await deps.channels.get(formatChannelKey(event.address));
      if (channel !== null) await pausePlaces(channel, event, deps);
      return;
    }
    case 'lost-workspace':
      await pauseWorkspace(event, deps);
      return;
    case 'changed': {
      const met = (await deps.pauses.standing()).filter((pause) => isMet(pause, event));
      for (const group of groupsOf(met)) await recheck(group, event.back, deps);
      return;
    }
    case 'renamed':
      if (await deps.pauses.rename(event.address, event.name))
        deps.logger.info({ channel: formatChannelKey(event.address), name: event.name }, 'channel renamed');
      return;
    case 'moved':
      if (await deps.pauses.move(event.address, event.place))
        deps.logger.info(
          { channel: formatChannelKey(event.address), to: event.place },
          'channel has another id now',
        );
  }
}

/** A pause of a whole workspace is not about one of its places. */
function isMet({ channel, scope }: PlatformPause, event: Extract<PlaceEvent, { kind: 'changed' }>): boolean {
  const { platform, workspace, place } = channel.address;
  if (platform !== event.platform || (event.workspace !== null && workspace !== event.workspace))
    return false;
  return event.place === null || (place === event.place && scope === 'channel');
}
