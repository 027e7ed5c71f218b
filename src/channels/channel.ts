import type { PlainDate } from '../papers/paper.js';

export type Platform = 'discord' | 'slack' | 'email' | 'terminal';
/** How a digest is laid out: a head with a thread of cards, the head alone, or a forum post (Discord only). */
export type Layout = 'thread' | 'compact' | 'forum';
/** ISO weekday, 1 = Monday … 7 = Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Who may change a channel's settings: everyone in it, or those who manage it. */
export type Managers = 'members' | 'admins';

/** When a channel's digest is due, in its own local time. */
export interface Schedule {
  /** Local wall time `HH:MM`, 24 h. */
  readonly time: string;
  /** IANA zone, e.g. `Europe/Berlin`. */
  readonly zone: string;
  /** At least one, ascending. */
  readonly days: readonly Weekday[];
}

/** A saved query with a name. */
export interface Topic {
  readonly name: string;
  /** In the query grammar; `everything` is the built-in topic that matches all. */
  readonly query: string;
}

/** The address of a place that digests go to: `discord:SERVER:CHANNEL`, `slack:TEAM:CHANNEL`, `email:-:SUBSCRIBER`. */
export interface ChannelAddress {
  readonly platform: Platform;
  readonly workspace: string;
  readonly place: string;
}

export interface ChannelSettings {
  readonly schedule: Schedule;
  /** Cards per digest, 1–20. */
  readonly count: number;
  readonly layout: Layout;
  /** What an empty day says: nothing, or one line. */
  readonly empty: 'silent' | 'line';
  /** Whether the head message carries a picture of the list. */
  readonly picture: 'on' | 'off';
  readonly managers: Managers;
  /** 1–50 topics. */
  readonly topics: readonly Topic[];
}

/** Why a channel gets nothing for now; shown to people. */
export interface Pause {
  readonly reason: string;
  /** `person`: only a person resumes; `platform`: set by a refusal of the platform, and ends by itself once nothing is in the way. */
  readonly by: 'person' | 'platform';
  readonly at: Date;
}

export interface Channel extends ChannelSettings {
  readonly id: number;
  /** `platform:workspace:place`, unique. */
  readonly key: string;
  readonly address: ChannelAddress;
  /** How people know it, e.g. `#papers`; absent while that is not known. */
  readonly name?: string;
  readonly pause: Pause | null;
  /** The platform's id of whoever set it up, for notices; null when that was done on the command line. */
  readonly setUpBy: string | null;
  /** The next slot not yet opened, and the instant it is due. */
  readonly nextSlot: PlainDate;
  readonly nextDueAt: Date;
  readonly createdAt: Date;
}
