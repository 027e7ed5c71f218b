import { DISCORD_DIRECT } from '../channels/address.js';
import type { Channel } from '../channels/channel.js';
import { describeError } from '../errors.js';
import type { Logger } from '../ports/logger.js';
import type { PauseStore, PlatformPause } from '../ports/pause-store.js';
import type { Publisher, PublisherFor, TellOutcome } from '../ports/publisher.js';

export interface NoticeDeps {
  readonly pauses: Pick<PauseStore, 'takeNotice' | 'returnNotice'>;
  readonly publisherFor: PublisherFor;
  readonly callSignal: () => AbortSignal;
  readonly logger: Logger;
}

/**
 * Tells people of a pause, once: in the place when that can be done, else whoever set the channel up by direct message.
 * What may have been said is not said again. Never rejects for the platform's sake.
 * @param told people who were told of a whole workspace in this round, which is once however many channels they have
 */
export async function tellOfPause(pause: PlatformPause, told: Set<string>, deps: NoticeDeps): Promise<void> {
  const { channel, at } = pause;
  const publisher = await deps.publisherFor(channel.address.platform);
  if (pause.noticed || publisher?.tell === undefined) return;
  const claim = await deps.pauses.takeNotice(channel.id, at);
  if (claim !== 'mine') return;
  const fields = { channel: channel.key, reason: pause.reason };
  for (const to of listeners(pause, told)) {
    const outcome = await say(to, pause, publisher, deps);
    if (outcome === 'refused') continue;
    if (outcome === 'later') return deps.pauses.returnNotice(channel.id, at);
    deps.logger.info(
      { ...fields, to: to === null ? 'the channel' : 'whoever set it up', outcome },
      'people told of a pause',
    );
    return;
  }
  if (pause.scope === 'channel') deps.logger.info(fields, 'nobody could be told of a pause');
}

// --- Internal helpers ---

/** Who to try, in order: null is the place itself, everything else a person's id. */
function listeners({ channel, scope, reason }: PlatformPause, told: Set<string>): readonly (string | null)[] {
  const { setUpBy, address } = channel;
  if (scope === 'channel') return setUpBy === null || isDirect(channel) ? [null] : [null, setUpBy];
  // Whom a token reaches, it reaches in its one Slack workspace; people of a lost Discord server may be met in another.
  if (scope === 'platform' || address.platform !== 'discord' || setUpBy === null) return [];
  const once = JSON.stringify([address.workspace, reason, setUpBy]);
  if (told.has(once)) return [];
  told.add(once);
  return [setUpBy];
}

function isDirect({ address }: Channel): boolean {
  return (
    address.workspace === DISCORD_DIRECT || (address.platform === 'slack' && address.place.startsWith('D'))
  );
}

async function say(
  person: string | null,
  pause: PlatformPause,
  publisher: Publisher,
  deps: NoticeDeps,
): Promise<TellOutcome> {
  try {
    const text = noticeText(pause, person !== null);
    return (await publisher.tell?.(pause.channel.address, person, text, deps.callSignal())) ?? 'refused';
  } catch (error) {
    deps.logger.warn(
      { channel: pause.channel.key, error: describeError(error) },
      'a notice may not have been posted',
    );
    return 'unknown';
  }
}

/** One short message: what stopped, why, and how it goes on. */
function noticeText({ channel, reason, scope }: PlatformPause, elsewhere: boolean): string {
  const name = channel.name ?? channel.key;
  const where = !elsewhere
    ? 'here'
    : scope === 'channel'
      ? `in ${name}`
      : `in ${name} and the rest of that server`;
  return `The daily papers ${where} are paused. ${reason}\nThey go on by themselves once nothing is in the way any more, or with /papers resume.`;
}
