import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHostileServer, type HostileServer } from '../fakes/hostile-server.js';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import { sentence } from '../../src/commands/reply.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { sampleContent } from '../support/digest-content.js';
import { silentLogger } from '../support/silent-logger.js';
import { runCapped } from '../support/capped-process.js';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());

const LONG = /answered with more than 10 MiB/;
const SLOW = /did not answer within 0\.\d+ s/;
const UNREADABLE = /instead of a (?:list of papers|feed)|something else than a paper/;

/** How every reader of a source ends with each way to answer. */
const SOURCES: Readonly<Record<string, RegExp>> = {
  endless: LONG,
  packed: LONG,
  drip: SLOW,
  silent: SLOW,
  brackets: UNREADABLE,
  objects: UNREADABLE,
  laughs: UNREADABLE,
  text: UNREADABLE,
  page: UNREADABLE,
};

/** How every call to a platform ends, whatever the answer: nobody can tell what became of it. */
const DEEDS: Readonly<Record<string, object>> = {
  send: { kind: 'unknown' },
  look: { kind: 'cannot-tell', lasting: false },
  inspect: { unsure: true, problems: [expect.anything()] },
  say: { error: 'AppError' },
  // Slack's channel has its turns: one that ran out of time while it waited was certainly not told.
  tell: { value: expect.stringMatching(/^(?:unknown|later)$/) as string },
  reply: { kind: 'unknown' },
  respond: { kind: 'unknown' },
  register: { error: 'AppError' },
  person: { error: 'AppError' },
  connect: { ready: false },
};

interface Line {
  readonly way: string;
  readonly deed: string;
  readonly message?: string;
}

/** Runs under a heap that a reader without bounds fills. */
async function linesOf(script: string, input: object, heapMb: number): Promise<readonly Line[]> {
  const slow = ['drip', 'silent'];
  const { code, lines, stderr } = await runCapped(script, { url: server.url, slow, ...input }, heapMb);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return lines as readonly Line[];
}

describe('a hostile answer', { timeout: 240_000 }, () => {
  it('of a source becomes a sentence, in little memory and in time', async () => {
    const ways = Object.keys(SOURCES);
    const lines = await linesOf('read-hostile-sources.mjs', { ways }, 96);
    expect(lines).toHaveLength(ways.length * 6);
    for (const line of lines) {
      expect(line).toMatchObject({ error: 'SourceError' });
      expect(line.message, JSON.stringify(line)).toMatch(SOURCES[line.way]!);
    }
  });

  it('of a platform leaves open what became of the call, in little memory and in time', async () => {
    const large = ['endless', 'packed', 'brackets', 'objects'];
    const ways = [...large, 'drip', 'silent', 'page'];
    const lines = await linesOf('meet-hostile-platforms.mjs', { ways, large, ...things() }, 128);
    expect(lines).toHaveLength(4 * 7 + 2 * 15 + 17);
    for (const line of lines) expect(line, JSON.stringify(line)).toMatchObject(DEEDS[line.deed]!);
  });
});

// --- Internal helpers ---

function things() {
  const keyOf = keysOf('hostile');
  const parents = { head: null, thread: null };
  const head = (platform: 'discord' | 'slack', workspace: string, place: string) => {
    const none = { apiUrl: 'http://127.0.0.1:9/', logger: silentLogger };
    const publisher =
      platform === 'discord'
        ? createDiscordPublisher({ ...none, token: 'a.b.c' })
        : createSlackPublisher({ ...none, botToken: 'xoxb-of-a-test' });
    const [part] = publisher.render(sampleContent(), 'thread', keyOf);
    const address = { platform, workspace, place };
    return { address, kind: 'head', payload: part!.payload, key: keyOf(0), parents };
  };
  return {
    requests: { discord: head('discord', '11', '22'), slack: head('slack', 'T1', 'C1') },
    secrets: {
      discord: { v: 1, app: '11', token: 'token-of-an-interaction', inPlace: false },
      slack: { v: 1, kind: 'direct', channel: 'D1', user: 'U1' },
    },
    reply: sentence('Here it is.'),
  };
}
