import type { Child, FC } from 'hono/jsx';
import type { ChannelSettings, Weekday } from '../../src/channels/channel.js';
import { localTime } from '../../src/digests/day.js';
import type { Shown } from '../../src/subscriptions/subscriptions.js';
import { wishOf } from '../../src/subscriptions/wish.js';
import { Sheet } from './subscribe-box.js';
import { WishFields, type FormState } from './subscribe-fields.js';

/** A page of a subscription: what it is called, and its body. */
export interface SubscriptionPage {
  readonly title: string;
  readonly body: Child;
}

/** The same whoever asked for whatever address. */
export function askedPage(): SubscriptionPage {
  return page(
    'Please look into your inbox',
    <>
      <p>
        A mail is on its way, if it can be delivered. Open its link within 48 hours: only then is the
        subscription made.
      </p>
      <p>
        Nothing there after some minutes? Look among spam, and at the address for slips. One mailbox gets
        three such mails a day at most.
      </p>
    </>,
  );
}

export function confirmPage(settings: ChannelSettings): SubscriptionPage {
  return page(
    'Confirm your subscription',
    <>
      <p>{inWords(settings)}</p>
      <form method="post">
        <p class="send">
          <button type="submit">Confirm</button>
        </p>
      </form>
      <p>You can change it at any time, or leave with one click: every mail has the links.</p>
    </>,
  );
}

export function confirmedPage({ channel }: Shown, manageUrl: string, isNew: boolean): SubscriptionPage {
  const { schedule, nextDueAt } = channel;
  return page(
    isNew ? 'You are subscribed' : 'You are subscribed already',
    <>
      <p>{inWords(channel)}</p>
      <p>The next mail comes {localTime(nextDueAt, schedule.zone)}, if there is something for you.</p>
      <p>
        <a href={new URL(manageUrl).pathname}>Change or end it</a>
      </p>
    </>,
  );
}

/** @param saved whether it was just changed */
export function managePage(
  shown: Shown,
  form: FormState,
  unsubscribeUrl: string,
  saved: boolean,
): SubscriptionPage {
  const { channel, masked } = shown;
  return page(
    'Your subscription',
    <>
      {saved ? (
        <p role="status">It is changed. {inWords(channel)}</p>
      ) : (
        <p>
          For {masked}. {inWords(channel)}
        </p>
      )}
      {channel.pause === null ? null : (
        <div class="wrong">
          <p>
            Nothing is sent for now. {channel.pause.reason}
            {channel.pause.by === 'platform' ? ' Press “Save” to go on.' : ''}
          </p>
        </div>
      )}
      <form method="post">
        <WishFields form={form} withCount />
        <p class="send">
          <button type="submit">Save</button>
        </p>
      </form>
      <p class="beside-it">
        <a href={new URL(unsubscribeUrl).pathname}>Unsubscribe</a>
      </p>
    </>,
  );
}

/** The form as a subscriber's settings fill it in. */
export function formOf({ channel }: Shown): FormState {
  return { input: wishOf(channel), faults: [] };
}

export function unsubscribePage({ masked }: Shown): SubscriptionPage {
  return page(
    'Unsubscribe',
    <>
      <p>No mail will come to {masked} any more, and everything kept about it is deleted.</p>
      <form method="post">
        <p class="send">
          <button type="submit">Unsubscribe</button>
        </p>
      </form>
    </>,
  );
}

export function unsubscribedPage(): SubscriptionPage {
  return page(
    'You are unsubscribed',
    <>
      <p>
        Your address, your topics and what you were sent are deleted. A mail that is on its way may still
        arrive.
      </p>
      <Again />
    </>,
  );
}

/** A link that is not whole, or was changed. */
export function damagedPage(): SubscriptionPage {
  return page(
    'This link is not complete',
    <>
      <p>Perhaps your mail program has cut it. Copy all of it from the mail into the address bar.</p>
      <Again />
    </>,
  );
}

/** A link to confirm that is too old, or whose address was confirmed by another one. */
export function expiredPage(): SubscriptionPage {
  return page(
    'This link works no more',
    <>
      <p>A link to confirm works once, within 48 hours. Nothing is lost: ask for another one.</p>
      <Again />
    </>,
  );
}

export function gonePage(): SubscriptionPage {
  return page(
    'You are not subscribed',
    <>
      <p>There is no such subscription any more, and nothing is kept about it.</p>
      <Again />
    </>,
  );
}

export function tooOftenPage(waitMs: number): SubscriptionPage {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  return page(
    'Please try again later',
    <p>
      Many subscriptions were asked for just now. Please try again in {minutes}{' '}
      {minutes === 1 ? 'minute' : 'minutes'}.
    </p>,
  );
}

export function foreignPage(): SubscriptionPage {
  return page(
    'Please use the form of this page',
    <>
      <p>This was sent from another page, so nothing was done.</p>
      <Again />
    </>,
  );
}

/** What a subscriber gets, as a sentence. */
export function inWords({ schedule, topics, count }: ChannelSettings): string {
  const names = topics.map(({ name }) => name);
  const about =
    names.length === 1 && names[0] === 'everything' ? 'trending papers' : `papers on ${names.join(', ')}`;
  return `Up to ${String(count)} ${about}, ${daysInWords(schedule.days)} at ${schedule.time} (${schedule.zone}).`;
}

// --- Internal helpers ---

const DAY_NAMES = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function page(title: string, body: Child): SubscriptionPage {
  return {
    title,
    body: (
      <Sheet title={title} level={1}>
        {body}
      </Sheet>
    ),
  };
}

function daysInWords(days: readonly Weekday[]): string {
  if (days.length === 7) return 'every day';
  if (days.join() === '1,2,3,4,5') return 'Monday to Friday';
  const names = days.map((day) => DAY_NAMES[day] ?? '');
  return days.length === 1 ? `every ${names[0] ?? 'week'}` : `every ${names.join(', ')}`;
}

const Again: FC = () => (
  <p>
    <a href="/subscribe">Subscribe</a> · <a href="/">Today’s papers</a>
  </p>
);
