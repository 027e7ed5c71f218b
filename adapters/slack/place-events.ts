import { z } from 'zod';
import type { PlaceEvent } from '../../src/channels/place-event.js';
import { REASONS } from './error-codes.js';
import type { EventEnvelope } from './payloads.js';

const place = z.string().regex(/^[CGD][A-Z0-9]{1,30}$/);
const where = z.object({ channel: place });
const member = z.object({ channel: place, user: z.string() });
const named = z.object({ channel: z.object({ id: place, name: z.string().min(1).max(200) }) });
const renumbered = z.object({ old_channel_id: place, new_channel_id: place });

type Address = Extract<PlaceEvent, { kind: 'lost' }>['address'];
type Reader = (event: unknown, envelope: EventEnvelope, at: (place: string) => Address) => PlaceEvent | null;

const lost =
  (reason: string): Reader =>
  (event, _envelope, at) => {
    const read = where.safeParse(event);
    return read.success ? { kind: 'lost', address: at(read.data.channel), reason } : null;
  };

const changed =
  (isBack: boolean): Reader =>
  (event, _envelope, at) => {
    const read = where.safeParse(event);
    return read.success ? { kind: 'changed', ...at(read.data.channel), back: isBack } : null;
  };
const back = changed(true);
/** Who may get in is another question now: a look tells. */
const converted = changed(false);

const renamed: Reader = (event, _envelope, at) => {
  const read = named.safeParse(event);
  if (!read.success) return null;
  const { id, name } = read.data.channel;
  return { kind: 'renamed', address: at(id), name: `#${name}` };
};

const moved: Reader = (event, _envelope, at) => {
  const read = renumbered.safeParse(event);
  if (!read.success) return null;
  return { kind: 'moved', address: at(read.data.old_channel_id), place: read.data.new_channel_id };
};

/** Comings and goings of others are nobody's business. */
const ofTheBot =
  (then: Reader): Reader =>
  (event, envelope, at) => {
    const read = member.safeParse(event);
    return read.success && isBot(read.data.user, envelope) ? then(event, envelope, at) : null;
  };

const left = lost(REASONS.left);

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['channel_archive', lost(REASONS.archived)],
  ['group_archive', lost(REASONS.archived)],
  ['channel_deleted', lost(REASONS.deleted)],
  ['group_deleted', lost(REASONS.deleted)],
  ['channel_left', left],
  ['group_left', left],
  ['member_left_channel', ofTheBot(left)],
  ['member_joined_channel', ofTheBot(back)],
  ['channel_unarchive', back],
  ['group_unarchive', back],
  ['channel_convert_to_private', converted],
  ['channel_convert_to_public', converted],
  ['channel_rename', renamed],
  ['group_rename', renamed],
  ['channel_id_changed', moved],
]);

/** What an event tells of a place; null for every other event. */
export function placeEventOf(envelope: EventEnvelope): PlaceEvent | null {
  const workspace = teamOf(envelope);
  const reader = READERS.get(nameOf(envelope.event));
  if (reader === undefined || workspace === null) return null;
  return reader(envelope.event, envelope, (id) => ({ platform: 'slack', workspace, place: id }));
}

/** The workspace that the app is installed in; the envelope's own may be that of a guest in a shared channel. */
export function teamOf({ authorizations, team_id: team }: EventEnvelope): string | null {
  return authorizations?.[0]?.team_id ?? team ?? null;
}

// --- Internal helpers ---

/** A conversion is told as a message in the channel, to apps that hear of those. */
function nameOf({ type, subtype }: EventEnvelope['event']): string {
  return type === 'message' && typeof subtype === 'string' ? subtype : type;
}

function isBot(user: string, { authorizations }: EventEnvelope): boolean {
  return authorizations?.some((given) => given.user_id === user && given.is_bot !== false) ?? false;
}
