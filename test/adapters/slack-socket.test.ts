import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSlackConnection,
  type SlackConnection,
  type SlackConnectionDeps,
} from '../../adapters/slack/index.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { callsOf } from '../fakes/slack/faults.js';
import { recordingLogger, until, type LogLine } from '../support/slack-fixtures.js';
import { testFront, type TestFront } from '../support/slack-front.js';

let fake: FakeSlack;
let front: TestFront;
let log: LogLine[];
let open: SlackConnection[];
const unhandled: unknown[] = [];
const keep = (reason: unknown) => void unhandled.push(reason);

beforeEach(async () => {
  [log, open] = [[], []];
  fake = await startFakeSlack();
  front = testFront(fake);
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
    front,
    lingerMs: 50,
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

  it('hands each event on once, however often Slack repeats it', async () => {
    await connection().start();
    for (const id of ['Ev01', 'Ev01', 'Ev02']) await fake.write('speech', fake.userId, { id }).acknowledged();
    await until('both arrived', () => front.requests.length === 2);
    expect(front.requests.map(({ id }) => id)).toEqual(['slack:Ev01', 'slack:Ev02']);
  });

  it.each(['refresh_requested', 'warning', 'link_disabled'] as const)(
    'connects again at once when Slack says %s',
    async (reason) => {
      await connection().start();
      fake.socket.refresh(reason);
      await until('there is a second connection', () => fake.socket.greeted() === 2);
      await until('only that one is left', () => fake.socket.connections() === 1);
      await fake.command({ text: 'speech' }).reply();
    },
  );

  it('hears on the old line until the new one is greeted', async () => {
    const slack = connection();
    await slack.start();
    fake.socket.setGreets(false);
    fake.socket.refresh();
    await until('the new line is being made', () => fake.socket.sockets() === 2);
    const asked = fake.command({ text: 'speech' });
    expect(await asked.acknowledged()).toEqual({});
    expect((await asked.reply()).text).toContain('speech');
    expect(slack.health().ready).toBe(true);
    fake.socket.greet();
    await until('only the new line is left', () => fake.socket.sockets() === 1);
    await fake.command({ text: 'still here' }).reply();
    expect(opens()).toBe(2);
  });

  it('keeps the old line as long as no new one can be had, and says what is wrong once it is gone', async () => {
    const slack = connection();
    await slack.start();
    fake.fault({ act: 'status', status: 503 }, { when: callsOf('apps.connections.open'), times: 1_000 });
    fake.socket.refresh();
    await until('it was refused twice', () => opens() >= 3);
    expect(slack.health().ready).toBe(true);
    await fake.command({ text: 'speech' }).reply();
    fake.socket.drop();
    await until('it is not ready', () => slack.health().detail.includes('503'));
    expect(slack.health().ready).toBe(false);
  });

  it('answers a command although its line is replaced or cut before the answer is ready', async () => {
    await connection().start();
    const ready: (() => void)[] = [];
    front.answers = async ({ action }) => {
      await new Promise<void>((resolve) => ready.push(resolve));
      return { title: null, blocks: [{ kind: 'text', text: JSON.stringify(action) }] };
    };
    const first = fake.command({ text: 'one' });
    await first.acknowledged();
    fake.socket.refresh();
    await until('there is a second connection', () => fake.socket.greeted() === 2);
    const second = fake.command({ text: 'two' });
    await second.acknowledged();
    fake.socket.drop();
    for (const go of ready) go();
    expect((await first.reply()).text).toContain('one');
    expect((await second.reply()).text).toContain('two');
  });

  it('answers a command whose acknowledgement was lost with the line', async () => {
    await connection().start();
    fake.socket.cutOnDelivery();
    const asked = fake.command({ text: 'speech' });
    expect((await asked.reply()).text).toContain('speech');
  });

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

  it('says loudly when the bot token is revoked while it runs, and recovers when it is accepted again', async () => {
    const slack = connection();
    await slack.start();
    fake.fault({ act: 'error', error: 'token_revoked' }, { when: callsOf('auth.test') });
    await fake.event({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BROADSHT'] } }).acknowledged();
    await until('it says which token', () => slack.health().detail.includes('SLACK_BOT_TOKEN'));
    expect(slack.health().ready).toBe(false);
    expect(log.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'Slack says that the app was removed or its token revoked',
      expect.stringContaining('does not accept SLACK_BOT_TOKEN (token_revoked)') as string,
    ]);
    await fake.event({ type: 'app_uninstalled' }).acknowledged();
    await until('it is ready again', () => slack.health().ready);
  });

  it('finds out by itself that the bot token was revoked', async () => {
    const slack = connection({ tokenCheckMs: 20 });
    await slack.start();
    fake.fault({ act: 'error', error: 'account_inactive' }, { when: callsOf('auth.test'), times: 1_000 });
    await until('it is not ready', () => !slack.health().ready);
    expect(slack.health().detail).toContain('account_inactive');
    expect(log.filter(({ level }) => level === 'error')).toHaveLength(1);
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
