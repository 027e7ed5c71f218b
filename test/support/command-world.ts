import { createCommandHandler } from '../../src/commands/handle.js';
import { decodeButton, encodeButton, type ButtonAction } from '../../src/commands/buttons.js';
import type { CommandName, OptionValues } from '../../src/commands/definition.js';
import type { CommandDeps } from '../../src/commands/deps.js';
import type { CommandReply, ReplyBlock, ReplyButton } from '../../src/commands/reply.js';
import type { Action, CommandRequest } from '../../src/commands/request.js';
import type { Channel, ChannelSettings, Layout } from '../../src/channels/channel.js';
import { createRankingCache } from '../../src/digests/ranking-cache.js';
import type { PersonFacts } from '../../src/ports/directory.js';
import type { Job } from '../../src/ports/job-queue.js';
import type { SightedPaper } from '../../src/ports/paper-store.js';
import type { Problem } from '../../src/ports/publisher.js';
import { rankInSlices } from '../../src/ranking/rank.js';
import { memoryChannels, memoryDigests, type MemoryDigests } from './memory-channels.js';
import { memoryPapers, memoryPeople, memorySearch, memoryViews } from './memory-papers.js';
import { silentLogger } from './silent-logger.js';
import { putChannel } from './put-channel.js';

/** Tuesday noon. The week's papers are of Monday. */
export const NOW = new Date('2026-11-24T12:00:00Z');

export const ON_DISCORD: Pick<CommandRequest, 'address' | 'direct' | 'person'> = {
  address: { platform: 'discord', workspace: '11', place: '22' },
  direct: false,
  person: { id: '77', manages: true },
};
export const IN_DISCORD_DM: typeof ON_DISCORD = {
  address: { platform: 'discord', workspace: '@me', place: '33' },
  direct: true,
  person: { id: '77', manages: 'unknown' },
};
export const ON_SLACK: typeof ON_DISCORD = {
  address: { platform: 'slack', workspace: 'T1', place: 'C1' },
  direct: false,
  person: { id: 'U1', manages: 'unknown' },
};
export const IN_SLACK_DM: typeof ON_DISCORD = {
  address: { platform: 'slack', workspace: 'T1', place: 'D1' },
  direct: true,
  person: { id: 'U1', manages: 'unknown' },
};

/** What the outside is set to, and what was done to it. */
export interface CommandWorld {
  readonly deps: CommandDeps;
  /** May be changed at any time. */
  readonly outside: {
    now: Date;
    /** What the platform finds in the way of each layout. */
    problems: Partial<Record<Layout, readonly Problem[]>>;
    layouts: readonly Layout[] | undefined;
    person: PersonFacts;
    /** Thrown by the directory instead of an answer. */
    directoryFault: Error | null;
    sayFault: Error | null;
    queueFault: Error | null;
    inspectFault: Error | null;
    /** The platform is switched off. */
    off: boolean;
  };
  readonly said: string[];
  readonly joined: string[];
  readonly jobs: Job[];
  readonly digests: MemoryDigests;
  /** Papers of the catalogue, and those only a source knows. */
  readonly papers: Map<string, SightedPaper>;
  readonly beyond: Map<string, SightedPaper>;
  ask(action: Action, from?: Partial<CommandRequest>): Promise<CommandReply>;
  command(name: CommandName, options?: OptionValues, from?: Partial<CommandRequest>): Promise<CommandReply>;
  press(action: ButtonAction, from?: Partial<CommandRequest>): Promise<CommandReply>;
  channel(from?: Pick<CommandRequest, 'address'>): Promise<Channel | null>;
  /** A channel on Discord, 09:00 in Berlin on weekdays, on speech. */
  settle(settings?: Partial<ChannelSettings>, from?: Pick<CommandRequest, 'address'>): Promise<Channel>;
}

export function createCommandWorld(papers: readonly SightedPaper[] = []): CommandWorld {
  const outside: CommandWorld['outside'] = {
    now: NOW,
    problems: {},
    layouts: undefined,
    person: { zone: 'Europe/Berlin', admin: false, guest: false },
    directoryFault: null,
    sayFault: null,
    queueFault: null,
    inspectFault: null,
    off: false,
  };
  const store = new Map(papers.map((item) => [item.paper.id, item]));
  const beyond = new Map<string, SightedPaper>();
  const seen = { said: [] as string[], joined: [] as string[], jobs: [] as Job[] };
  const clock = { now: () => Promise.resolve(outside.now) };
  const channels = memoryChannels(clock);
  const digests = memoryDigests(clock, channels);
  const deps: CommandDeps = {
    clock,
    channels,
    digests,
    papers: memoryPapers(store),
    ...memoryPeople(store, clock),
    ...memoryViews(),
    search: memorySearch(store, beyond),
    sources: ['huggingface', 'arxiv'].map((name) => ({
      name: name as 'huggingface' | 'arxiv',
      title: name === 'arxiv' ? 'arXiv' : 'Hugging Face',
      nextReadAt: (lastOkAt, now) => lastOkAt ?? now,
    })),
    sourceStates: {
      get: (source) =>
        Promise.resolve({
          source,
          lastOkAt: outside.now,
          failingSince: null,
          lastError: null,
          notBefore: null,
          failures: 0,
        }),
    },
    rankings: createRankingCache(),
    rank: rankInSlices,
    publisherFor: (platform) =>
      outside.off || platform === 'terminal' || platform === 'email'
        ? null
        : publisher(platform, outside, seen),
    directoryFor: (platform) => (platform === 'discord' ? null : directory(outside, seen)),
    hashPerson: (platform, workspace, person) => `hash of ${platform}/${workspace}/${person.id}`,
    queue: {
      enqueue: (job) => {
        if (outside.queueFault !== null) return Promise.reject(outside.queueFault);
        seen.jobs.push(job);
        return Promise.resolve();
      },
    },
    logger: silentLogger,
  };
  return { ...askers(deps), deps, outside, ...seen, digests, papers: store, beyond };
}

