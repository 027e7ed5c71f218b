import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import { addChannel, listChannels } from '../../src/cli/channels.js';
import { createOutput } from '../../src/cli/output.js';
import { createCommandHandler } from '../../src/commands/handle.js';
import type { ChannelAddress } from '../../src/channels/channel.js';
import { createPauseWatch } from '../../src/pauses/watch.js';
import type { PlaceReport } from '../../src/ports/publisher.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { createCommandWorld, ON_SLACK } from '../support/command-world.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { silentLogger } from '../support/silent-logger.js';
import { soon } from '../support/slack-publisher.js';

const WHEN = { time: '09:00', zone: 'UTC' };
const QUIET = { line: () => undefined, json: () => undefined };

describe.each(testDatabases)('the name of a channel on the $name database', ({ open }) => {
  const here = freshStores(open, ['channels']);
  let slack: FakeSlack;
  beforeAll(async () => {
    slack = await startFakeSlack();
  });
  afterAll(() => slack.close());

  const publisher = () =>
    createSlackPublisher({ botToken: slack.botToken, apiUrl: slack.url, logger: silentLogger });
  const inspect = (address: ChannelAddress): Promise<PlaceReport> =>
    publisher().inspect(address, 'thread', soon());
  const watch = () =>
    createPauseWatch({ ...here.stores, publisherFor: publisher, callSignal: soon, logger: silentLogger });
  const add = (place: string, options: object, look = inspect) =>
    addChannel(`slack:${slack.teamId}:${place}`, { ...WHEN, ...options }, here.stores, QUIET, look);
  const listed = async (): Promise<string> => {
    let text = '';
    await listChannels(
      here.stores,
      false,
      createOutput((more) => void (text += more)),
    );
    return text;
  };
  const row = (name: string) =>
    expect.stringMatching(
      new RegExp(`^slack:${slack.teamId}:${slack.channelId}  +${name}  +`, 'm'),
    ) as unknown;

  it('is kept when it is added, and stays when only its settings change or Slack is away', async () => {
    const added = await add(slack.channelId, {});
    expect(added.name).toBe('#papers');
    expect(await listed()).toEqual(row('#papers'));
    await add(slack.channelId, { count: '3' }, () => Promise.resolve({ name: null, problems: [] }));
    expect(await listed()).toEqual(row('#papers'));
  });

  it('is the new one after a rename, whether an event told of it or the next look', async () => {
    const { address } = await add(slack.channelId, {});
    await watch().hear({ kind: 'renamed', address, name: '#all-papers' });
    expect(await listed()).toEqual(row('#all-papers'));
    slack
      .rename(slack.channelId, 'most-papers')
      .acknowledged()
      .catch(() => undefined);
    await add(slack.channelId, { count: '3' });
    expect(await listed()).toEqual(row('#most-papers'));
    await add(slack.channelId, { count: '4' }, () => Promise.resolve({ name: null, problems: [] }));
    await watch().hear({ kind: 'moved', address, place: 'C0SHARED01' });
    expect(await listed()).toContain('#most-papers');
    expect((await here.stores.channels.get(`slack:${slack.teamId}:C0SHARED01`))?.name).toBe('#most-papers');
  });

  it('is kept when somebody subscribes in it, and shown without what would mislead', async () => {
    const { deps } = createCommandWorld();
    const { clock, channels, digests, papers } = here.stores;
    const handle = createCommandHandler({ ...deps, clock, channels, digests, papers });
    const action = {
      kind: 'command',
      name: 'subscribe',
      options: { topic: 'speech', anyway: 'true' },
    } as const;
    await handle({ id: 'test:1', ...ON_SLACK, action }, soon());
    const stored = await channels.get('slack:T1:C1');
    expect(stored?.name).toBe('#papers');
    await here.stores.pauses.rename(ON_SLACK.address, '#\u202epapers\u0007');
    expect(await listed()).toMatch(/^slack:T1:C1 +#papers /m);
  });
});
