import type { Channel, ChannelSettings } from '../channels/channel.js';
import { undisturbed } from '../channels/undisturbed.js';
import { firstFreeSlot } from '../digests/free-slot.js';
import { nextSlot } from '../digests/slots.js';
import type { ChannelStore } from '../ports/channel-store.js';
import type { Clock } from '../ports/clock.js';
import type { DigestStore } from '../ports/digest-store.js';
import type { Mac } from '../ports/people-store.js';
import type { Subscriber, SubscriberStore } from '../ports/subscriber-store.js';
import type { TurnStore } from '../ports/turn-store.js';
import type { AddressBook } from './address-book.js';
import { LINK_LIFE_MS } from './letters.js';
import type { LinkUse, MailLinks } from './links.js';
import { maskAddress, type MailAddress } from './mail-address.js';

export interface SubscriptionsDeps {
  readonly subscribers: SubscriberStore;
  readonly channels: Pick<ChannelStore, 'change'>;
  readonly digests: Pick<DigestStore, 'find'>;
  readonly turns: Pick<TurnStore, 'take'>;
  readonly clock: Clock;
  readonly book: AddressBook;
  readonly links: MailLinks;
  readonly mac: Mac;
  /** 32 fresh, unguessable hexadecimal digits. */
  readonly newId: () => string;
  /** Wakes who sends letters. Failing is no harm: they are looked for every minute. */
  readonly wake: () => Promise<void>;
}

/** How a wish was taken. The same for every address, known or not. */
export type Asked = { readonly kind: 'taken' } | { readonly kind: 'too-often'; readonly waitMs: number };

/** A subscriber as the pages show them: never the whole address. */
export interface Shown {
  readonly id: string;
  readonly masked: string;
  readonly channel: Channel;
}

export type Confirmed =
  | { readonly kind: 'subscribed' | 'known'; readonly shown: Shown; readonly manageUrl: string }
  | { readonly kind: 'gone' };

/** What people do about their subscription. */
export interface Subscriptions {
  /** @param from who asks, as the network names them; kept as a hash for an hour */
  ask(address: MailAddress, settings: ChannelSettings, from: string): Promise<Asked>;
  /** The id in a link; null when it is damaged. */
  read(use: LinkUse, token: string): string | null;
  url(use: LinkUse, id: string): string;
  /** What a link to confirm would subscribe to; null when it works no more. */
  asked(id: string): Promise<ChannelSettings | null>;
  confirm(id: string): Promise<Confirmed>;
  get(id: string): Promise<Shown | null>;
  /** Changes settings; a bounce's pause ends, because whoever opens the link can read there, an operator's stays. @returns null when there is no such subscriber */
  change(id: string, settings: ChannelSettings): Promise<Shown | null>;
  /** Deletes everything about the subscriber. @returns false when there was nothing */
  unsubscribe(id: string): Promise<boolean>;
}

/** Letters that one mailbox gets in 24 hours at most, however many ask for it. */
export const LETTERS_A_DAY = 3;
/** Wishes from one address of the network: five at once, then one in ten minutes. */
const PER_CALLER = { everyMs: 10 * 60_000, burst: 5 };
/** Wishes altogether: sixty at once, then one in ten seconds, so that a crowd of machines cannot make us a spammer. */
const ALTOGETHER = { everyMs: 10_000, burst: 60 };

export function createSubscriptions(deps: SubscriptionsDeps): Subscriptions {
  const { subscribers, book, links } = deps;
  return {
    ask: (address, settings, from) => ask(address, settings, from, deps),
    read: (use, token) => links.read(use, token),
    url: (use, id) => links.url(use, id),
    asked: (id) => subscribers.asked(id),

    confirm: async (id) => {
      const now = await deps.clock.now();
      const done = await subscribers.confirm(id, ({ schedule }) => nextSlot(schedule, now));
      if (done.kind === 'gone') return done;
      const manageUrl = links.url('manage', done.subscriber.id);
      return { kind: done.kind, shown: await shown(done.subscriber, book), manageUrl };
    },

    get: async (id) => {
      const found = await subscribers.get(id);
      return found === null ? null : shown(found, book);
    },

    change: (id, settings) => change(id, settings, deps),

    unsubscribe: (id) => subscribers.remove(id),
  };
}

// --- Internal helpers ---

async function ask(
  address: MailAddress,
  settings: ChannelSettings,
  from: string,
  { subscribers, turns, mac, book, newId, wake }: SubscriptionsDeps,
): Promise<Asked> {
  const caller = await turns.take(`subscribe:${mac('caller', from)}`, PER_CALLER, 0);
  if (!caller.taken) return { kind: 'too-often', waitMs: caller.waitMs };
  const all = await turns.take('subscribe', ALTOGETHER, 0);
  if (!all.taken) return { kind: 'too-often', waitMs: all.waitMs };
  const id = newId();
  await subscribers.ask({ id, settings, ...book.keep(id, address) }, LETTERS_A_DAY, LINK_LIFE_MS);
  await wake().catch(() => undefined);
  return { kind: 'taken' };
}

async function change(id: string, settings: ChannelSettings, deps: SubscriptionsDeps): Promise<Shown | null> {
  const changed = await undisturbed(async () => {
    const found = await deps.subscribers.get(id);
    if (found === null) return { gone: true } as const;
    const before = found.channel;
    const next = await firstFreeSlot(settings.schedule, before, deps);
    const pause = before.pause?.by === 'platform' ? ({ pause: 'ends' } as const) : {};
    const stored = await deps.channels.change(before.address, { before, settings, next, ...pause });
    return stored && { gone: false as const, subscriber: { ...found, channel: stored.channel } };
  });
  return changed.gone ? null : shown(changed.subscriber, deps.book);
}

async function shown({ id, sealed, channel }: Subscriber, book: AddressBook): Promise<Shown> {
  return { id, channel, masked: maskAddress(await book.open(id, sealed)) };
}
