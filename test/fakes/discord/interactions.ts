import { ApiError, type Answer } from './answer.js';
import { checkChoices, checkModal } from './check-response.js';
import { newMessage } from './message-routes.js';
import type { FakeMessage, FakeUser, State } from './state.js';
import { checkMessage, invalidForm } from './validate.js';

type Json = Record<string, unknown>;

export type InteractionKind = 'command' | 'message-command' | 'component' | 'autocomplete' | 'modal';

/** Something a person did, and what the bot answered. */
export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly at: number;
  readonly user: FakeUser;
  /** What the person may do there. */
  readonly permissions: bigint;
  readonly channelId: string;
  /** Whether the app is there only because this person installed it. */
  readonly userInstalled: boolean;
  /** The message whose button was pressed, also when that opened the form that was sent in. */
  readonly message: FakeMessage | null;
  acknowledgedAt: number | null;
  /** Type of the first response: 4 message, 5 and 6 deferred, 7 update, 8 choices, 9 modal. */
  responseType: number | null;
  ephemeral: boolean;
  /** Deferred, and neither edited nor deleted yet. */
  pending: boolean;
  /** The answer itself; null until there is one. After types 6 and 7 the message of the button. */
  original: FakeMessage | null;
  readonly followUps: FakeMessage[];
  modal: Json | null;
  choices: readonly Json[] | null;
}

export const RESPONSE = {
  message: 4,
  deferred: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;
const LIMIT_MS = 3_000;
export const EPHEMERAL = 1 << 6;

/** Which first responses each kind of interaction takes. */
const TAKES: Record<InteractionKind, readonly number[]> = {
  command: [RESPONSE.message, RESPONSE.deferred, RESPONSE.modal],
  'message-command': [RESPONSE.message, RESPONSE.deferred, RESPONSE.modal],
  component: [RESPONSE.message, RESPONSE.deferred, RESPONSE.deferredUpdate, RESPONSE.update, RESPONSE.modal],
  modal: [RESPONSE.message, RESPONSE.deferred, RESPONSE.deferredUpdate, RESPONSE.update],
  autocomplete: [RESPONSE.choices],
};

/** Create Interaction Response. */
export function respond(
  state: State,
  all: readonly InteractionRecord[],
  ids: readonly string[],
  body: Json,
): Answer {
  const [id, token] = ids;
  const interaction = all.find((item) => item.id === id && item.token === token);
  if (interaction === undefined || state.now() - interaction.at > LIMIT_MS)
    throw new ApiError(404, 10062, 'Unknown interaction');
  if (interaction.acknowledgedAt !== null)
    throw new ApiError(400, 40060, 'Interaction has already been acknowledged.');
  const type = Number(body['type']);
  if (!TAKES[interaction.kind].includes(type))
    throw invalidForm([`type: ${type} is not for this interaction`]);
  const data = (body['data'] ?? {}) as Json;
  take(state, interaction, type, data);
  interaction.acknowledgedAt = state.now();
  interaction.responseType = type;
  return { status: 204 };
}

/** A reply as people will see it, public ones also in their channel. */
export function postReply(
  state: State,
  { channelId }: InteractionRecord,
  body: Json,
  ephemeral: boolean,
): FakeMessage {
  const files = (body['files'] ?? []) as FakeMessage['files'];
  const message = newMessage(state, channelId, { ...body, authorId: state.botId, ephemeral, files });
  state.messages.push(message);
  return message;
}

function take(state: State, interaction: InteractionRecord, type: number, data: Json): void {
  const flags = Number(data['flags'] ?? 0);
  interaction.ephemeral = (flags & EPHEMERAL) !== 0;
  if (type === RESPONSE.choices) interaction.choices = checkChoices(data);
  else if (type === RESPONSE.modal) interaction.modal = checkModal(data);
  else if (type === RESPONSE.message) {
    checkMessage(data);
    interaction.original = postReply(state, interaction, data, interaction.ephemeral);
  } else if (type === RESPONSE.deferred) {
    if ((flags & ~EPHEMERAL) !== 0) throw invalidForm(['data.flags: only EPHEMERAL can be set']);
    interaction.pending = true;
  } else {
    if (interaction.message === null) throw invalidForm([`type: ${type} needs a message`]);
    interaction.original = interaction.message;
    interaction.pending = type === RESPONSE.deferredUpdate;
    interaction.ephemeral = interaction.message.ephemeral;
  }
}
