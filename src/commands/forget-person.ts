import { DISCORD_DIRECT } from '../channels/address.js';
import type { Channel } from '../channels/channel.js';
import type { ChannelStore } from '../ports/channel-store.js';
import type { HashPerson, PeopleStore } from '../ports/people-store.js';
import type { ChatPlatform } from './request.js';

export interface ForgetDeps {
  readonly people: Pick<PeopleStore, 'forget'>;
  readonly channels: Pick<ChannelStore, 'list' | 'remove' | 'forgetSetUp'>;
  readonly hashPerson: HashPerson;
}

export interface Forgettable {
  readonly platform: ChatPlatform;
  /** Does not matter on Discord, where a person is the same everywhere. */
  readonly workspace: string;
  /** The platform's own user id. */
  readonly id: string;
  /** Key of the direct messages with this person, when they are known. */
  readonly direct: string | null;
}

/** How many of each were deleted. */
export interface Forgotten {
  readonly saved: number;
  readonly feedback: number;
  /** Digests by direct message. */
  readonly digests: number;
  /** Channels that stay, without the note of who set them up. */
  readonly setUps: number;
}

/** Deletes all that is kept about a person. What channels get stays as it is. Done again it finds nothing more. */
export async function forgetAllOf(person: Forgettable, deps: ForgetDeps): Promise<Forgotten> {
  const { platform, id } = person;
  const workspace = platform === 'discord' ? DISCORD_DIRECT : person.workspace;
  const { saved, feedback } = await deps.people.forget(deps.hashPerson(platform, workspace, { id }));
  const own = (await deps.channels.list()).filter((channel) => isTheirs(channel, person));
  for (const { key } of own) await deps.channels.remove(key);
  return { saved, feedback, digests: own.length, setUps: await deps.channels.forgetSetUp(platform, id) };
}

/** What was deleted, as people read it; empty when there was nothing. */
export function forgottenParts({ saved, feedback, digests, setUps }: Forgotten): readonly string[] {
  return [
    count(saved, 'saved paper', 'saved papers'),
    count(feedback, 'opinion', 'opinions'),
    count(digests, 'digest by direct message', 'digests by direct message'),
    count(setUps, 'note that you set up a channel', 'notes that you set up a channel'),
  ].filter((part) => part !== '');
}

// --- Internal helpers ---

function count(number: number, one: string, many: string): string {
  return number === 0 ? '' : `${number} ${number === 1 ? one : many}`;
}

/** Direct messages belong to the person alone: the one asked in, and those they set up. */
function isTheirs({ key, address, setUpBy }: Channel, person: Forgettable): boolean {
  if (address.platform !== person.platform) return false;
  if (key === person.direct) return true;
  const onDiscord = person.platform === 'discord';
  const isDirect = onDiscord ? address.workspace === DISCORD_DIRECT : address.place.startsWith('D');
  return isDirect && setUpBy === person.id && (onDiscord || address.workspace === person.workspace);
}
