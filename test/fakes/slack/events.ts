import { randomUUID } from 'node:crypto';
import { ask, toldFromNow, type Desk, type FakeAsk } from './asks.js';
import { directChannel, need } from './method-tools.js';
import type { FakeSlackMessage } from './state.js';

export interface EventOptions {
  /** The event's own id; Slack repeats an event under the same. */
  readonly id?: string;
  readonly threadTs?: string;
}

/** What happens in the workspace and is told to the app. */
export interface FakeEvents {
  /** Any event, as it is. */
  event(event: Readonly<Record<string, unknown>>, options?: EventOptions): FakeAsk;
  /** A person opens the Home tab. */
  openHome(user?: string, options?: EventOptions): FakeAsk;
  /** A person writes to the bot. */
  write(text: string, user?: string, options?: EventOptions): FakeAsk;
  /** A person writes a message with links; the app is told of those of its domains. */
  share(
    text: string,
    at?: { readonly channel?: string; readonly user?: string },
    options?: EventOptions,
  ): { readonly message: FakeSlackMessage; readonly ask: FakeAsk };
}

const DOMAINS = ['arxiv.org', 'huggingface.co', 'alphaxiv.org'];
/** Slack tells of so many links at most. */
const MOST_LINKS = 5;

export function createFakeEvents(
  desk: Desk,
  defaults: { readonly user: string; readonly channel: string },
): FakeEvents {
  const { state } = desk;
  const send: FakeEvents['event'] = (event, { id = `Ev${randomUUID().slice(0, 8).toUpperCase()}` } = {}) => {
    const payload = {
      token: 'unused',
      team_id: state.teamId,
      api_app_id: 'A0BROADSHT',
      type: 'event_callback',
      event_id: id,
      event_time: Math.floor(state.now() / 1000),
      authorizations: [
        { enterprise_id: null, team_id: state.teamId, user_id: state.botUserId, is_bot: true },
      ],
      event: { event_ts: state.newTs(), ...event },
    };
    const { user } = event;
    const person = typeof user === 'string' ? user : defaults.user;
    return ask(desk, id, 'events_api', payload, toldFromNow(state, person));
  };
  const post = (channel: string, userId: string, text: string, threadTs: string | null) => {
    const rest = { blocks: [], metadata: null, unfurls: {}, pings: [], deleted: false };
    const message = {
      ts: state.newTs(),
      channel,
      threadTs,
      userId,
      botId: null,
      text,
      ...rest,
      at: state.now(),
    };
    state.messages.push(message);
    return message;
  };
  return {
    event: send,
    openHome(user = defaults.user, options) {
      const channel = directChannel(state, user).id;
      const view = state.views.find(({ type, userId }) => type === 'home' && userId === user);
      const shown = view === undefined ? {} : { view: { id: view.id, ...view.json } };
      return send({ type: 'app_home_opened', user, channel, tab: 'home', ...shown }, options);
    },
    write(text, user = defaults.user, options) {
      need(state, 'im:history');
      const channel = directChannel(state, user).id;
      const { ts } = post(channel, user, text, options?.threadTs ?? null);
      const thread = options?.threadTs === undefined ? {} : { thread_ts: options.threadTs };
      return send({ type: 'message', channel_type: 'im', channel, user, text, ts, ...thread }, options);
    },
    share(text, { channel = defaults.channel, user = defaults.user } = {}, options) {
      need(state, 'links:read');
      const message = post(channel, user, text, null);
      const links = linksIn(text);
      if (links.length === 0) throw new Error('there is no link that the app would be told of');
      const event = {
        type: 'link_shared',
        user,
        channel,
        message_ts: message.ts,
        is_bot_user_member: true,
        unfurl_id: `${channel}-${message.ts}-unfurl`,
        source: 'conversations_history',
        links,
      };
      return { message, ask: send(event, options) };
    },
  };
}

// --- Internal helpers ---

function linksIn(text: string): readonly { readonly domain: string; readonly url: string }[] {
  const urls = [...text.matchAll(/https?:\/\/[^\s<>|]+/g)].map(([url]) => url);
  return urls
    .flatMap((url) => {
      const { hostname } = new URL(url);
      const domain = DOMAINS.find((name) => hostname === name || hostname.endsWith(`.${name}`));
      return domain === undefined ? [] : [{ domain, url }];
    })
    .slice(0, MOST_LINKS);
}
