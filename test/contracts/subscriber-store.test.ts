import { beforeEach, describe, expect, it } from 'vitest';
import { createSealer } from '../../adapters/shared/sealer.js';
import { createMac } from '../../src/commands/person-hash.js';
import { nextSlot } from '../../src/digests/slots.js';
import type { Letter, LetterPost, SendLetter } from '../../src/ports/mail.js';
import type { SendOutcome } from '../../src/ports/publisher.js';
import { createAddressBook, resealAddresses } from '../../src/subscriptions/address-book.js';
import { LINK_LIFE_MS, sendLetters } from '../../src/subscriptions/letters.js';
import { createMailLinks } from '../../src/subscriptions/links.js';
import { parseMailAddress } from '../../src/subscriptions/mail-address.js';
import {
  createSubscriptions,
  LETTERS_A_DAY,
  type Subscriptions,
} from '../../src/subscriptions/subscriptions.js';
import { parseMailSettings } from '../../src/subscriptions/wish.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { silentLogger } from '../support/silent-logger.js';
import { minutesAfter, NOON } from '../support/stored-things.js';

const SECRET = 'a secret key of this test';
const addressOf = (text: string) => {
  const parsed = parseMailAddress(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};
const settings = (topics = '') => {
  const parsed = parseMailSettings({ topics, time: '07:30', zone: 'Europe/Berlin', days: 'daily' });
  if (!parsed.ok) throw new Error('settings');
  return parsed.value;
};
const never = new AbortController().signal;

describe.each(testDatabases)('subscriptions on the $name database', ({ open }) => {
  const fresh = freshStores(open, ['letters', 'channels', 'turns']);
  let subscriptions: Subscriptions;
  let posts: LetterPost[];
  let outcomes: SendOutcome[];
  let ids: number;
  let callers: number;
  const links = createMailLinks(createMac('pepper'), 'https://papers.example.org');
  const sealer = createSealer(SECRET);
  const book = createAddressBook({
    mac: createMac('pepper'),
    sealer,
    open: (sealed, purpose) => Promise.resolve(sealer.open(sealed, purpose)),
  });
  const sendLetter: SendLetter = (post) => {
    posts.push(post);
    return Promise.resolve(outcomes.shift() ?? { kind: 'sent', remoteId: '<x@y>' });
  };
  const post = () =>
    sendLetters(
      {
        subscribers: fresh.stores.subscribers,
        book,
        links,
        sendLetter,
        newToken: () => `token ${posts.length}`,
        callSignal: () => never,
        logger: silentLogger,
      },
      never,
    );
  /** Somebody else each time, so that only the limits of an address count. */
  const ask = (address: string, topics = '') =>
    subscriptions.ask(addressOf(address), settings(topics), `203.0.113.${callers++}`);
  const last = (): Letter => posts.at(-1)!.letter;
  const idIn = (url: string, use: 'confirm' | 'manage'): string => {
    const id = subscriptions.read(use, new URL(url).pathname.split('/')[2] ?? '');
    if (id === null) throw new Error(`${url} is not read`);
    return id;
  };
  const confirmId = (): string => {
    const letter = last();
    if (letter.kind !== 'confirm') throw new Error(letter.kind);
    return idIn(letter.confirmUrl, 'confirm');
  };

  beforeEach(() => {
    [posts, outcomes, ids, callers] = [[], [], 0, 1];
    subscriptions = createSubscriptions({
      ...fresh.stores,
      book,
      links,
      mac: createMac('pepper'),
      newId: () => String(++ids).padStart(32, '0'),
      wake: () => Promise.resolve(),
    });
  });

  it('begin with a letter, and with its link', async () => {
    expect(await ask('Reader@Example.org', 'speech')).toEqual({ kind: 'taken' });
    expect(await fresh.stores.channels.list()).toEqual([]);
    await post();
    expect(posts.map(({ to }) => to)).toEqual(['Reader@example.org']);
    const id = confirmId();
    expect((await subscriptions.asked(id))?.topics).toMatchObject([{ name: 'speech' }]);

    const done = await subscriptions.confirm(id);
    expect(done).toMatchObject({ kind: 'subscribed', shown: { masked: 'R…@example.org' } });
    const [channel] = await fresh.stores.channels.list();
    expect(channel).toMatchObject({ key: `email:-:${id}`, layout: 'compact', count: 5, setUpBy: null });
    expect(channel?.nextSlot).toBe(nextSlot(settings().schedule, NOON).slot);
    expect(await subscriptions.asked(id), 'the link works once').toBeNull();
    expect(await subscriptions.confirm(id), 'and says so').toMatchObject({ kind: 'subscribed' });
    expect(await fresh.stores.channels.list()).toHaveLength(1);
  });

  it('keep no address that could be read', async () => {
    await ask('reader@example.org');
    await post();
    await subscriptions.confirm(confirmId());
    for (const table of ['subscribers', 'letters', 'channels', 'turns']) {
      const { rows } = await fresh.database.pool.query<{ row: string }>(
        `select t::text as row from broadsheet.${table} t`,
      );
      expect(JSON.stringify(rows)).not.toMatch(/reader|example\.org|203\.0\.113/);
    }
  });

  it('answer the same when the address is known, and write to it', async () => {
    await ask('reader@example.org');
    await post();
    const id = confirmId();
    await subscriptions.confirm(id);
    expect(await ask('READER@example.org')).toEqual({ kind: 'taken' });
    await post();
    expect(last()).toMatchObject({ kind: 'known', manageUrl: links.url('manage', id) });
    expect(await fresh.stores.channels.list()).toHaveLength(1);
  });

  it('write to one mailbox three times a day, however it is spelt', async () => {
    for (const address of ['ada@gmail.com', 'a.da@gmail.com', 'ada+x@gmail.com', 'Ada+y@googlemail.com'])
      expect(await ask(address)).toEqual({ kind: 'taken' });
    await Promise.all(Array.from({ length: 5 }, () => ask('ada@gmail.com')));
    await post();
    expect(posts).toHaveLength(LETTERS_A_DAY);
    await fresh.database.setClock(minutesAfter(24 * 60 + 1));
    await ask('ada@gmail.com');
    await post();
    expect(posts).toHaveLength(LETTERS_A_DAY + 1);
  });

  it('take five wishes at once from one place', async () => {
    const kinds: string[] = [];
    for (let index = 0; index < 7; index += 1)
      kinds.push(
        (await subscriptions.ask(addressOf(`r${index}@example.org`), settings(), '198.51.100.7')).kind,
      );
    expect(kinds.filter((kind) => kind === 'too-often')).toHaveLength(2);
    expect(await ask('other@example.org')).toEqual({ kind: 'taken' });
  });

  it('end their links after two days from the letter', async () => {
    outcomes = [{ kind: 'delay', error: 'down', retryAfterMs: null }];
    await ask('reader@example.org');
    expect(await post()).toEqual(minutesAfter(5 / 60));
    // The server was down for a day: the link is as good as new.
    await fresh.database.setClock(minutesAfter(24 * 60));
    await post();
    const id = confirmId();
    await fresh.database.setClock(minutesAfter(71 * 60));
    await fresh.stores.subscribers.prune();
    expect(await subscriptions.asked(id)).not.toBeNull();
    await fresh.database.setClock(minutesAfter(24 * 60 + LINK_LIFE_MS / 60_000 + 1));
    expect(await subscriptions.asked(id)).toBeNull();
    expect(await subscriptions.confirm(id)).toEqual({ kind: 'gone' });
    await fresh.stores.subscribers.prune();
    expect(await fresh.stores.subscribers.counts()).toEqual({ subscribers: 0, paused: 0, waiting: 0 });
  });

  it('send a letter of unknown outcome once more, under the same name', async () => {
    outcomes = Array.from({ length: 5 }, () => ({ kind: 'unknown', error: 'the line broke' }) as const);
    await ask('reader@example.org');
    const again = await post();
    expect(again).toEqual(minutesAfter(5));
    await fresh.database.setClock(again);
    expect(await post()).toBeNull();
    expect(new Set(posts.map(({ key }) => key)).size).toBe(1);
    expect(posts).toHaveLength(2);
  });

  it('send a letter again whose sender was killed, once', async () => {
    await ask('reader@example.org');
    const { subscribers } = fresh.stores;
    expect(await subscribers.claimLetter('first', 30_000, LINK_LIFE_MS)).toMatchObject({ resends: 0 });
    expect(await subscribers.claimLetter('second', 30_000, LINK_LIFE_MS)).toBeNull();
    await fresh.database.setClock(minutesAfter(1));
    const taken = await subscribers.claimLetter('third', 30_000, LINK_LIFE_MS);
    expect(taken).toMatchObject({ resends: 1, attempts: 2 });
    await subscribers.settleLetter(taken!.id, 'first', { state: 'failed', error: 'too late' });
    await fresh.database.setClock(minutesAfter(2));
    expect(await subscribers.claimLetter('fourth', 30_000, LINK_LIFE_MS)).toBeNull();
  });

  it('give up a letter that the mailbox refuses', async () => {
    outcomes = [{ kind: 'pause', scope: 'channel', reason: 'no', error: '550' }];
    await ask('reader@example.org');
    expect(await post()).toBeNull();
  });

  it('make one subscriber of two links opened at once', async () => {
    await ask('reader@example.org', 'speech');
    await post();
    const first = confirmId();
    await ask('reader@example.org', 'vision');
    await post();
    const second = confirmId();
    const done = await Promise.all([first, second].map((id) => subscriptions.confirm(id)));
    expect(done.filter(({ kind }) => kind === 'subscribed')).toHaveLength(1);
    expect(await fresh.stores.channels.list()).toHaveLength(1);
  });

  it('are changed, paused ones go on, and end without a trace', async () => {
    await ask('reader@example.org');
    await post();
    const id = confirmId();
    await subscriptions.confirm(id);
    const channel = (await subscriptions.get(id))!.channel;
    await fresh.stores.channels.pause(channel.id, { reason: 'bounced', by: 'platform' });
    const changed = await subscriptions.change(id, settings('vision'));
    expect(changed?.channel).toMatchObject({ pause: null, topics: [{ name: 'vision' }] });

    await fresh.stores.channels.pause(channel.id, { reason: 'moving house', by: 'person' });
    expect(
      (await subscriptions.change(id, settings()))?.channel.pause,
      'an operator’s pause stays',
    ).toMatchObject({
      reason: 'moving house',
    });

    await ask('reader@example.org');
    expect(await subscriptions.unsubscribe(id)).toBe(true);
    expect(await subscriptions.unsubscribe(id)).toBe(false);
    expect(await subscriptions.get(id)).toBeNull();
    expect(await subscriptions.change(id, settings())).toBeNull();
    for (const table of ['subscribers', 'letters', 'channels']) {
      const { rows } = await fresh.database.pool.query(`select from broadsheet.${table}`);
      expect(rows, table).toHaveLength(0);
    }
  });

  it('go with their channel', async () => {
    await ask('reader@example.org');
    await post();
    const id = confirmId();
    await subscriptions.confirm(id);
    expect(await fresh.stores.subscribers.find(book.hashOf(addressOf('Reader@example.org')))).toMatchObject({
      id,
    });
    await fresh.stores.channels.remove(`email:-:${id}`);
    expect(await fresh.stores.subscribers.get(id)).toBeNull();
  });

  it('are sealed anew with another key', async () => {
    await ask('reader@example.org');
    await post();
    const id = confirmId();
    await subscriptions.confirm(id);
    await ask('other@example.org');
    const next = createSealer('another key of this test', [SECRET]);
    expect(await resealAddresses(fresh.stores.subscribers, next)).toBe(2);
    expect(await resealAddresses(fresh.stores.subscribers, next)).toBe(0);
    const alone = createSealer('another key of this test');
    const { sealed } = (await fresh.stores.subscribers.get(id))!;
    expect(alone.open(sealed, `mail-address:${id}`)).toBe('reader@example.org');
  });
});
