import type { DigestStore } from '../ports/digest-store.js';
import type { Digest } from './digest.js';

/** Digests back among which one that is still under way is looked for. */
const LOOKED_AT = 20;

/**
 * Opens a digest asked for by hand, or joins the one of this channel that is not ended yet: asked for twice, or again
 * after an interruption, it is still one digest.
 * @returns `joined` when it was opened before
 */
export async function openByHand(
  channelId: number,
  digests: Pick<DigestStore, 'history' | 'openNow'>,
): Promise<{ readonly digest: Digest; readonly joined: boolean }> {
  const recent = await digests.history(channelId, LOOKED_AT);
  const underWay = recent.find(({ slot, status }) => slot.startsWith('now:') && status !== 'closed');
  if (underWay !== undefined) return { digest: underWay, joined: true };
  return { digest: await digests.openNow(channelId), joined: false };
}
