import { ApiError, type Answer } from './answer.js';
import type { FakeMessage, State } from './state.js';
import { checkMessage } from './validate.js';
import { channelJson, messageJson, userJson } from './wire.js';

type Json = Record<string, unknown>;

/** A button press and what the bot answered. */
export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly customId: string;
  readonly at: number;
  acknowledgedAt: number | null;
  /** Type of the first response: 4 message, 5 deferred. */
  responseType: number | null;
  ephemeral: boolean;
  /** The reply as it stands; null until there is one. */
  reply: Json | null;
}

const LIMIT_MS = 3_000;
const EPHEMERAL = 1 << 6;

/** Create Interaction Response. */
export function respond(state: State, open: readonly FakeInteraction[], token: string, body: Json): Answer {
  const interaction = open.find((item) => item.token === token);
  if (interaction === undefined || state.now() - interaction.at > LIMIT_MS)
    throw new ApiError(404, 10062, 'Unknown interaction');
  if (interaction.acknowledgedAt !== null)
    throw new ApiError(400, 40060, 'Interaction has already been acknowledged.');
  const data = (body['data'] ?? {}) as Json;
  interaction.acknowledgedAt = state.now();
  interaction.responseType = Number(body['type']);
  interaction.ephemeral = (Number(data['flags'] ?? 0) & EPHEMERAL) !== 0;
  if (interaction.responseType === 4) interaction.reply = data;
  return { status: 204 };
}

/** Edit Original Interaction Response. */
export function editReply(state: State, open: readonly FakeInteraction[], token: string, body: Json): Answer {
  const interaction = open.find((item) => item.token === token);
  if (interaction?.acknowledgedAt === null || interaction === undefined)
    throw new ApiError(404, 10015, 'Unknown Webhook');
  checkMessage(body);
  interaction.reply = body;
  const message: FakeMessage = {
    id: state.newId(),
    channelId: '0',
    authorId: state.botId,
    at: state.now(),
    nonce: null,
    content: typeof body['content'] === 'string' ? body['content'] : '',
    embeds: (body['embeds'] ?? []) as readonly Json[],
    components: [],
    pings: [],
    deleted: false,
  };
  return { status: 200, body: messageJson(state, message) };
}

/** The gateway event of a button press. */
export function pressJson(state: State, message: FakeMessage, interaction: FakeInteraction): Json {
  const channel = state.channels.get(message.channelId);
  const user = userJson('700000000000000001', 'reader', false);
  return {
    id: interaction.id,
    application_id: state.appId,
    type: 3,
    token: interaction.token,
    version: 1,
    guild_id: channel?.guildId,
    channel_id: message.channelId,
    channel: channel === undefined ? undefined : channelJson(channel),
    member: {
      user,
      roles: [],
      permissions: '0',
      joined_at: new Date(0).toISOString(),
      deaf: false,
      mute: false,
      flags: 0,
    },
    message: messageJson(state, message),
    data: { custom_id: interaction.customId, component_type: 2 },
    app_permissions: '0',
    locale: 'en-US',
    guild_locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: {},
    context: 0,
    attachment_size_limit: 26_214_400,
  };
}
