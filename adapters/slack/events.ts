import type { HearPlace } from '../../src/channels/place-event.js';
import { parsePaperId } from '../../src/papers/paper-id.js';
import { directText } from './incoming-text.js';
import { homeSchema, linksSchema, messageSchema, type EventEnvelope } from './payloads.js';
import { placeEventOf, teamOf } from './place-events.js';
import { homeAsked, requestOf, type Asked } from './requests.js';
import { createSeen } from './seen.js';
import { takeAsked, type TakeDeps } from './take.js';

export interface EventsDeps extends TakeDeps {
  /** The app was removed or its token revoked, says the workspace. */
  readonly onRevoked: (event: string, workspace: string | null) => void;
  /** Told what becomes of channels. */
  readonly onPlace: HearPlace;
}

/** Event ids remembered; Slack's last repeat comes after five minutes. */
const REMEMBERED_EVENTS = 10_000;

/** What is done with events, each id once. They are acknowledged already. Never rejects. */
export function createEvents(deps: EventsDeps): (envelope: EventEnvelope) => Promise<void> {
  const isNew = createSeen(REMEMBERED_EVENTS);
  return async (envelope) => {
    const { event_id: id, event } = envelope;
    if (!isNew(id)) {
      deps.logger.debug({ event: id, type: event.type }, 'a repeated Slack event was dropped');
      return;
    }
    if (event.type === 'tokens_revoked' || event.type === 'app_uninstalled') {
      deps.onRevoked(event.type, teamOf(envelope));
      return;
    }
    const placeEvent = placeEventOf(envelope);
    if (placeEvent !== null) {
      await deps.onPlace(placeEvent);
      return;
    }
    const asked = askedBy(envelope);
    if (asked !== null) await takeAsked(asked, deps);
  };
}

// --- Internal helpers ---

function askedBy(envelope: EventEnvelope): Asked | null {
  const { event_id: id, event } = envelope;
  const team = envelope.team_id ?? envelope.authorizations?.[0]?.team_id ?? null;
  if (team === null) return null;
  const home = homeSchema.safeParse(event);
  if (home.success) {
    const { user, channel, view } = home.data;
    return homeAsked(id, team, user, channel, view !== undefined && view !== null);
  }
  const message = messageSchema.safeParse(event);
  if (message.success && !isOurs(message.data.user, envelope)) return written(id, team, message.data);
  const shared = linksSchema.safeParse(event);
  if (!shared.success || isOurs(shared.data.user, envelope)) return null;
  return linked(id, team, shared.data);
}

function written(
  id: string,
  team: string,
  { channel, user, text, ts, thread_ts: threadTs }: ReturnType<typeof messageSchema.parse>,
): Asked {
  return {
    request: requestOf(id, team, channel, user, { kind: 'text', text: directText(text) }),
    target: { kind: 'direct', channel, user, threadTs: threadTs === ts ? undefined : threadTs },
    trigger: null,
    place: { channel, home: false },
  };
}

/** The links that name papers, one for each paper; null when none does. */
function linked(
  id: string,
  team: string,
  { channel, user, message_ts: ts, links: shared }: ReturnType<typeof linksSchema.parse>,
): Asked | null {
  const byPaper = new Map<string, string>();
  for (const { url } of shared) {
    const paperId = parsePaperId(url);
    if (paperId !== null && !byPaper.has(paperId)) byPaper.set(paperId, url);
  }
  const links = [...byPaper.values()];
  if (links.length === 0) return null;
  return {
    request: requestOf(id, team, channel, user, { kind: 'unfurl', links }),
    target: { kind: 'unfurl', channel, ts, links },
    trigger: null,
    place: { channel, home: false },
  };
}

function isOurs(user: string, { authorizations }: EventEnvelope): boolean {
  return authorizations?.some((given) => given.user_id === user && given.is_bot !== false) ?? false;
}
