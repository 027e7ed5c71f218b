export interface FakeSlackChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  isArchived: boolean;
  isMember: boolean;
  /** Every post there is answered with this error, as for `restricted_action`. */
  postError: string | null;
}

export interface FakeSlackMessage {
  readonly ts: string;
  readonly channel: string;
  /** Timestamp of the message it replies to; null in the channel itself. */
  readonly threadTs: string | null;
  readonly userId: string;
  readonly botId: string | null;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata: Readonly<Record<string, unknown>> | null;
  /** Who it notified: `<!channel>`, `<@U1>`; must stay empty. */
  readonly pings: readonly string[];
  /** Wall clock, milliseconds. */
  readonly at: number;
  deleted: boolean;
}

/** A block as it was sent. */
export interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly [field: string]: unknown;
}

/** A Slack workspace as the fake knows it. Written out, so that it shares nothing with what it tests. */
export interface State {
  readonly botToken: string;
  readonly appToken: string;
  readonly teamId: string;
  readonly teamName: string;
  readonly botUserId: string;
  readonly botId: string;
  scopes: Set<string>;
  /** True: pictures cannot be fetched, so that messages with one are invalid. */
  picturesFail: boolean;
  readonly channels: Map<string, FakeSlackChannel>;
  readonly messages: FakeSlackMessage[];
  /** What the caller did that a well-behaved app does not. */
  readonly violations: string[];
  readonly history: HistoryBehaviour;
  readonly now: () => number;
  /** Unique and rising, like Slack's. */
  readonly newTs: () => string;
}

export interface HistoryBehaviour {
  /** Messages younger than this are not shown yet, milliseconds. */
  lagMs: number;
  /** Pages hold at most this many, whatever was asked for. */
  pageSize: number;
  /** True: there is more, but no cursor to get it with. */
  losesCursor: boolean;
  /** False: metadata is dropped, as the documents hint for unregistered types. */
  keepsMetadata: boolean;
  /** False: block ids are replaced. */
  keepsBlockIds: boolean;
}

export const ALL_SCOPES = [
  'chat:write',
  'chat:write.public',
  'channels:read',
  'groups:read',
  'channels:history',
  'groups:history',
] as const;

export function newState(tokens: { botToken: string; appToken: string; scopes?: readonly string[] }): State {
  const now = () => Date.now();
  return {
    botToken: tokens.botToken,
    appToken: tokens.appToken,
    teamId: 'T0READING1',
    teamName: 'Reading group',
    botUserId: 'U0BROADSHT',
    botId: 'B0BROADSHT',
    scopes: new Set(tokens.scopes ?? ALL_SCOPES),
    picturesFail: false,
    channels: new Map(),
    messages: [],
    violations: [],
    history: { lagMs: 0, pageSize: 1000, losesCursor: false, keepsMetadata: true, keepsBlockIds: true },
    now,
    newTs: tsMaker(now),
  };
}

/** Top-level messages of a channel that still stand, oldest first. */
export function channelMessages(state: State, channel: string): FakeSlackMessage[] {
  return state.messages.filter(
    (message) => message.channel === channel && message.threadTs === null && !message.deleted,
  );
}

/** Replies of a thread that still stand, oldest first. */
export function threadReplies(state: State, channel: string, ts: string): FakeSlackMessage[] {
  return state.messages.filter(
    (message) => message.channel === channel && message.threadTs === ts && !message.deleted,
  );
}

function tsMaker(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, now() * 1000);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}
