import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import type { PlaceReport } from '../../src/ports/publisher.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { recordingLogger } from '../support/slack-fixtures.js';
import { soon } from '../support/slack-publisher.js';

let fake: FakeSlack;
beforeEach(async () => {
  fake = await startFakeSlack();
});
afterEach(() => fake.close());

function inspect(place: string, other: { workspace?: string; botToken?: string } = {}): Promise<PlaceReport> {
  const { workspace = fake.teamId, botToken = fake.botToken } = other;
  const publisher = createSlackPublisher({ botToken, apiUrl: fake.url, logger: recordingLogger() });
  return publisher.inspect({ platform: 'slack', workspace, place }, 'thread', soon());
}

const words = ({ problems }: PlaceReport) =>
  problems.map(({ message, hint }) => `${message} ${hint}`).join('\n');

describe('inspecting a place on Slack', () => {
  it('finds nothing wrong in public and private channels it is a member of', async () => {
    expect(await inspect(fake.channelId)).toEqual({ name: '#papers', problems: [] });
    expect(await inspect(fake.privateChannelId)).toEqual({ name: '#secret-papers', problems: [] });
  });

  it('names the variable of a token that is not accepted', async () => {
    expect(words(await inspect(fake.channelId, { botToken: 'xoxb-wrong' }))).toContain('SLACK_BOT_TOKEN');
  });

  it('tells that the token belongs to another workspace, and the right address', async () => {
    const report = words(await inspect(fake.channelId, { workspace: 'T0ELSE0001' }));
    expect(report).toContain(`not to T0ELSE0001`);
    expect(report).toContain(`slack:${fake.teamId}:${fake.channelId}`);
  });

  it('tells how to repair a channel that is unknown, private or archived', async () => {
    const shut = fake.addChannel({ isPrivate: true, isMember: false });
    const old = fake.addChannel({ isArchived: true, name: 'old' });
    expect(words(await inspect('C0NOWHERE1'))).toContain('/invite @broadsheet');
    expect(words(await inspect(shut.id))).toContain('/invite @broadsheet');
    expect(words(await inspect(old.id))).toContain('#old is archived');
  });

  it('tells what a public channel without the bot in it lacks', async () => {
    const outside = fake.addChannel({ isMember: false });
    expect(words(await inspect(outside.id))).toContain('cannot see whether a post has arrived');
    fake.state.scopes.delete('chat:write.public');
    expect(words(await inspect(outside.id))).toContain('may not post there');
  });

  it.each([
    ['chat:write', 'C0PAPERS01'],
    ['channels:read', 'C0PAPERS01'],
    ['channels:history', 'C0PAPERS01'],
    ['groups:read', 'C0SECRET01'],
    ['groups:history', 'C0SECRET01'],
  ])('names the missing permission %s', async (scope, place) => {
    fake.state.scopes.delete(scope);
    const report = await inspect(place);
    expect(report.problems).toHaveLength(1);
    expect(words(report)).toContain(`lacks the permission ${scope},`);
  });

  it('looks at a conversation with a person without asking for more than it reads', async () => {
    const { id } = fake.direct();
    expect(await inspect(id)).toEqual({ name: 'direct message', problems: [] });
    expect(words(await inspect('D0STRANGER'))).toContain('Write to broadsheet itself');
    fake.state.scopes.delete('im:history');
    expect(words(await inspect(id))).toContain('lacks the permission im:history,');
    fake.state.scopes.delete('chat:write');
    expect((await inspect(id)).problems).toHaveLength(2);
    await fake.down();
    expect(words(await inspect(id))).toContain('could not be reached');
  });

  it('says that Slack cannot be reached, and never throws', async () => {
    await fake.down();
    expect(words(await inspect(fake.channelId))).toContain('could not be reached');
    await fake.up();
    fake.fault({ act: 'accept-then-html' }, { when: () => true });
    expect(words(await inspect(fake.channelId))).toContain('SLACK_API_URL');
  });
});
