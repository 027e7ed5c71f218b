import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommandHandler } from '../../src/commands/handle.js';
import { readText } from '../../src/commands/read-text.js';
import { readable } from '../fakes/discord/readable.js';
import { BITS, THREAD } from '../fakes/discord/state.js';
import type { TypedOptions } from '../fakes/discord/typed-command.js';
import { openDesk } from '../support/command-desk.js';
import { commandPapers } from '../support/command-papers.js';
import { createCommandWorld } from '../support/command-world.js';
import { discordDesk, type DiscordDesk } from '../support/discord-desk.js';

const PERSON = { id: '700000000000000042', name: 'ada' };

describe('whether a person may write where they ask on Discord', () => {
  let desk: DiscordDesk;
  beforeEach(async () => {
    desk = await discordDesk();
  });
  afterEach(() => desk.close());
  const request = () => desk.handed.at(-1)!.request;

  const both = BITS.sendMessages | BITS.sendMessagesInThreads;
  it.each<[string, bigint, boolean, boolean]>([
    ['nobody', 0n, false, false],
    ['who may manage, but not write', BITS.manageChannels, false, false],
    ['who writes in channels only', BITS.sendMessages, true, false],
    ['who writes in threads only', BITS.sendMessagesInThreads, false, true],
    ['who writes in both', both, true, true],
    ['an administrator', BITS.administrator, true, true],
  ])('is told by the event: %s', async (_name, permissions, inChannel, inThread) => {
    const thread = desk.fake.addChannel({ type: THREAD, parentId: desk.fake.textChannelId });
    await desk.fake.command({ name: 'topics', permissions }).reply();
    expect(request().person.mayPost).toBe(inChannel);
    await desk.fake.command({ name: 'topics', permissions, channel: thread.id }).reply();
    expect(request().person.mayPost).toBe(inThread);
  });

  it('is not asked in direct messages', async () => {
    const direct = desk.fake.addDirect(PERSON);
    await desk.fake.command({ name: 'topics', permissions: 0n, channel: direct.id }).reply();
    expect(request().person.mayPost).toBe(true);
  });

  describe('with the real commands', () => {
    beforeEach(() => {
      const world = createCommandWorld(commandPapers());
      const handle = createCommandHandler(world.deps);
      const real = openDesk({ readText }).desk;
      desk.front.visibility = (action, person) => real.visibility(action, person);
      desk.front.submit = (request) => handle(request, new AbortController().signal);
    });
    const silenced = { permissions: 0n, user: PERSON };
    const seenByAll = () => desk.fake.messages(desk.fake.textChannelId);

    it.each<[string, TypedOptions, RegExp]>([
      ['show', { paper: '2611.00001' }, /use \/papers search with its id/],
      ['search', { query: 'speech', share: true }, /\/papers search without share/],
    ])('shows nothing to all with %s %j for who may not write', async (name, options, says) => {
      const refused = desk.fake.command({ name, options, ...silenced });
      const reply = await refused.reply();
      expect(await refused.acknowledged()).toMatchObject({ type: 5, ephemeral: true });
      expect(reply.ephemeral).toBe(true);
      expect(readable(reply)).toMatch(/You may not write in this channel/);
      expect(readable(reply)).toMatch(says);
      expect(seenByAll()).toEqual([]);
      await desk.fake.command({ name, options }).reply();
      expect(seenByAll()).toHaveLength(1);
    });

    it('shares no list at their press, nor when they press a share button again that others used', async () => {
      const list = await desk.fake
        .command({ name: 'search', options: { query: 'speech' }, ...silenced })
        .reply();
      const press = (permissions?: bigint) =>
        desk.fake.press(list, 'Share to channel', {
          user: PERSON,
          ...(permissions === undefined ? {} : { permissions }),
        });
      const refused = press(0n);
      const reply = await refused.reply();
      expect(await refused.acknowledged()).toMatchObject({ type: 5, ephemeral: true });
      expect(reply.ephemeral).toBe(true);
      expect(readable(reply)).toContain('Nothing was posted');
      expect(seenByAll()).toEqual([]);
      // Refused, it was not claimed either.
      await press().reply();
      expect(seenByAll()).toHaveLength(1);
      expect((await press(0n).reply()).ephemeral).toBe(true);
      expect(seenByAll()).toHaveLength(1);
    });
  });
});
