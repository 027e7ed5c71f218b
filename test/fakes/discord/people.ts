import { registered } from './commands.js';
import { interactionJson, messageCommandData } from './events.js';
import { handleOf, type FakeInteraction } from './handle.js';
import type { InteractionKind, InteractionRecord } from './interactions.js';
import { buttonsOf } from './readable.js';
import { BITS, type FakeMessage, type FakeUser, type State } from './state.js';
import { typedData, type TypedOptions } from './typed-command.js';

type Json = Record<string, unknown>;

/** Who does it, where, and with which rights there. */
export interface By {
  /** Default: a reader. */
  readonly user?: FakeUser;
  /** What they may do in that channel. Default: write there, and in its threads. */
  readonly permissions?: bigint;
  /** Whether the app is there only because this person installed it. Default false. */
  readonly userInstalled?: boolean;
}

export interface At extends By {
  /** A channel, thread or direct message. Default: the text channel. */
  readonly channel?: string;
}

/** Everything people can do with an app. All of it throws when nobody is connected to hear it. */
export interface People {
  /** Sends `/papers NAME`: `search`, `forget me`. @throws when Discord's client would not send it */
  command(asked: At & { readonly name: string; readonly options?: TypedOptions }): FakeInteraction;
  /** Types into one option. */
  type(
    asked: At & {
      readonly name: string;
      readonly option: string;
      readonly text: string;
      readonly others?: TypedOptions;
    },
  ): FakeInteraction;
  /** Picks a command in the menu of a message. */
  messageCommand(name: string, message: FakeMessage, by?: By): FakeInteraction;
  /** Presses a button, named by its label or its custom id; an id may be forged. */
  press(message: FakeMessage, button: string, by?: By): FakeInteraction;
  /** Sends a form in; fields not given keep what they were shown with. @param forged another custom id */
  submit(
    form: FakeInteraction,
    values: Readonly<Record<string, string>>,
    by?: By & { readonly forged?: string },
  ): FakeInteraction;
}

export const READER: FakeUser = { id: '700000000000000001', name: 'reader' };
const WRITER = BITS.sendMessages | BITS.sendMessagesInThreads;
const ROOT = 'papers';

export function createPeople(
  state: State,
  interactions: InteractionRecord[],
  dispatch: (event: string, data: Json) => number,
  defaultChannel: string,
): People {
  const send = (
    kind: InteractionKind,
    channelId: string,
    by: By,
    message: FakeMessage | null,
    data: Json,
  ): FakeInteraction => {
    const record = newRecord(state, kind, channelId, by, message);
    interactions.push(record);
    if (dispatch('INTERACTION_CREATE', interactionJson(state, record, data)) === 0)
      throw new Error('nobody is connected to the fake gateway');
    return handleOf(record);
  };
  const guildOf = (channelId: string) => state.channels.get(channelId)?.guildId ?? '';
  return {
    command({ name, options = {}, channel = defaultChannel, ...by }) {
      const data = typedData(state, guildOf(channel), { root: ROOT, name, options });
      return send('command', channel, by, null, data);
    },
    type({ name, option, text, others = {}, channel = defaultChannel, ...by }) {
      const options = { ...others, [option]: text };
      const data = typedData(state, guildOf(channel), { root: ROOT, name, options, focused: option });
      return send('autocomplete', channel, by, null, data);
    },
    messageCommand(name, message, by = {}) {
      if (state.commands.size > 0 && registered(state, guildOf(message.channelId), 3, name) === undefined)
        throw new Error(`the message command "${name}" is not registered`);
      const data = messageCommandData(state, name, message);
      return send('message-command', message.channelId, by, null, data);
    },
    press(message, button, by = {}) {
      const customId = buttonsOf(message).find(({ label }) => label === button)?.customId ?? button;
      return send('component', message.channelId, by, message, { custom_id: customId, component_type: 2 });
    },
    submit(form, values, by = {}) {
      const { user, permissions, channelId, message, modal } = form;
      if (modal === null) throw new Error('no form is open');
      const data = { custom_id: by.forged ?? modal['custom_id'], components: filledIn(modal, values) };
      return send('modal', channelId, { user, permissions, ...by }, message, data);
    },
  };
}

function newRecord(
  state: State,
  kind: InteractionKind,
  channelId: string,
  { user, permissions = WRITER, userInstalled = false }: By,
  message: FakeMessage | null,
): InteractionRecord {
  const id = state.newId();
  const who = user ?? state.channels.get(channelId)?.recipient ?? READER;
  return {
    id,
    token: `token-${id}`,
    kind,
    at: state.now(),
    user: who,
    permissions,
    channelId,
    userInstalled,
    message,
    acknowledgedAt: null,
    responseType: null,
    ephemeral: false,
    pending: false,
    original: null,
    followUps: [],
    modal: null,
    choices: null,
  };
}

const SELECT = 3;

/** The form's labels with what was put into them. @throws for what the client would not send */
function filledIn(modal: Json, values: Readonly<Record<string, string>>): Json[] {
  const labels = modal['components'] as { component: Json }[];
  const names = labels.map(({ component }) => component['custom_id']);
  const strange = Object.keys(values).find((name) => !names.includes(name));
  if (strange !== undefined) throw new Error(`the form has no field "${strange}"`);
  return labels.map(({ component }, index) => {
    const id = index + 1;
    const own = { id: id + 100, type: component['type'], custom_id: component['custom_id'] };
    const given = values[String(component['custom_id'])];
    const value =
      component['type'] === SELECT ? selected(component, given) : (given ?? component['value'] ?? '');
    if (value === '' && component['required'] !== false)
      throw new Error(`the field "${String(component['custom_id'])}" is required`);
    const filled = component['type'] === SELECT ? { ...own, values: [value] } : { ...own, value };
    return { type: 18, id, component: filled };
  });
}

function selected(component: Json, given: string | undefined): string {
  const options = component['options'] as { value: string; default?: boolean }[];
  const value = given ?? options.find((option) => option.default === true)?.value ?? '';
  if (value !== '' && !options.some((option) => option.value === value))
    throw new Error(`the field "${String(component['custom_id'])}" has no choice "${value}"`);
  return value;
}
