import { attached } from './attachments.js';
import { ApiError, unknownMessage, type Answer } from './answer.js';
import { EPHEMERAL, postReply, RESPONSE, type InteractionRecord } from './interactions.js';
import type { FakeFile, FakeMessage, State } from './state.js';
import { checkMessage } from './validate.js';
import { messageJson } from './wire.js';

type Json = Record<string, unknown>;

const TOKEN_MS = 15 * 60_000;
const MOST_FOLLOW_UPS = 5;

/** What an interaction's token is good for. */
export interface WebhookCall {
  readonly state: State;
  readonly interactions: readonly InteractionRecord[];
  /** Application, token, and the message's id where there is one. */
  readonly ids: readonly string[];
  readonly body: Json;
  readonly files: readonly FakeFile[];
}

/** Edit Original Interaction Response. */
export function editOriginal(call: WebhookCall): Answer {
  const interaction = open(call);
  const body = withFiles(call);
  checkMessage(body);
  if (interaction.original?.deleted === true) throw unknownMessage();
  if (interaction.original === null) {
    if (!interaction.pending) throw unknownMessage();
    interaction.original = postReply(call.state, interaction, body, interaction.ephemeral);
  } else edit(interaction.original, body);
  interaction.pending = false;
  return { status: 200, body: messageJson(call.state, interaction.original) };
}

/** Delete Original Interaction Response; a line that still waits can be deleted, too. */
export function deleteOriginal(call: WebhookCall): Answer {
  const interaction = open(call);
  if (!interaction.pending && (interaction.original?.deleted ?? true)) throw unknownMessage();
  if (interaction.original !== null) interaction.original.deleted = true;
  interaction.pending = false;
  return { status: 204 };
}

/** Create Followup Message. The first after a deferral that still waits takes its place, whatever its flags say. */
export function followUp(call: WebhookCall): Answer {
  const interaction = open(call);
  if (interaction.pending && interaction.responseType === RESPONSE.deferred) return editOriginal(call);
  if (interaction.userInstalled && interaction.followUps.length >= MOST_FOLLOW_UPS)
    throw new ApiError(400, 40094, 'This interaction has reached the maximum number of follow-up messages.');
  const body = withFiles(call);
  checkMessage(body);
  const ephemeral = (Number(body['flags'] ?? 0) & EPHEMERAL) !== 0;
  const message = postReply(call.state, interaction, body, ephemeral);
  interaction.followUps.push(message);
  return { status: 200, body: messageJson(call.state, message) };
}

function open({ state, interactions, ids }: WebhookCall): InteractionRecord {
  const [app, token] = ids;
  const interaction = interactions.find((item) => item.token === token);
  if (app !== state.appId || interaction === undefined || interaction.acknowledgedAt === null)
    throw new ApiError(404, 10015, 'Unknown Webhook');
  if (state.now() - interaction.at > TOKEN_MS) throw new ApiError(401, 50027, 'Invalid Webhook Token');
  return interaction;
}

function withFiles({ body, files }: WebhookCall): Json {
  return { ...body, files: attached(body, files) };
}

function edit(message: FakeMessage, body: Json): void {
  if ('content' in body) message.content = typeof body['content'] === 'string' ? body['content'] : '';
  if ('embeds' in body) message.embeds = (body['embeds'] ?? []) as readonly Json[];
  if ('components' in body) message.components = (body['components'] ?? []) as readonly Json[];
  if ('attachments' in body) message.files = body['files'] as readonly FakeFile[];
}
