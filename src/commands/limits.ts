import { formatChannelKey } from '../channels/address.js';
import type { Action, CommandRequest } from './request.js';
import { createSlidingWindow } from './sliding-window.js';

const MINUTE_MS = 60_000;
/** People and workspaces remembered, each for a minute; the least recent are forgotten beyond that. */
const MOST_REMEMBERED = 20_000;

/** Most requests a minute. `person` null: nobody asked for it. */
interface Allowance {
  readonly person: number | null;
  readonly workspace: number;
}

/** Buttons are lighter and quicker than commands: leafing through a list is a press a second or two. */
const ALLOWANCES = {
  asked: { person: 10, workspace: 60 },
  pressed: { person: 30, workspace: 180 },
  unasked: { person: null, workspace: 60 },
} as const satisfies Record<string, Allowance>;

export interface Refusal {
  readonly by: 'person' | 'workspace';
  /** How many a minute are taken. */
  readonly most: number;
  /** When the next one is. */
  readonly waitMs: number;
}

export interface CommandLimits {
  /** Counts the request if it is within the limits. @returns null then, else why not; a refused one does not count */
  admit(request: CommandRequest, now: Date): Refusal | null;
}

/** 10 commands a minute for each person and 60 for each workspace, in this process. */
export function createCommandLimits(): CommandLimits {
  const window = createSlidingWindow({ windowMs: MINUTE_MS, mostKeys: MOST_REMEMBERED });
  return {
    admit: (request, now) => {
      const kind = kindOf(request.action);
      const keys = keysOf(request);
      const asked = (['person', 'workspace'] as const).flatMap((by) => {
        const most = ALLOWANCES[kind][by];
        return most === null ? [] : [{ by, most, key: `${kind} ${keys[by]}` }];
      });
      for (const { by, most, key } of asked) {
        const waitMs = window.waitMs(key, most, now.getTime());
        if (waitMs > 0) return { by, most, waitMs };
      }
      for (const { key } of asked) window.count(key, now.getTime());
      return null;
    },
  };
}

/** The refusal for people. */
export function refusalSentence({ by, most, waitMs }: Refusal): string {
  const who = by === 'person' ? 'You have asked' : 'All of you here together have asked';
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return `${who} me ${most} times within a minute, which is as much as I can do. Please try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
}

// --- Internal helpers ---

function kindOf(action: Action): keyof typeof ALLOWANCES {
  if (action.kind === 'unfurl' || action.kind === 'home') return 'unasked';
  return action.kind === 'button' ? 'pressed' : 'asked';
}

/** Discord's direct messages all have one workspace; there each conversation is its own. */
function keysOf({ address, person }: CommandRequest): Record<Refusal['by'], string> {
  const { platform, workspace } = address;
  return {
    person: `person ${platform}:${person.id}`,
    workspace: `workspace ${workspace === '@me' ? formatChannelKey(address) : `${platform}:${workspace}`}`,
  };
}
