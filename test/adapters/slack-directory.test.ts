import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackDirectory, createSlackPublisher } from '../../adapters/slack/index.js';
import type { Directory } from '../../src/ports/directory.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { recordingLogger } from '../support/slack-fixtures.js';
import { soon } from '../support/slack-publisher.js';

let fake: FakeSlack;
let directory: Directory;
let now: number;
beforeEach(async () => {
  now = 0;
  fake = await startFakeSlack();
  const { botToken, url: apiUrl } = fake;
  directory = createSlackDirectory({ botToken, apiUrl, logger: recordingLogger(), now: () => now });
});
afterEach(() => fake.close());

const at = (place: string) => ({ platform: 'slack', workspace: fake.teamId, place }) as const;
const person = (id: string) => directory.person(at(fake.channelId), id, soon());

describe('what Slack tells of people', () => {
  it('is their zone, and whether they are administrators or guests', async () => {
    const owner = fake.addPerson({ isOwner: true, tz: null });
    const guest = fake.addPerson({ isUltraRestricted: true, tz: 'Asia/Tokyo' });
    expect(await person(fake.userId)).toEqual({ zone: 'Europe/Berlin', admin: false, guest: false });
    expect(await person(owner.id)).toEqual({ zone: null, admin: true, guest: false });
    expect(await person(guest.id)).toEqual({ zone: 'Asia/Tokyo', admin: false, guest: true });
  });

  it('is that administrators of another workspace are guests in this one, unless one organisation has both', async () => {
    const partner = fake.addPerson({ isAdmin: true, teamId: 'T0PARTNER' });
    const colleague = fake.addPerson({
      isAdmin: true,
      teamId: 'T0SISTER',
      gridTeams: ['T0SISTER', fake.teamId],
    });
    expect(await person(partner.id)).toMatchObject({ admin: false, guest: true });
    expect(await person(colleague.id)).toMatchObject({ admin: true, guest: false });
  });

  it('is remembered for a minute, no longer: rights are taken away', async () => {
    const admin = fake.addPerson({ isAdmin: true });
    await person(admin.id);
    admin.isAdmin = false;
    now = 59_000;
    expect((await person(admin.id)).admin).toBe(true);
    now = 60_000;
    expect((await person(admin.id)).admin).toBe(false);
    expect(fake.requests).toHaveLength(2);
  });

  it('is an error with a repair when it cannot be had', async () => {
    await expect(person('U0NOBODY01')).rejects.toMatchObject({ name: 'AppError', code: 'platform' });
    fake.state.scopes.delete('users:read');
    await expect(person(fake.userId)).rejects.toMatchObject({
      retryable: false,
      hint: expect.stringContaining('users:read') as string,
    });
    await fake.down();
    await expect(person(fake.userId)).rejects.toMatchObject({ code: 'platform', retryable: true });
  });
});

describe('entering a channel', () => {
  const join = (place: string) => directory.join(at(place), soon());

  it('is done where a bot may do so', async () => {
    const open = fake.addChannel({ isMember: false });
    expect(await join(open.id)).toBe(true);
    expect(open.isMember).toBe(true);
    expect(await join(open.id)).toBe(true);
  });

  it('is left to an invitation elsewhere, which inspecting the place then asks for', async () => {
    const shut = fake.addChannel({ isPrivate: true, isMember: false });
    expect(await join(shut.id)).toBeNull();
    expect(await join(fake.privateChannelId)).toBeNull();
    expect(await join(fake.direct().id)).toBeNull();
    expect(await join(fake.addChannel({ isArchived: true, isMember: false }).id)).toBe(false);
    const { botToken, url: apiUrl } = fake;
    const publisher = createSlackPublisher({ botToken, apiUrl, logger: recordingLogger() });
    const { problems } = await publisher.inspect(at(shut.id), 'thread', soon());
    expect(problems[0]?.hint).toContain('/invite @broadsheet');
  });

  it('is an error with a repair when the permission is missing', async () => {
    fake.state.scopes.delete('channels:join');
    const open = fake.addChannel({ isMember: false });
    await expect(join(open.id)).rejects.toMatchObject({
      code: 'platform',
      hint: expect.stringContaining('channels:join') as string,
    });
  });
});