/** All that a reply says, in one text. */
export function wordsOfReply({ title, blocks }: CommandReply): string {
  return [title ?? '', ...blocks.map(wordsOfBlock)].filter(Boolean).join('\n');
}

export function buttonsOf({ blocks }: CommandReply): readonly ReplyButton[] {
  return blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
}

/** The action of the button with that label. */
export function buttonCalled(reply: CommandReply, label: string | RegExp): ButtonAction {
  const found = buttonsOf(reply).find((button) =>
    typeof label === 'string' ? button.label === label : label.test(button.label),
  );
  if (found === undefined) throw new Error(`There is no button ${String(label)}.`);
  return found.action;
}

export function papersOf({ blocks }: CommandReply): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === 'papers' ? block.papers.map(({ paperId }) => paperId) : [],
  );
}

// --- Internal helpers ---

function askers(deps: CommandDeps): Pick<CommandWorld, 'ask' | 'command' | 'press' | 'channel' | 'settle'> {
  const handle = createCommandHandler(deps);
  const key = ({ address: { platform, workspace, place } }: Pick<CommandRequest, 'address'>): string =>
    `${platform}:${workspace}:${place}`;
  let asked = 0;
  const ask: CommandWorld['ask'] = async (action, from = {}) => {
    const request = { id: `test:${++asked}`, ...ON_DISCORD, ...from, action };
    // As the queue does: a request is plain JSON.
    const sent = JSON.parse(JSON.stringify(request)) as CommandRequest;
    const reply = await handle(sent, new AbortController().signal);
    requireFitting(reply);
    return reply;
  };
  return {
    ask,
    command: (name, options = {}, from = {}) => ask({ kind: 'command', name, options }, from),
    press: (action, from = {}) => ask({ kind: 'button', action }, from),
    channel: (from = ON_DISCORD) => deps.channels.get(key(from)),
    settle: async (settings = {}, { address } = ON_DISCORD) => {
      const all: ChannelSettings = {
        schedule: { time: '09:00', zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5] },
        count: 5,
        layout: 'thread',
        empty: 'silent',
        picture: 'on',
        managers: address.platform === 'discord' ? 'admins' : 'members',
        topics: [{ name: 'speech', query: 'speech' }],
        ...settings,
      };
      const next = { slot: '2026-11-25', dueAt: new Date('2026-11-25T08:00:00Z') };
      return (await putChannel(deps.channels, address, all, next, '77')).channel;
    },
  };
}

/** What every reply must keep to, whatever it says. */
function requireFitting({ blocks }: CommandReply): void {
  for (const block of blocks) {
    if (block.kind === 'fields' && block.fields.length > 25) throw new Error('Too many fields.');
    if (block.kind === 'papers' && block.papers.length > 5) throw new Error('Too many papers on a page.');
    if (block.kind !== 'buttons') continue;
    if (block.buttons.length === 0 || block.buttons.length > 5)
      throw new Error('A row has one to five buttons.');
    for (const { label, action } of block.buttons) {
      const id = encodeButton(action);
      if (id === null || JSON.stringify(decodeButton(id)) !== JSON.stringify(action))
        throw new Error(`The button ${label} does not come back as it was.`);
      if (label === '' || label.length > 75) throw new Error(`The label ${label} has no room.`);
    }
  }
}

function publisher(
  platform: 'discord' | 'slack',
  outside: CommandWorld['outside'],
  { said }: Pick<CommandWorld, 'said'>,
): ReturnType<CommandDeps['publisherFor']> {
  const never = (): never => {
    throw new Error('Nothing is posted by a command.');
  };
  return {
    platform,
    policy: never,
    render: never,
    send: never,
    look: never,
    inspect: (_address, layout) => {
      if (outside.inspectFault !== null) return Promise.reject(outside.inspectFault);
      return Promise.resolve({
        name: '#papers',
        problems: outside.problems[layout] ?? [],
        ...(outside.layouts === undefined ? {} : { layouts: outside.layouts }),
      });
    },
    say: (address, text) => {
      if (outside.sayFault !== null) return Promise.reject(outside.sayFault);
      said.push(`${address.place}: ${text}`);
      return Promise.resolve();
    },
  };
}

function directory(
  outside: CommandWorld['outside'],
  { joined }: Pick<CommandWorld, 'joined'>,
): ReturnType<CommandDeps['directoryFor']> {
  return {
    person: () =>
      outside.directoryFault === null
        ? Promise.resolve(outside.person)
        : Promise.reject(outside.directoryFault),
    join: ({ place }) => {
      joined.push(place);
      return Promise.resolve(true);
    },
  };
}

function wordsOfBlock(block: ReplyBlock): string {
  switch (block.kind) {
    case 'text':
    case 'note':
    case 'code':
      return block.text;
    case 'fields':
      return block.fields.map(({ name, value }) => `${name}: ${value}`).join('\n');
    case 'papers':
      return block.papers.map(({ position, title, note }) => `${position}. ${title} (${note})`).join('\n');
    case 'card':
      return `${block.card.title} — ${block.card.why}`;
    case 'digest':
      return block.content.cards.map(({ title }) => title).join('\n');
    case 'problems':
      return block.problems.map(({ message, hint }) => `${message} ${hint}`).join('\n');
    case 'buttons':
      return '';
  }
}
