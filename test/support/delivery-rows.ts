import type { Channel } from '../../src/channels/channel.js';
import type { Delivery } from '../../src/digests/delivery.js';
import type { Digest } from '../../src/digests/digest.js';

export const SLOT_AT = new Date('2026-11-23T08:00:00Z');

/** An instant so many seconds after the slot. */
export const at = (seconds: number): Date => new Date(SLOT_AT.getTime() + seconds * 1000);

export function aPart(overrides: Partial<Delivery> = {}): Delivery {
  return {
    key: `key-${overrides.position ?? 0}`,
    digestId: 1,
    position: 0,
    kind: 'head',
    payload: {},
    paperIds: [],
    state: 'pending',
    claimToken: null,
    leaseUntil: null,
    notBefore: null,
    firstSendAt: null,
    lastSendAt: null,
    attempts: 0,
    resends: 0,
    blindLooks: 0,
    parked: false,
    remoteId: null,
    lastError: null,
    ...overrides,
  };
}

const channel: Channel = {
  id: 1,
  key: 'discord:1:2',
  address: { platform: 'discord', workspace: '1', place: '2' },
  schedule: { time: '09:00', zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5] },
  count: 5,
  layout: 'thread',
  empty: 'silent',
  picture: 'on',
  managers: 'members',
  topics: [{ name: 'everything', query: 'everything' }],
  pause: null,
  nextSlot: '2026-11-24',
  nextDueAt: at(86_400),
  setUpBy: null,
  createdAt: at(-86_400),
};

export function aDigest(overrides: Partial<Digest> = {}): Digest {
  return {
    id: 1,
    channel,
    slot: '2026-11-23',
    platform: 'discord',
    slotAt: SLOT_AT,
    status: 'composed',
    outcome: null,
    reason: null,
    content: null,
    ...overrides,
  };
}
