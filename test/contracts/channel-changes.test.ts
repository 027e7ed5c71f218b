import { describe, expect, it } from 'vitest';
import { createStores } from '../../adapters/postgres/index.js';
import { addChannel } from '../../src/cli/channels.js';
import type { CommandName, OptionValues } from '../../src/commands/definition.js';
import { createCommandHandler } from '../../src/commands/handle.js';
import type { CommandReply } from '../../src/commands/reply.js';
import type { ChannelStore } from '../../src/ports/channel-store.js';
import { createCommandWorld, ON_DISCORD, wordsOfReply } from '../support/command-world.js';
import { testDatabases } from '../support/databases.js';
import { address, settings, today, tomorrow } from '../support/stored-things.js';
import { freshStores } from '../support/fresh-stores.js';
import { putChannel } from '../support/put-channel.js';

const KEY = 'discord:11:22';
const QUIET = { line: () => undefined, json: () => undefined };

describe.each(testDatabases)('changes of one channel by several on the $name database', ({ open }) => {
  const here = freshStores(open, ['channels']);

  const stored = () => here.stores.channels.get(KEY);
  const topicsStored = async () => (await stored())?.topics.map(({ name }) => name).sort();
  const topic = (name: string) => ({ name, query: name });

  /** The commands of one worker: its own stores, and turns of its own. */
  const worker = (around: (channels: ChannelStore) => Partial<ChannelStore> = () => ({})) => {
    const own = createStores(here.database.pool);
    const { clock, digests, papers } = own;
    const channels = { ...own.channels, ...around(own.channels) };
    const handle = createCommandHandler({ ...createCommandWorld().deps, clock, channels, digests, papers });
    let asked = 0;
    return (name: CommandName, options: OptionValues = {}): Promise<CommandReply> => {
      const action = { kind: 'command', name, options } as const;
      return handle({ id: `test:${++asked}`, ...ON_DISCORD, action }, new AbortController().signal);
    };
  };
  type Worker = ReturnType<typeof worker>;
  const subscribe = (ask: Worker, wanted: string) => ask('subscribe', { topic: wanted, anyway: 'true' });
  /** A worker that is overtaken by `deed` between its reading and its storing, so often. */
  const overtaken = (deed: () => Promise<unknown>, times = 1) => {
    let left = times;
    return worker((channels) => ({
      change: async (...args) => {
        if (left-- > 0) await deed();
        return channels.change(...args);
      },
    }));
  };

  describe('the store', () => {
    it('changes a channel only from what it was read as', async () => {
      const { channel: first } = await putChannel(here.stores.channels, address, settings(), today);
      const wanted = settings({ topics: [topic('a'), topic('b')] });
      const done = await here.stores.channels.change(address, {
        before: first,
        settings: wanted,
        next: tomorrow,
      });
      expect(done).toMatchObject({ created: false, channel: { id: first.id, ...wanted } });

      const late = { before: first, settings: settings({ topics: [topic('c')] }), next: tomorrow };
      expect(await here.stores.channels.change(address, late)).toBeNull();
      expect(await stored()).toEqual(done?.channel);
    });

    it.each<[string, () => Promise<unknown>]>([
      ['the schedule', () => put({ schedule: { time: '10:00', zone: 'UTC', days: [1] } })],
      ['the managers', () => put({ managers: 'members' })],
      [
        'a pause',
        async () => here.stores.channels.pause((await stored())!.id, { reason: 'x', by: 'platform' }),
      ],
      ['a removal', () => here.stores.channels.remove(KEY)],
      ['a new channel of that key', () => here.stores.channels.remove(KEY).then(() => put({}))],
    ])('sees what else came between: %s', async (_what, deed) => {
      const { channel: before } = await putChannel(
        here.stores.channels,
        address,
        settings({ managers: 'admins', topics: [topic('a')] }),
        today,
      );
      await deed();
      const then = await stored();
      const change = { before, settings: settings({ count: 9 }), next: tomorrow };
      expect(await here.stores.channels.change(address, change)).toBeNull();
      expect(await stored()).toEqual(then);
    });
    const put = (more: Parameters<typeof settings>[0]) =>
      putChannel(
        here.stores.channels,
        address,
        settings({ managers: 'admins', topics: [topic('a')], ...more }),
        tomorrow,
      );

    it('is not kept from a change by a slot that moved on', async () => {
      const { channel: before } = await putChannel(here.stores.channels, address, settings(), today);
      await here.stores.digests.openDue(3_600_000, () => ({ open: today, skipped: [], next: tomorrow }));
      const change = { before, settings: settings({ count: 9 }), next: tomorrow };
      expect(await here.stores.channels.change(address, change)).toMatchObject({ channel: { count: 9 } });
    });

    it('makes a new channel once, with who set it up', async () => {
      const change = { before: null, settings: settings(), next: today };
      const made = await Promise.all(
        ['1', '2', '3'].map((setUpBy) => here.stores.channels.change(address, { ...change, setUpBy })),
      );
      const [first, ...others] = made.filter((result) => result !== null);
      expect(others).toEqual([]);
      expect(first).toMatchObject({ created: true, channel: await stored() });
      expect(first?.channel.setUpBy).toMatch(/^[123]$/);
    });

    it('pauses and goes on in the same moment', async () => {
      const { channel } = await putChannel(here.stores.channels, address, settings(), today);
      const change = { settings: settings({ count: 9 }), next: tomorrow };
      const paused = await here.stores.channels.change(address, {
        ...change,
        before: channel,
        pause: { reason: 'no topic' },
      });
      expect(paused?.channel).toMatchObject({ count: 9, pause: { reason: 'no topic', by: 'person' } });
      const goesOn = await here.stores.channels.change(address, {
        ...change,
        before: paused!.channel,
        pause: 'ends',
      });
      expect(goesOn?.channel).toMatchObject({ pause: null, nextSlot: tomorrow.slot });
    });
  });

  it('keeps the topics of several workers at once, from the first on', async () => {
    const names = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel'];
    const workers = [worker(), worker(), worker()];
    const replies = await Promise.all(names.map((name, index) => subscribe(workers[index % 3]!, name)));
    expect(replies.map(({ failed }) => failed ?? false)).toEqual(names.map(() => false));
    expect(await topicsStored()).toEqual(names);
    expect(await here.stores.channels.list()).toHaveLength(1);
  });

  it('makes one channel of two first subscriptions, with both topics', async () => {
    const [a, b] = await Promise.all([subscribe(worker(), 'alpha'), subscribe(worker(), 'bravo')]);
    expect([a.failed, b.failed]).toEqual([undefined, undefined]);
    expect(await here.stores.channels.list()).toHaveLength(1);
    expect(await topicsStored()).toEqual(['alpha', 'bravo']);
  });

  it('loses nothing when another worker comes between reading and storing', async () => {
    const other = worker();
    await subscribe(
      overtaken(() => subscribe(other, 'alpha')),
      'bravo',
    );
    expect(await topicsStored()).toEqual(['alpha', 'bravo']);

    await overtaken(() => other('schedule', { time: '10:30' }))('unsubscribe', { topic: 'alpha' });
    expect(await stored()).toMatchObject({ schedule: { time: '10:30' }, topics: [{ name: 'bravo' }] });
  });

  it('does not pause a channel whose last topic went while another came', async () => {
    const other = worker();
    await subscribe(other, 'alpha');
    await overtaken(() => subscribe(other, 'bravo'))('unsubscribe', { topic: 'alpha' });
    expect(await stored()).toMatchObject({ pause: null, topics: [{ name: 'bravo' }] });
  });

  it('goes on at the time that another worker has set meanwhile', async () => {
    const other = worker();
    await subscribe(other, 'alpha');
    await other('pause');
    await overtaken(() => other('schedule', { time: '10:30', zone: 'UTC' }))('resume');
    const channel = await stored();
    expect(channel).toMatchObject({ pause: null, schedule: { time: '10:30' } });
    expect(channel?.nextDueAt.toISOString()).toMatch(/T10:30:00/);
  });

  it('gives up in words after twenty tries, with nothing changed', async () => {
    const other = worker();
    await subscribe(other, 'alpha');
    let count = 0;
    const again = (times: number) =>
      overtaken(() => other('schedule', { count: String((count++ % 20) + 1) }), times);
    await subscribe(again(19), 'bravo');
    expect(await topicsStored()).toEqual(['alpha', 'bravo']);
    await expect(subscribe(again(20), 'charlie')).rejects.toMatchObject({
      code: 'conflict',
      retryable: true,
    });
    expect(await topicsStored()).toEqual(['alpha', 'bravo']);
  });

  it('is as safe from the command line', async () => {
    const other = worker();
    await subscribe(other, 'alpha');
    let overtakes = 1;
    const inspect = async () => {
      if (overtakes-- > 0) await subscribe(other, 'bravo');
      return { name: '#papers', problems: [] };
    };
    const channel = await addChannel(KEY, { count: '7' }, here.stores, QUIET, inspect);
    expect(channel).toMatchObject({ count: 7, topics: [{ name: 'alpha' }, { name: 'bravo' }] });
    expect(await stored()).toEqual(channel);
    expect(wordsOfReply(await other('topics'))).toContain('bravo');
  });
});
