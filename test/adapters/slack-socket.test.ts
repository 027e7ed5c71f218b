import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSlackConnection,
  type SlackConnection,
  type SlackConnectionDeps,
} from '../../adapters/slack/index.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { callsOf } from '../fakes/slack/faults.js';
import { commandBody, eventBody } from '../fakes/slack/signed.js';
import { recordingLogger, until, type LogLine } from '../support/slack-fixtures.js';

let fake: FakeSlack;
let log: LogLine[];
let events: string[];
let open: SlackConnection[];
const unhandled: unknown[] = [];
const keep = (reason: unknown) => void unhandled.push(reason);

beforeEach(async () => {
  [log, events, open] = [[], [], []];
  fake = await startFakeSlack();
  process.on('unhandledRejection', keep);
});
afterEach(async () => {
  for (const connection of open) await connection.stop();
  await fake.close();
  process.off('unhandledRejection', keep);
  expect(unhandled.splice(0)).toEqual([]);
});

function connection(overrides: Partial<SlackConnectionDeps> = {}): SlackConnection {
  const made = createSlackConnection({
    botToken: fake.botToken,
    appToken: fake.appToken,
    signingSecret: null,
    apiUrl: fake.url,
    logger: recordingLogger(log),
    onEvent: ({ id }) => void events.push(id),
    firstRetryMs: 20,
    longestRetryMs: 100,
    stopMs: 500,
    ...overrides,
  });
  open.push(made);
  return made;
}

const opens = () => fake.requests.filter(({ method }) => method === 'apps.connections.open').length;

