import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackConnection, type SlackConnection } from '../../adapters/slack/index.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { commandBody, messageBody, sendSigned } from '../fakes/slack/signed.js';
import { recordingLogger, until } from '../support/slack-fixtures.js';
import { testFront, type TestFront } from '../support/slack-front.js';

let fake: FakeSlack;
let slack: SlackConnection;
let server: Server;
let url: string;
let front: TestFront;
let passedOn: string[];

beforeEach(async () => {
  passedOn = [];
  fake = await startFakeSlack();
  front = testFront(fake);
  slack = createSlackConnection({
    botToken: fake.botToken,
    appToken: null,
    signingSecret: fake.signingSecret,
    apiUrl: fake.url,
    logger: recordingLogger(),
    front,
  });
  server = createServer((request, response) => {
    if (slack.handle(request, response)) return;
    passedOn.push(request.url ?? '');
    response.end('the page');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await slack.stop();
  server.closeAllConnections();
  server.close();
  await fake.close();
});

const endpoint = () => `${url}/slack/events`;
const nowSeconds = () => Math.floor(Date.now() / 1000);
const events = () => front.requests.map(({ id }) => id.replace('slack:', ''));
const post = (options: { timestamp?: number; signature?: string; secret?: string; id?: string } = {}) =>
  sendSigned(
    endpoint(),
    { json: messageBody(fake.teamId, options.id ?? 'Ev01') },
    { secret: fake.signingSecret, ...options },
  );

describe('Slack over signed HTTP with the real Bolt', () => {
  it('is ready once the token was checked', async () => {
    expect(slack.health().ready).toBe(false);
    await slack.start();
    expect(slack.health()).toEqual({ ready: true, detail: 'listening at /slack/events' });
  });

  it('takes a well-signed event', async () => {
    expect((await post()).status).toBe(200);
    await until('the event arrived', () => events().length === 1);
  });

  it('takes a repeated or replayed event once', async () => {
    for (let n = 0; n < 3; n++) expect((await post()).status).toBe(200);
    expect((await post({ id: 'Ev02' })).status).toBe(200);
    await until('the other event arrived', () => events().includes('Ev02'));
    expect(events()).toEqual(['Ev01', 'Ev02']);
  });

  it.each([
    ['signed with another secret', { secret: 'another' }],
    ['whose signature was made up', { signature: 'v0=00' }],
    ['whose signature is of another kind', { signature: 'v1=00' }],
    ['without a signature worth the name', { signature: '' }],
    ['that is stale', { timestamp: nowSeconds() - 400 }],
    ['from the future', { timestamp: nowSeconds() + 400 }],
    ['without a time', { timestamp: Number.NaN }],
  ])('refuses a request %s', async (_, options) => {
    expect((await post(options)).status).toBe(401);
    expect(events()).toEqual([]);
  });

  it('refuses what is not signed at all', async () => {
    const answer = await fetch(endpoint(), {
      method: 'POST',
      body: JSON.stringify(messageBody(fake.teamId)),
    });
    expect(answer.status).toBe(401);
  });

  it('answers Slack’s question whether the address is ours', async () => {
    const json = { type: 'url_verification', challenge: 'abc', token: 'x' };
    const answer = await sendSigned(endpoint(), { json }, { secret: fake.signingSecret });
    expect(await answer.json()).toEqual({ challenge: 'abc' });
  });

  it('answers a command that is none with a sentence that echoes nothing of it', async () => {
    const form = { ...commandBody(fake.teamId, '/papers <!channel>'), channel_id: '`<!here>' };
    const answer = await sendSigned(endpoint(), { form }, { secret: fake.signingSecret });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ response_type: 'ephemeral' });
    expect(front.requests).toEqual([]);
  });

  it('acknowledges buttons that are none of ours', async () => {
    const user = { id: 'U0READER01', team_id: fake.teamId };
    const payload = JSON.stringify({
      type: 'block_actions',
      user,
      team: { id: fake.teamId },
      actions: [{ action_id: 'a', type: 'button' }],
    });
    const answer = await sendSigned(endpoint(), { form: { payload } }, { secret: fake.signingSecret });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it.each(['not json', '', '[]', 'null', '1'])(
    'refuses a well-signed body of %j and goes on',
    async (raw) => {
      const answer = await sendSigned(endpoint(), { raw }, { secret: fake.signingSecret });
      expect(answer.status).toBe(400);
      const form = { payload: raw };
      expect((await sendSigned(endpoint(), { form }, { secret: fake.signingSecret })).status).toBe(400);
      expect((await post()).status).toBe(200);
    },
  );

  it('refuses a body larger than any of Slack’s', async () => {
    const json = { text: 'x'.repeat(1_100_000) };
    expect((await sendSigned(endpoint(), { json }, { secret: fake.signingSecret })).status).toBe(413);
  });

  it('leaves every other path alone and refuses other ways into its own', async () => {
    expect(await (await fetch(`${url}/slackish?x=/slack/`)).text()).toBe('the page');
    expect(passedOn).toEqual(['/slackish?x=/slack/']);
    expect((await fetch(`${url}/slack/other`)).status).toBe(404);
    expect((await fetch(endpoint())).status).toBe(405);
  });

  it('does not start with a wrong bot token, and starts while Slack is away', async () => {
    fake.fault({ act: 'error', error: 'invalid_auth' }, { when: () => true });
    await expect(slack.start()).rejects.toThrow('SLACK_BOT_TOKEN');
    await fake.down();
    await slack.start();
    expect(slack.health().ready).toBe(true);
  });
});
