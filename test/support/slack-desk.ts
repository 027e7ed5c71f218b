import {
  createSlackConnection,
  type SlackConnection,
  type SlackConnectionDeps,
} from '../../adapters/slack/index.js';
import { createWebServer, type WebServerOptions } from '../../adapters/web/index.js';
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
  patience?: WebServerOptions['patience'],
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
  const web = createWebServer({
    host: '127.0.0.1',
    port: 0,
    probes: [],
    mounts: [{ prefix: '/slack/', handle: (request, response) => slack.handle(request, response) }],
    logger: recordingLogger(log),
    ...(patience === undefined ? {} : { patience }),
  });
  const url = overSocket ? '' : `${(await web.start()).url}/slack/events`;
  if (!overSocket) fake.listenAt(url);
  await slack.start();
  return {
    fake,
    front,
    slack,
    log,
    url,
    async close() {
      await slack.stop();
      await web.stop();
      await fake.close();
    },
  };
}
