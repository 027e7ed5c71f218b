import { REFUSED_TOO_OFTEN } from '../../adapters/discord/refusals.js';
import type { TurnStore } from '../ports/turn-store.js';

/** How long no process posts to Discord, because it has refused too much. Milliseconds; 0 when all is well. */
export function discordStoppedFor({
  turns,
}: {
  readonly turns: Pick<TurnStore, 'heldFor'>;
}): Promise<number> {
  return turns.heldFor([REFUSED_TOO_OFTEN]);
}