describe('Slack Socket Mode with the real Bolt', () => {
  it('connects, says so, and is gone after stop', async () => {
    const slack = connection();
    expect(slack.health()).toEqual({ ready: false, detail: 'not started' });
    await slack.start();
    expect(slack.health()).toEqual({ ready: true, detail: 'connected' });
    expect(fake.socket.connections()).toBe(1);
    await slack.stop();
    expect(slack.health()).toEqual({ ready: false, detail: 'stopped' });
    await until('the socket is closed', () => fake.socket.connections() === 0);
    expect(opens()).toBe(1);
  });

  it('takes no HTTP requests', () => {
    expect(connection().handle({ url: '/slack/events' } as never, {} as never)).toBe(false);
  });

  it('acknowledges events and hands each on once, however often Slack repeats it', async () => {
    await connection().start();
    const event = eventBody(fake.teamId, 'app_mention', 'Ev01');
    await fake.socket.deliver('events_api', event);
    await fake.socket.deliver('events_api', event);
    await fake.socket.deliver('events_api', eventBody(fake.teamId, 'message', 'Ev02'));
    await until('both events arrived', () => events.length === 2);
    expect(events).toEqual(['Ev01', 'Ev02']);
  });

  it('answers a command with one private sentence that names the repair', async () => {
    await connection().start();
    const answer = await fake.socket.deliver('slash_commands', commandBody(fake.teamId));
    expect(answer).toMatchObject({ response_type: 'ephemeral' });
    expect(JSON.stringify(answer)).toContain(`broadsheet channels add slack:${fake.teamId}:C0PAPERS01`);
  });

  it('acknowledges buttons and other things nobody asked for', async () => {
    await connection().start();
    const user = { id: 'U0READER01', team_id: fake.teamId };
    const team = { id: fake.teamId, domain: 'x' };
    const button = {
      type: 'block_actions',
      user,
      team,
      actions: [{ type: 'button', action_id: 'a', block_id: 'b' }],
    };
    expect(await fake.socket.deliver('interactive', button)).toEqual({});
  });

  it.each(['refresh_requested', 'warning'] as const)(
    'connects again at once when Slack says %s',
    async (reason) => {
      await connection().start();
      fake.socket.refresh(reason);
      await until('there is a second connection', () => fake.socket.greeted() === 2);
      await until('only that one is left', () => fake.socket.connections() === 1);
      await fake.socket.deliver('events_api', eventBody(fake.teamId));
      await until('the event arrived', () => events.length === 1);
    },
  );

  it('connects again after the line was cut', async () => {
    const slack = connection();
    await slack.start();
    fake.socket.drop();
    await until('there is a second connection', () => fake.socket.greeted() === 2 && slack.health().ready);
  });

  it('survives a refused token at a refresh, says which one, and recovers when it is repaired', async () => {
    const slack = connection();
    await slack.start();
    fake.fault({ act: 'error', error: 'invalid_auth' }, { when: callsOf('apps.connections.open'), times: 3 });
    fake.socket.refresh();
    await until('it says which token', () => slack.health().detail.includes('SLACK_APP_TOKEN'));
    expect(slack.health().ready).toBe(false);
    await until('it is connected again', () => slack.health().ready);
    expect(log.filter(({ level }) => level === 'warn')).not.toEqual([]);
  });

  it.each([
    ['SLACK_BOT_TOKEN', { botToken: 'xoxb-wrong' }],
    ['SLACK_APP_TOKEN', { appToken: 'xapp-wrong' }],
  ])('does not start with a wrong %s and names it', async (variable, wrong) => {
    const slack = connection(wrong);
    await expect(slack.start()).rejects.toMatchObject({ name: 'AppError', code: 'config' });
    await expect(slack.start()).rejects.toThrow(variable);
    expect(JSON.stringify(log)).not.toContain('wrong');
  });

  it('says in its health that the app token was refused at the start, not that it is connecting', async () => {
    const slack = connection({ appToken: 'xapp-wrong' });
    await expect(slack.start()).rejects.toThrow('SLACK_APP_TOKEN');
    expect(slack.health()).toEqual({
      ready: false,
      detail: expect.stringContaining('SLACK_APP_TOKEN') as string,
    });
  });

  it('starts while Slack is away, and connects when it is back', async () => {
    await fake.down();
    const slack = connection();
    await slack.start();
    expect(slack.health().ready).toBe(false);
    expect(slack.health().detail).toContain('could not be reached');
    await fake.up();
    await until('it is connected', () => slack.health().ready);
  });

  it('gives up a connection that is never greeted, and tries again', async () => {
    fake.socket.setGreets(false);
    const slack = connection({ connectMs: 200 });
    await slack.start();
    expect(slack.health().ready).toBe(false);
    fake.socket.setGreets(true);
    await until('it is connected', () => slack.health().ready);
  });

  it('keeps trying through rate limits and failures of Slack', async () => {
    const when = callsOf('apps.connections.open');
    fake.fault({ act: 'rate-limit', seconds: 1 }, { when });
    fake.fault({ act: 'status', status: 503 }, { when });
    fake.fault({ act: 'error', error: 'internal_error' }, { when });
    fake.fault({ act: 'reset' }, { when });
    const slack = connection();
    await slack.start();
    await until('it is connected', () => slack.health().ready);
    expect(opens()).toBe(5);
  });

  it('stops while it is still trying, and tries no more', async () => {
    await fake.down();
    const slack = connection();
    await slack.start();
    await slack.stop();
    await fake.up();
    const before = opens();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(opens()).toBe(before);
    expect(fake.socket.connections()).toBe(0);
  });

  it('stops although Slack does not answer its goodbye', async () => {
    const slack = connection({ stopMs: 100 });
    await slack.start();
    fake.socket.freeze();
    await slack.stop();
    expect(slack.health().detail).toBe('stopped');
  });

  it.each([
    ['it asks for an address', 300],
    ['the socket opens', 0],
  ])('stops while %s, without waiting for the end of the try', async (_when, ms) => {
    fake.socket.setGreets(false);
    fake.fault({ act: 'accept-late', ms }, { when: callsOf('apps.connections.open') });
    const slack = connection({ connectMs: 600_000 });
    const starting = slack.start();
    await until('it asked for a socket', () => opens() === 1);
    await slack.stop();
    await starting;
    expect(slack.health()).toEqual({ ready: false, detail: 'stopped' });
    await until('nothing is connected', () => fake.socket.sockets() === 0);
  });
});
