import { randomUUID } from 'node:crypto';
import { ask, newKeys, newTrigger, toldFromNow, type Desk, type FakeAsk } from './asks.js';
import { checkOptions } from './check-elements.js';
import { need } from './method-tools.js';
import { base, buttonIn, inputsOf, type ButtonChoice } from './payloads.js';
import type { Block, FakeSlackMessage, FakeSlackReply, FakeSlackView, State } from './state.js';

/** Where a button stands. */
export type ButtonPlace =
  | { readonly message: FakeSlackMessage }
  /** Below a link of a message. */
  | { readonly message: FakeSlackMessage; readonly link: string }
  | { readonly reply: FakeSlackReply }
  | { readonly view: FakeSlackView };

export interface CommandInput {
  readonly text?: string;
  /** Default the first person. */
  readonly user?: string;
  /** Default the public channel. */
  readonly channel?: string;
  readonly command?: string;
  readonly threadTs?: string;
  /** Another workspace that the app is in; default the fake's own. */
  readonly team?: string;
}

/** What people do in the fake. Everything is sent at once; the handle tells what came of it. */
export interface FakePeople {
  command(input?: CommandInput): FakeAsk;
  /**
   * @param button its label, or what a forged one would send
   * @param team another workspace that the app is in; default the fake's own
   */
  press(place: ButtonPlace, button: ButtonChoice, user?: string, team?: string): FakeAsk;
  /** Sends a form in. @param values by block id; what is left out stays as it was. @throws where Slack would not let it be sent */
  submit(view: FakeSlackView, values?: Readonly<Record<string, string>>): FakeAsk;
  /** Closes a modal; nothing is sent for one that does not want to be told. */
  closeModal(view: FakeSlackView): FakeAsk | null;
  /** Types into a select that asks for suggestions. @returns labels and values */
  suggest(
    view: FakeSlackView,
    blockId: string,
    typed: string,
  ): Promise<readonly { label: string; value: string }[]>;
  /** The message shortcut. */
  shortcut(message: FakeSlackMessage, callbackId: string, user?: string): FakeAsk;
}

export function createPeople(
  desk: Desk,
  defaults: { readonly user: string; readonly channel: string },
): FakePeople {
  const { state } = desk;
  return {
    command(input = {}) {
      need(state, 'commands');
      const {
        text = '',
        user = defaults.user,
        channel = defaults.channel,
        command = '/papers',
        threadTs,
        team = state.teamId,
      } = input;
      const keys = newKeys(desk, { channel, userId: user, original: null });
      const payload = {
        token: 'unused',
        command,
        text: text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'),
        team_id: team,
        team_domain: 'reading-group',
        channel_id: channel,
        channel_name: state.channels.get(channel)?.name ?? 'unknown',
        user_id: user,
        user_name: user.toLowerCase(),
        trigger_id: keys.triggerId,
        response_url: keys.responseUrl,
        api_app_id: 'A0BROADSHT',
        is_enterprise_install: 'false',
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      };
      return ask(desk, keys.triggerId, 'slash_commands', payload, () => keys.hook.replies);
    },
    press: (place, button, user = defaults.user, team = state.teamId) =>
      press(desk, place, button, { user, team }),
    submit(view, values = {}) {
      const triggerId = newTrigger(state, view.userId);
      const payload = {
        ...base(state, view.userId),
        type: 'view_submission',
        trigger_id: triggerId,
        view: { ...viewJson(state, view), state: { values: inputsOf(view, values) } },
        response_urls: [],
      };
      view.closed = true;
      return ask(desk, triggerId, 'interactive', payload, toldFromNow(state, view.userId));
    },
    closeModal(view) {
      view.closed = true;
      if (view.json['notify_on_close'] !== true) return null;
      const payload = {
        ...base(state, view.userId),
        type: 'view_closed',
        view: viewJson(state, view),
        is_cleared: false,
      };
      return ask(desk, view.id, 'interactive', payload, () => []);
    },
    suggest: (view, blockId, typed) => suggest(desk, view, blockId, typed),
    shortcut(message, callbackId, user = defaults.user) {
      need(state, 'commands');
      const keys = newKeys(desk, { channel: message.channel, userId: user, original: null });
      const payload = {
        ...base(state, user),
        type: 'message_action',
        callback_id: callbackId,
        trigger_id: keys.triggerId,
        response_url: keys.responseUrl,
        message_ts: message.ts,
        action_ts: state.newTs(),
        channel: channelJson(state, message.channel),
        message: messageJson(message),
      };
      return ask(desk, keys.triggerId, 'interactive', payload, () => keys.hook.replies);
    },
  };
}

