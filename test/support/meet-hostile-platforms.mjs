// Lets everything that talks to a platform meet a hostile one; runs on the built files. Prints a line per answer.
import {
  createDiscordGateway,
  createDiscordPublisher,
  createDiscordReplier,
  createRefusalWatch,
  registerDiscordCommands,
} from '../../dist/adapters/discord/index.js';
import {
  createSlackConnection,
  createSlackDirectory,
  createSlackPublisher,
  createSlackReplier,
} from '../../dist/adapters/slack/index.js';

const { url, ways, slow, large, requests, secrets, reply } = JSON.parse(process.argv[2] ?? '{}');
const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => logger };
const since = new Date('2026-11-20T12:00:00Z');
const facts = { get: () => Promise.resolve(null), put: quiet };
const botToken = 'xoxb-of-a-test';
const onInteraction = () => Promise.resolve();

const target = (secret) => ({
  secret: JSON.stringify(secret),
  visibility: 'private',
  expiresAt: '2999-01-01T00:00:00Z',
});

const publishing = (publisher, request, signal) => ({
  send: () => publisher.send(request, signal()),
  look: () => publisher.look(request, since, signal()),
  inspect: () => publisher.inspect(request.address, 'thread', signal()),
  say: () => publisher.say(request.address, 'A line.', signal()),
  tell: () => publisher.tell(request.address, null, 'A line.', signal()),
});

function discord(base, signal) {
  const at = { token: 'a.b.c', apiUrl: `${base}/api`, logger };
  const replier = createDiscordReplier(at);
  return {
    ...publishing(createDiscordPublisher(at), requests.discord, signal),
    reply: () => replier.answer(target(secrets.discord), reply, signal()),
    register: () =>
      registerDiscordCommands(
        { ...at, appId: '11', facts, refusals: createRefusalWatch({ logger }) },
        signal(),
      ),
    connect: async () => {
      const gateway = createDiscordGateway({
        ...at,
        onInteraction,
        firstRetryMs: 60_000,
        startWaitMs: 60_000,
      });
      await gateway.start();
      const { ready } = gateway.health();
      await gateway.stop();
      return { ready };
    },
  };
}

function slack(base, signal) {
  const at = { botToken, apiUrl: `${base}/api/`, logger, now: Date.now };
  const replier = createSlackReplier(at);
  const hook = { v: 1, kind: 'response', url: `${base}/hook`, replace: false };
  return {
    ...publishing(createSlackPublisher(at), requests.slack, signal),
    reply: () => replier.answer(target(secrets.slack), reply, signal()),
    respond: () => replier.answer(target(hook), reply, signal()),
    person: () => createSlackDirectory(at).person(requests.slack.address, 'U1', signal()),
    connect: async () => {
      const front = {};
      const waits = { firstRetryMs: 60_000, longestRetryMs: 60_000, stopMs: 100 };
      const connection = createSlackConnection({
        ...at,
        ...waits,
        appToken: 'xapp-1',
        signingSecret: null,
        front,
      });
      await connection.start();
      const { ready } = connection.health();
      await connection.stop();
      return { ready };
    },
  };
}

/** One deed of every client that there is; the others share theirs. */
const CLIENTS = ['send', 'reply', 'respond', 'connect'];

const isAsked = (way, deed) => {
  // What comes slowly ends only with the time that a call has, which is not ours to set when connecting.
  if (slow.includes(way)) return deed !== 'connect';
  return !large.includes(way) || CLIENTS.includes(deed);
};

for (const way of ways) {
  const signal = () => AbortSignal.timeout(slow.includes(way) ? 150 : 60_000);
  const base = `${url}/${way}`;
  for (const [platform, deeds] of Object.entries({
    discord: discord(base, signal),
    slack: slack(base, signal),
  }))
    for (const [deed, act] of Object.entries(deeds)) {
      if (!isAsked(way, deed)) continue;
      const outcome = await act().then(
        (value) => (typeof value === 'object' ? value : { value }),
        ({ name, message }) => ({ error: name, message }),
      );
      process.stdout.write(`${JSON.stringify({ way, platform, deed, ...outcome })}\n`);
    }
}
process.exit(0);
