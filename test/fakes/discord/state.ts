/** Permission bits as Discord documents them, written out so that the fake shares nothing with what it tests. */
export const BITS = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  manageWebhooks: 1n << 29n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;

/** Everything a digest needs. */
export const ALL_NEEDED =
  BITS.viewChannel |
  BITS.sendMessages |
  BITS.embedLinks |
  BITS.attachFiles |
  BITS.readMessageHistory |
  BITS.createPublicThreads |
  BITS.sendMessagesInThreads;

/** What is always allowed in a conversation of two. */
const DIRECT_RIGHTS =
  BITS.viewChannel | BITS.sendMessages | BITS.embedLinks | BITS.attachFiles | BITS.readMessageHistory;

export const TEXT = 0;
export const DIRECT = 1;
export const VOICE = 2;
export const ANNOUNCEMENT = 5;
export const THREAD = 11;
export const FORUM = 15;

export interface Overwrite {
  readonly id: string;
  /** 0 role, 1 member. */
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface FakeGuild {
  readonly id: string;
  readonly name: string;
  ownerId: string;
  /** Of the role everyone has. */
  everyone: bigint;
  /** Of the bot's own role. */
  bot: bigint;
  readonly botRoleId: string;
  /** False once the bot has been removed. */
  joined: boolean;
}

export interface FakeUser {
  readonly id: string;
  readonly name: string;
}

export interface FakeFile {
  readonly name: string;
  readonly text: string;
  readonly bytes: Buffer;
  /** What it says to who cannot see it. */
  readonly description?: string | null;
}

export interface FakeChannel {
  readonly id: string;
  /** `@me` for direct messages. */
  readonly guildId: string;
  /** Of direct messages: who talks with the bot. */
  readonly recipient: FakeUser | null;
  readonly type: number;
  readonly name: string;
  readonly parentId: string | null;
  readonly ownerId: string | null;
  overwrites: readonly Overwrite[];
  requireTag: boolean;
  archived: boolean;
  locked: boolean;
  archiveAt: number;
  readonly autoArchive: number;
}

export interface FakeMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly at: number;
  readonly nonce: string | null;
  content: string;
  embeds: readonly Record<string, unknown>[];
  components: readonly Record<string, unknown>[];
  files: readonly FakeFile[];
  /** Who or what it notified: `@everyone`, `<@1>`; must stay empty. */
  readonly pings: readonly string[];
  /** Seen by one person alone, and by nobody who reads the channel back. */
  readonly ephemeral: boolean;
  deleted: boolean;
}

export interface State {
  readonly token: string;
  readonly appId: string;
  readonly botId: string;
  readonly guilds: Map<string, FakeGuild>;
  readonly channels: Map<string, FakeChannel>;
  /** In order of acceptance, deleted ones included. */
  readonly messages: FakeMessage[];
  /** How long a nonce is remembered. */
  nonceWindowMs: number;
  /** Messages younger than this are not listed yet, milliseconds. */
  historyLagMs: number;
  /** Pages of messages hold at most this many, whatever was asked for. */
  historyPage: number;
  /** Active threads a guild may have. */
  maxActiveThreads: number;
  /** Registered commands by scope: `global` or a guild's id. */
  readonly commands: Map<string, readonly Record<string, unknown>[]>;
  /** Direct messages whose owner takes none any more, by channel id. */
  readonly shutDirect: Set<string>;
  /** How far this clock is ahead of the machine's. Milliseconds. */
  skew: number;
  newId(): string;
  now(): number;
}

const EPOCH = 1_420_070_400_000;

/** Snowflakes of real time, never two alike, always rising. */
export function idMaker(now: () => number): () => string {
  let last = 0n;
  return () => {
    const next = BigInt(now() - EPOCH) << 22n;
    last = next > last ? next : last + 1n;
    return last.toString();
  };
}

/** What the bot may do in a channel (a thread has its parent's rights). */
export function permissionsIn(state: State, channel: FakeChannel): bigint {
  if (channel.type === DIRECT) return DIRECT_RIGHTS;
  const guild = state.guilds.get(channel.guildId);
  if (guild?.joined !== true) return 0n;
  if (guild.ownerId === state.botId) return ~0n;
  const place = channel.parentId === null ? channel : (state.channels.get(channel.parentId) ?? channel);
  let bits = guild.everyone | guild.bot;
  if ((bits & BITS.administrator) !== 0n) return ~0n;
  for (const id of [guild.id, guild.botRoleId, state.botId]) {
    for (const overwrite of place.overwrites.filter((item) => item.id === id))
      bits = (bits & ~overwrite.deny) | overwrite.allow;
  }
  return bits;
}

export function visibleMessages(state: State, channelId: string): FakeMessage[] {
  return state.messages.filter(
    (message) => message.channelId === channelId && !message.deleted && !message.ephemeral,
  );
}

/** Threads of a text channel or posts of a forum, oldest first. */
export function threadsOf(state: State, channelId: string): FakeChannel[] {
  return [...state.channels.values()].filter((channel) => channel.parentId === channelId);
}
