import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listDeliveries } from '../../src/cli/deliveries.js';
import { createOutput } from '../../src/cli/output.js';
import { listWorkspaces, readWorkspaceChange, setWorkspace } from '../../src/cli/workspaces.js';
import type { Channel } from '../../src/channels/channel.js';
import { AppError, describeError } from '../../src/errors.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import type { SlackFaultAction } from '../fakes/slack/faults.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { pauseProcess, type PauseProcess } from '../support/pause-scene.js';
import { putChannel } from '../support/put-channel.js';
import { recordingLogger, type LogLine } from '../support/slack-fixtures.js';
import { minutesAfter, NOON, settings, today } from '../support/stored-things.js';

describe('a message of unknown outcome on Slack whose history cannot be read', () => {
  const { open } = testDatabases.at(-1)!;
  const here = freshStores(open, ['channels', 'workspaces']);
  let discord: FakeDiscord;
  let slack: FakeSlack;
  let log: LogLine[];
  let process: PauseProcess;
  let now: Date;
  beforeEach(async () => {
    now = NOON;
    discord = await startFakeDiscord();
    slack = await startFakeSlack({ clock: () => now.getTime() });
    slack.state.scopes.delete('channels:history');
    log = [];
    process = pauseProcess(here.stores, { discord, slack }, recordingLogger(log));
  });
  afterEach(() => Promise.all([discord.close(), slack.close()]));

  const channelIn = async (workspace: string): Promise<Channel> => {
    const address = { platform: 'slack', workspace, place: slack.addChannel().id } as const;
    return (await putChannel(here.stores.channels, address, settings(), today)).channel;
  };
  const told = async (tell: (output: ReturnType<typeof createOutput>) => Promise<void>): Promise<string> => {
    let text = '';
    await tell(createOutput((more) => void (text += more)));
    return text;
  };
  const set = (where: string, prefer: string) =>
    told((output) =>
      setWorkspace(readWorkspaceChange(where, { prefer }), false, here.stores.workspaces, output),
    );
  /** Posts a digest of one message whose answer is lost, and goes on with it for half an hour. */
  const lose = async (channel: Channel, action: SlackFaultAction): Promise<number> => {
    const digestId = await process.freeze(channel);
    slack.fault(action);
    for (let minute = 0; minute <= 30; minute += 2) {
      now = minutesAfter(minute);
      await here.database.setClock(now);
      await process.go(digestId);
    }
    now = NOON;
    await here.database.setClock(now);
    return slack.messages(channel.address.place).length;
  };
  const rowOf = async ({ key }: Channel) =>
    (await here.stores.deliveries.list({ channelKey: key, limit: 1 }))[0];
  const alarms = () => log.filter(({ level }) => level === 'error').map(({ message }) => message);

  it('stays unknown, is listed, and raises one alarm: nothing is ever posted twice', async () => {
    const channel = await channelIn(slack.teamId);
    expect(await lose(channel, { act: 'reset' })).toBe(0);
    expect(await rowOf(channel)).toMatchObject({ state: 'unknown', parked: true, attempts: 1 });
    const listed = await told((output) =>
      listDeliveries(here.stores.deliveries, { state: 'unknown' }, output),
    );
    expect(listed).toMatch(/unknown, waits for a person.*channels:history/);
    expect(alarms()).toEqual([expect.stringContaining('please look at the channel')]);
  });

  it('is sent once more where its workspace prefers delivery, and only there', async () => {
    const [mine, other] = [await channelIn(slack.teamId), await channelIn('T0OTHER001')];
    expect(await set(`slack:${slack.teamId}`, 'delivery')).toMatch(
      /is sent once more, and may be there twice/,
    );
    expect(await lose(mine, { act: 'reset' })).toBe(1);
    expect(await rowOf(mine)).toMatchObject({ state: 'sent', attempts: 2, resends: 1 });
    expect(alarms()).toEqual([]);
    expect(log.map(({ message }) => message)).toContainEqual(expect.stringContaining('may be there twice'));
    expect(await lose(other, { act: 'reset' })).toBe(0);
    expect(await rowOf(other)).toMatchObject({ state: 'unknown', parked: true });
    expect(await set(`slack:${slack.teamId}`, 'no-duplicate')).toMatch(/waits for a person/);
    const again = await channelIn(slack.teamId);
    expect(await lose(again, { act: 'reset' })).toBe(0);
  });

  it('may be there twice then, never three times, and waits for a person after that', async () => {
    const channel = await channelIn(slack.teamId);
    await set(`slack:${slack.teamId}`, 'delivery');
    slack.fault({ act: 'accept-then-reset' });
    expect(await lose(channel, { act: 'accept-then-reset' })).toBe(2);
    expect(await rowOf(channel)).toMatchObject({ state: 'unknown', parked: true, attempts: 2 });
    expect(alarms()).toHaveLength(1);
  });

  it('raises the alarm, too, when its slot is long past and nobody could even look', async () => {
    const channel = await channelIn(slack.teamId);
    const digestId = await process.freeze(channel);
    slack.fault({ act: 'reset' });
    await process.go(digestId);
    await here.stores.channels.pause(channel.id, { reason: 'Holiday.', by: 'person' });
    await here.database.setClock(minutesAfter(6 * 60 + 1));
    await process.go(digestId);
    expect(await rowOf(channel)).toMatchObject({ state: 'unknown', parked: true });
    expect(alarms()).toEqual([expect.stringContaining('please look at the channel')]);
    await process.go(digestId);
    expect(alarms()).toHaveLength(1);
  });

  it('has its preference shown, and refuses what is none', async () => {
    const list = (json = false) => told((output) => listWorkspaces(here.stores.workspaces, json, output));
    expect(await list()).toContain('broadsheet workspaces set slack:TEAM --prefer delivery');
    await set('slack:T1', 'delivery');
    await set('discord:900000000000000001', 'no-duplicate');
    expect(await list()).toMatch(
      /^slack:T1 +delivery: is sent once more, and may be there twice +shown as cards$/m,
    );
    expect(JSON.parse(await list(true))).toContainEqual({
      platform: 'slack',
      workspace: 'T1',
      unfurl: true,
      prefer: 'delivery',
    });
    const fault = (where: string, prefer?: string): string => {
      try {
        readWorkspaceChange(where, prefer === undefined ? {} : { prefer });
        return '';
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        return describeError(error);
      }
    };
    expect(fault('slack:T1')).toBe('What shall be set? Give --prefer no-duplicate or delivery.');
    expect(fault('slack:T1', 'both')).toContain('"both" is not a preference. Give --prefer');
    expect(fault('slack:C1', 'delivery')).toContain('"slack:C1" names no workspace. Write slack:TEAM');
  });
});
