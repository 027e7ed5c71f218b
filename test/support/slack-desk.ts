import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createSlackConnection,
  type SlackConnection,
  type SlackConnectionDeps,
} from '../../adapters/slack/index.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import { recordingLogger, type LogLine } from './slack-fixtures.js';
import { testFront, type TestFront } from './slack-front.js';

export type Transport = 'Socket Mode' | 'signed HTTP';

/** The real Bolt between a fake Slack and a hand-written core. */
export interface SlackDesk {
  readonly fake: FakeSlack;
  readonly front: TestFront;
  readonly slack: SlackConnection;
  readonly log: readonly LogLine[];
  /** Of the endpoint for signed HTTP; empty in Socket Mode. */
  readonly url: string;
  close(): Promise<void>;
}

export async function slackDesk(
  transport: Transport,
  overrides: Partial<SlackConnectionDeps> = {},
): Promise<SlackDesk> {
  const fake = await startFakeSlack();
  const front = testFront(fake);
  const log: LogLine[] = [];
  const overSocket = transport === 'Socket Mode';
  const slack = createSlackConnection({
    botToken: fake.botToken,
    appToken: overSocket ? fake.appToken : null,
    signingSecret: overSocket ? null : fake.signingSecret,
    apiUrl: fake.url,
    logger: recordingLogger(log),
    front,
    firstRetryMs: 20,
    longestRetryMs: 100,
    lingerMs: 50,
    stopMs: 500,
    now: fake.state.now,
    ...overrides,
  });
  const server = overSocket ? null : await serve(slack);
  const url =
    server === null ? '' : `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  if (server !== null) fake.listenAt(url);
  await slack.start();
  return {
    fake,
    front,
    slack,
    log,
    url,
    async close() {
      await slack.stop();
      server?.closeAllConnections();
      server?.close();
      await fake.close();
    },
  };
}

// --- Internal helpers ---

async function serve(slack: SlackConnection): Promise<Server> {
  const server = createServer((request, response) => {
    if (!slack.handle(request, response)) response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