// --- Internal helpers ---

function press(
  desk: Desk,
  place: ButtonPlace,
  choice: ButtonChoice,
  { user, team }: { readonly user: string; readonly team: string },
): FakeAsk {
  const { state } = desk;
  const action = { ...buttonIn(blocksAt(place), choice), action_ts: state.newTs() };
  if ('view' in place) {
    const triggerId = newTrigger(state, user);
    const payload = {
      ...base(state, user, team),
      type: 'block_actions',
      trigger_id: triggerId,
      container: { type: 'view', view_id: place.view.id },
      view: viewJson(state, place.view),
      actions: [action],
    };
    return ask(desk, triggerId, 'interactive', payload, toldFromNow(state, user));
  }
  const original = 'reply' in place ? place.reply : place.message;
  const keys = newKeys(desk, { channel: original.channel, userId: user, original });
  const isPrivate = 'reply' in place && place.reply.visibleTo !== null;
  const payload = {
    ...base(state, user, team),
    type: 'block_actions',
    trigger_id: keys.triggerId,
    response_url: keys.responseUrl,
    channel: channelJson(state, original.channel),
    container: containerJson(place, original, isPrivate),
    ...(isPrivate ? {} : { message: messageJson(original) }),
    actions: [action],
  };
  return ask(desk, keys.triggerId, 'interactive', payload, () => keys.hook.replies);
}

async function suggest(
  desk: Desk,
  view: FakeSlackView,
  blockId: string,
  typed: string,
): Promise<readonly { label: string; value: string }[]> {
  const { state } = desk;
  const block = view.blocks.find((one) => one.block_id === blockId);
  const element = block?.['element'] as Block | undefined;
  if (element?.type !== 'external_select') throw new Error(`${blockId} asks for no suggestions`);
  const payload = {
    ...base(state, view.userId),
    type: 'block_suggestion',
    action_id: element['action_id'],
    block_id: blockId,
    value: typed,
    container: { type: 'view', view_id: view.id },
    view: viewJson(state, view),
  };
  const answer = (await ask(desk, view.id, 'interactive', payload, () => []).acknowledged()) as {
    readonly options?: readonly { readonly text: { readonly text: string }; readonly value: string }[];
  };
  const wrong = checkOptions(answer.options, 0);
  if (wrong !== null) state.violations.push(`suggestions: ${wrong}`);
  const options = answer.options ?? [];
  const offered = view.offered.get(blockId) ?? [];
  view.offered.set(blockId, new Set([...offered, ...options.map(({ value }) => value)]));
  return options.map(({ text, value }) => ({ label: text.text, value }));
}

function blocksAt(place: ButtonPlace): readonly Block[] {
  if ('view' in place) return place.view.blocks;
  if ('reply' in place) return place.reply.blocks;
  return 'link' in place ? (place.message.unfurls[place.link]?.blocks ?? []) : place.message.blocks;
}

function containerJson(
  place: ButtonPlace,
  { ts, channel, threadTs }: FakeSlackMessage | FakeSlackReply,
  isPrivate: boolean,
): object {
  const common = {
    message_ts: ts,
    channel_id: channel,
    is_ephemeral: isPrivate,
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
  };
  if ('link' in place)
    return {
      ...common,
      type: 'message_attachment',
      attachment_id: 1,
      is_app_unfurl: true,
      app_unfurl_url: place.link,
    };
  return { ...common, type: 'message' };
}

function messageJson(message: FakeSlackMessage | FakeSlackReply): object {
  const { ts, text, blocks, threadTs } = message;
  const sender = 'userId' in message ? message.userId : undefined;
  return {
    type: 'message',
    user: sender,
    ts,
    text,
    blocks,
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
  };
}

function channelJson(state: State, id: string): object {
  return { id, name: state.channels.get(id)?.name ?? 'unknown' };
}

function viewJson(state: State, view: FakeSlackView): object {
  return {
    id: view.id,
    team_id: state.teamId,
    type: view.type,
    callback_id: '',
    private_metadata: '',
    ...view.json,
    state: { values: {} },
    hash: randomUUID(),
    root_view_id: view.id,
    previous_view_id: view.below?.id ?? null,
    app_id: 'A0BROADSHT',
    bot_id: state.botId,
  };
}
