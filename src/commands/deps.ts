import type { PreviewDeps } from '../digests/preview.js';
import type { AnswerStore, ViewStore } from '../ports/answer-store.js';
import type { ChannelStore } from '../ports/channel-store.js';
import type { Clock } from '../ports/clock.js';
import type { DigestStore } from '../ports/digest-store.js';
import type { Directory, PersonFacts } from '../ports/directory.js';
import type { JobQueue } from '../ports/job-queue.js';
import type { Logger } from '../ports/logger.js';
import type { PaperStore } from '../ports/paper-store.js';
import type { HashPerson, PeopleStore } from '../ports/people-store.js';
import type { PublisherFor } from '../ports/publisher.js';
import type { SignalSource } from '../ports/signal-source.js';
import type { WorkspaceStore } from '../ports/workspace-store.js';
import type { PaperSearch } from '../search/search-types.js';
import type { OptionValues } from './definition.js';
import type { CommandReply } from './reply.js';
import type { ChatPlatform, CommandRequest } from './request.js';
import type { Turns } from './turns.js';

/** Everything commands ask of the outside; with it, what composing a digest needs. */
export interface CommandDeps extends PreviewDeps {
  readonly channels: ChannelStore;
  readonly digests: Pick<DigestStore, 'find' | 'lastPosted' | 'history' | 'openNow'>;
  readonly papers: Pick<PaperStore, 'get' | 'listedSince'>;
  readonly people: PeopleStore;
  readonly views: ViewStore;
  readonly answers: Pick<AnswerStore, 'claim' | 'release'>;
  readonly workspaces: Pick<WorkspaceStore, 'get' | 'put'>;
  readonly search: PaperSearch;
  /** Every source of signals that is switched on. Default none. */
  readonly signalSources?: readonly Pick<SignalSource, 'name' | 'title' | 'nextReadAt'>[];
  readonly publisherFor: PublisherFor;
  /** Null when the platform knows no more than its events say. */
  readonly directoryFor: (platform: ChatPlatform) => Directory | null;
  readonly hashPerson: HashPerson;
  /** Woken when a digest is opened by hand; without it the next tick finds the digest. */
  readonly queue?: JobQueue;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the handlers work with. */
export interface Kitchen extends CommandDeps {
  /** One change of a channel's settings after the other. */
  readonly turns: Turns;
}

/** One request on its way through the handlers. */
export interface Asked {
  readonly request: CommandRequest;
  /** Of the command or the form; trimmed, the empty ones left out. */
  readonly options: OptionValues;
  readonly now: Date;
  /** `platform:workspace:place` of where it was asked. */
  readonly key: string;
  /** What the platform knows of the person, asked once; null where nobody can be asked. @throws AppError `platform` */
  readonly person: () => Promise<PersonFacts | null>;
  readonly signal: AbortSignal;
}

export type Handler = (asked: Asked, kitchen: Kitchen) => Promise<CommandReply>;
