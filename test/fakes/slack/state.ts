export interface FakeSlackChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  /** Whose conversation with the bot it is; null for channels. */
  readonly personId: string | null;
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
  text: string;
  blocks: readonly Block[];
  readonly metadata: Readonly<Record<string, unknown>> | null;
  /** Cards below its links, by link. */
  unfurls: Readonly<Record<string, { readonly blocks: readonly Block[] }>>;
  /** Who it notified: `<!channel>`, `<@U1>`; must stay empty. */
  readonly pings: readonly string[];
  /** Wall clock, milliseconds. */
  readonly at: number;
  deleted: boolean;
}

/** An answer to a person: through a response URL, seen by that person alone, or in their conversation with the bot. */
export interface FakeSlackReply {
  readonly ts: string;
  readonly channel: string;
  readonly threadTs: string | null;
  /** Who alone sees it; null when all do. */
  readonly visibleTo: string | null;
  readonly via: 'response_url' | 'chat.postEphemeral' | 'chat.postMessage';
  text: string;
  blocks: readonly Block[];
  /** How often it made room for another page. */
  replaced: number;
  readonly at: number;
}

/** A response URL. */
export interface FakeSlackHook {
  readonly id: string;
  readonly channel: string;
  readonly userId: string;
  /** The message whose button was pressed; null for commands and shortcuts. */
  readonly original: FakeSlackMessage | FakeSlackReply | null;
  readonly at: number;
  uses: number;
  /** What came through it, oldest first. */
  readonly replies: FakeSlackReply[];
}

/** A modal or a Home tab, as it stands. */
export interface FakeSlackView {
  readonly id: string;
  readonly userId: string;
  readonly type: 'modal' | 'home';
  /** Trigger it was opened with; null for the Home tab. */
  readonly triggerId: string | null;
  /** The view below it. */
  readonly below: FakeSlackView | null;
  /** As it was sent. */
  json: Readonly<Record<string, unknown>>;
  blocks: readonly Block[];
  /** Values that were suggested so far, by block id: of an external select nothing else can be chosen. */
  readonly offered: Map<string, Set<string>>;
  updates: number;
  closed: boolean;
}

export interface FakeSlackPerson {
  readonly id: string;
  tz: string | null;
  isAdmin: boolean;
  isOwner: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  /** Their own workspace, when it is another one: a channel shared between two. */
  teamId?: string;
  /** Every workspace of theirs, in an organisation with several. */
  gridTeams?: readonly string[];
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
  /** Scopes without which something that was done would have been refused. */
  readonly usedScopes: Set<string>;
  /** True: pictures cannot be fetched, so that messages with one are invalid. */
  picturesFail: boolean;
  readonly channels: Map<string, FakeSlackChannel>;
  readonly messages: FakeSlackMessage[];
  readonly replies: FakeSlackReply[];
  readonly people: Map<string, FakeSlackPerson>;
  readonly hooks: Map<string, FakeSlackHook>;
  /** Trigger ids given out, and when; used ones are marked. */
  readonly triggers: Map<string, { readonly at: number; readonly userId: string; used: boolean }>;
  readonly views: FakeSlackView[];
  /** What the caller did that a well-behaved app does not. */
  readonly violations: string[];
  readonly history: HistoryBehaviour;
  readonly now: () => number;
  /** Added to the wall clock, milliseconds. */
  skewMs: number;
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

/** What the app is installed with. */
export const ALL_SCOPES = [
  'commands',
  'chat:write',
  'chat:write.public',
  'channels:read',
  'channels:join',
  'channels:history',
  'groups:read',
  'groups:history',
  'im:history',
  'users:read',
  'links:read',
  'links:write',
] as const;

export function newState(tokens: { botToken: string; appToken: string; scopes?: readonly string[] }): State {
  const now = () => Date.now() + state.skewMs;
  const state: State = {
    skewMs: 0,
    botToken: tokens.botToken,
    appToken: tokens.appToken,
    teamId: 'T0READING1',
    teamName: 'Reading group',
    botUserId: 'U0BROADSHT',
    botId: 'B0BROADSHT',
    scopes: new Set(tokens.scopes ?? ALL_SCOPES),
    usedScopes: new Set(),
    picturesFail: false,
    channels: new Map(),
    messages: [],
    replies: [],
    people: new Map(),
    hooks: new Map(),
    triggers: new Map(),
    views: [],
    violations: [],
    history: { lagMs: 0, pageSize: 1000, losesCursor: false, keepsMetadata: true, keepsBlockIds: true },
    now,
    newTs: tsMaker(now),
  };
  return state;
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
