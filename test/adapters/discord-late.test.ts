import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sentence } from '../../src/commands/reply.js';
import type { FakeInteraction } from '../fakes/discord/handle.js';
import { discordDesk, type DiscordDesk } from '../support/discord-desk.js';

describe('what cannot be answered on Discord', () => {
  let desk: DiscordDesk;
  beforeEach(async () => {
    desk = await discordDesk();
  });
  afterEach(() => desk.close());

  const pressed = (deal: (asked: FakeInteraction) => void) => {
    const asked = desk.fake.command({ name: 'topics' });
    deal(asked);
    return asked;
  };

  it('leaves an interaction to the program that was faster', async () => {
    pressed((asked) => {
      asked.acknowledgedAt = asked.at;
    });
    await expect.poll(() => desk.logged).toEqual(['debug: an interaction could not be answered any more']);
    expect(desk.handed).toEqual([]);
  });

  it('drops one that it heard of too late', async () => {
    pressed(() => desk.fake.advance(3_001));
    await expect.poll(() => desk.logged).toEqual(['debug: an interaction could not be answered any more']);
    expect(desk.handed).toEqual([]);
  });

  it('goes on when the receipt of an acknowledgement is lost', async () => {
    const when = ({ path }: { path: string }) => path.endsWith('/callback');
    desk.fake.fault({ act: 'accept-then-reset' }, { when });
    const asked = desk.fake.command({ name: 'topics' });
    expect((await asked.reply()).content).toBe('Here it is.');
  });

  it('does nothing when Discord refuses the acknowledgement', async () => {
    const when = ({ path }: { path: string }) => path.endsWith('/callback');
    desk.fake.fault({ act: 'code', status: 403, code: 50013 }, { when });
    desk.fake.command({ name: 'topics' });
    await expect.poll(() => desk.logged).toEqual(['warn: an interaction was not answered']);
    expect(desk.handed).toEqual([]);
  });

  it('says so in the log when an answer at once comes too late or is refused', async () => {
    const { submit } = desk.front;
    desk.front.submit = (...args) => {
      desk.fake.advance(15 * 60_000 + 1);
      return submit(...args);
    };
    desk.fake.command({ name: 'topics' });
    await expect.poll(() => desk.logged).toEqual(['debug: an answer came too late']);
  });

  it('survives a front that breaks its word', async () => {
    desk.front.submit = () => Promise.reject(new Error('never rejects, it said'));
    desk.fake.command({ name: 'topics' });
    await expect.poll(() => desk.logged).toEqual(['warn: an interaction was not answered']);
    desk.front.submit = () => Promise.resolve(sentence('Again.'));
    expect((await desk.fake.command({ name: 'topics' }).reply()).content).toBe('Again.');
  });
});
