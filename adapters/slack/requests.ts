import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { decodeButton } from '../../src/commands/buttons.js';
import type { Action, CommandRequest } from '../../src/commands/request.js';
import { formNamed, formValues } from './form-view.js';
import { messageText, typedText } from './incoming-text.js';
import { DIRECT } from './marker.js';
import type {
  buttonSchema,
  closedSchema,
  commandSchema,
  shortcutSchema,
  submissionSchema,
  suggestionSchema,
} from './payloads.js';
import type { SlackTarget } from './target.js';
import { decodePlace, type ViewPlace } from './view-place.js';

/** Something asked of the bot, and where its answer goes. */
export interface Asked {
  readonly request: CommandRequest;
  readonly target: SlackTarget;
  /** Opens one modal within three seconds; null where there is none. */
  readonly trigger: { readonly id: string; readonly way: 'open' | 'push' } | null;
  readonly place: ViewPlace;
}

/** What came from a person but cannot be read: it gets a sentence. */
export interface Unreadable {
  readonly target: SlackTarget;
}

type Actor = Pick<z.infer<typeof buttonSchema>, 'team' | 'user'>;

export function fromCommand(body: z.infer<typeof commandSchema>): Asked {
  const { team_id: team, channel_id: channel, user_id: user, trigger_id: trigger } = body;
  return {
    request: requestOf(idOf(trigger, body), team, channel, user, {
      kind: 'text',
      text: typedText(body.text),
    }),
    target: { kind: 'response', url: body.response_url, replace: false, threadTs: body.thread_ts },
    trigger: trigger === undefined ? null : { id: trigger, way: 'open' },
    place: { channel, home: false },
  };
}

/** Null when nobody can be told anything: a button without a place. */
export function fromButton(body: z.infer<typeof buttonSchema>): Asked | Unreadable | null {
  const place = placeOfButton(body);
  const team = teamOf(body);
  const [pressed] = body.actions;
  if (place === null || team === null || pressed === undefined) return null;
  const action = decodeButton(pressed.value ?? '');
  const target = buttonTarget(body, place, action?.do === 'page');
  if (target === null) return null;
  if (action === null) return { target };
  const { trigger_id: trigger, view } = body;
  return {
    request: requestOf(idOf(trigger, body), team, place.channel, body.user.id, { kind: 'button', action }),
    target,
    trigger: trigger === undefined ? null : { id: trigger, way: view?.type === 'modal' ? 'push' : 'open' },
    place,
  };
}

export function fromSubmission(body: z.infer<typeof submissionSchema>): Asked | Unreadable | null {
  const place = decodePlace(body.view.private_metadata);
  const form = formNamed(body.view.callback_id);
  const team = teamOf(body);
  const user = body.user.id;
  if (team === null) return null;
  if (place === null || form === null) return { target: { kind: 'direct', user } };
  const { channel } = place;
  const values = formValues(body.view.state.values);
  return {
    request: requestOf(idOf(body.trigger_id, body), team, channel, user, { kind: 'form', form, values }),
    target: channel.startsWith('D')
      ? { kind: 'direct', channel, user }
      : { kind: 'ephemeral', channel, user },
    trigger: null,
    place,
  };
}

/** A modal opened from the App Home was closed: the page behind it is drawn anew. Null for every other. */
export function fromClosed(body: z.infer<typeof closedSchema>): Asked | null {
  const place = decodePlace(body.view.private_metadata);
  const team = teamOf(body);
  if (place?.home !== true || team === null) return null;
  return homeAsked(idOf(undefined, body), team, body.user.id, place.channel, true);
}

export function fromShortcut(body: z.infer<typeof shortcutSchema>): Asked | null {
  const team = teamOf(body);
  if (team === null) return null;
  const { trigger_id: trigger, channel, message } = body;
  const action: Action = { kind: 'find-similar', text: messageText(message) };
  return {
    request: requestOf(idOf(trigger, body), team, channel.id, body.user.id, action),
    target: {
      kind: 'response',
      url: body.response_url,
      replace: false,
      threadTs: inThread(message['ts'], message['thread_ts']),
    },
    trigger: null,
    place: { channel: channel.id, home: false },
  };
}

/** @param shown whether a page stands there already */
export function homeAsked(id: string, team: string, user: string, channel: string, shown: boolean): Asked {
  return {
    request: requestOf(id, team, channel, user, { kind: 'home' }),
    target: { kind: 'home', user, channel, shown },
    trigger: null,
    place: { channel, home: true },
  };
}

/** Where suggestions are asked for; null when that cannot be told. */
export function suggestionAddress(body: z.infer<typeof suggestionSchema>): CommandRequest['address'] | null {
  const channel = body.channel?.id ?? decodePlace(body.view?.private_metadata)?.channel;
  const team = teamOf(body);
  if (channel === undefined || team === null) return null;
  return { platform: 'slack', workspace: team, place: channel };
}

export function requestOf(
  id: string,
  workspace: string,
  place: string,
  user: string,
  action: Action,
): CommandRequest {
  return {
    id: `slack:${id}`,
    address: { platform: 'slack', workspace, place },
    direct: place.startsWith('D'),
    person: { id: user, manages: 'unknown' },
    action,
  };
}

// --- Internal helpers ---

/** The trigger names an interaction; one without is named by what is in it. */
function idOf(trigger: string | undefined, body: object): string {
  return trigger ?? createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32);
}

function teamOf({ team, user }: Actor): string | null {
  return team?.id ?? user.team_id ?? null;
}

function placeOfButton(body: z.infer<typeof buttonSchema>): ViewPlace | null {
  if (body.channel !== undefined) return { channel: body.channel.id, home: false };
  return decodePlace(body.view?.private_metadata);
}

/**
 * @param turns a page of a list is turned: in a list that only one person sees, the new page takes the place of the old
 */
function buttonTarget(
  body: z.infer<typeof buttonSchema>,
  place: ViewPlace,
  turns: boolean,
): SlackTarget | null {
  const { container, message, response_url: url, trigger_id: trigger, view } = body;
  const user = body.user.id;
  const threadTs = inThread(container?.message_ts ?? message?.ts, container?.thread_ts ?? message?.thread_ts);
  const isPrivate = container?.is_ephemeral === true || message?.blocks?.[0]?.block_id === DIRECT;
  if (url !== undefined) return { kind: 'response', url, replace: turns && isPrivate, threadTs };
  if (view !== undefined) {
    const base = { kind: 'modal', ...place, user } as const;
    if (view.type === 'modal' && turns) return { ...base, way: 'update', id: view.id };
    if (trigger === undefined) return { kind: 'direct', channel: place.channel, user };
    return { ...base, way: view.type === 'modal' ? 'push' : 'open', id: trigger };
  }
  return { kind: 'ephemeral', channel: place.channel, user, threadTs };
}

/** The thread a message stands in; undefined for one in the channel itself, be it the head of a thread. */
function inThread(ts: unknown, threadTs: unknown): string | undefined {
  return typeof threadTs === 'string' && threadTs !== ts ? threadTs : undefined;
}
