import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PartKind } from '../../src/digests/delivery.js';
import type { Publisher, SendOutcome, SendRequest } from '../../src/ports/publisher.js';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import { createSlackPublisher } from '../../adapters/slack/index.js';
import { CODES as DISCORD_CODES } from '../../adapters/discord/error-codes.js';
import { CODES as SLACK_CODES } from '../../adapters/slack/error-codes.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { sampleContent } from '../support/digest-content.js';
import { discordHarness, type DiscordHarness } from '../support/discord-publisher.js';
import { silentLogger } from '../support/silent-logger.js';
import { slackBench, soon, type SlackBench } from '../support/slack-publisher.js';

/** What a code comes to, in the words of the platform rules. */
type Meaning =
  | 'sent'
  | 'unknown'
  | 'delay'
  | 'refused'
  | 'plain message'
  | 'bug'
  | 'pause channel'
  | 'pause workspace'
  | 'pause platform';

function meaningOf(outcome: SendOutcome): Meaning {
  if (outcome.kind === 'pause') return `pause ${outcome.scope ?? 'channel'}`;
  if (outcome.kind === 'refused') return outcome.bug === true ? 'bug' : 'refused';
  return outcome.kind === 'rerouted' ? 'plain message' : outcome.kind;
}

/** A part of the sample digest on its way; what it hangs on has an id that looks real. */
function partOf(publisher: Publisher, kind: PartKind, place: SendRequest['address']): SendRequest {
  const layout = kind === 'post' ? 'forum' : 'thread';
  const parts = publisher.render(sampleContent(), layout, keysOf('table'));
  const part = parts.find((each) => each.kind === kind) ?? parts[0]!;
  const parent = place.platform === 'slack' ? '1764000000.000100' : '900000000000000001';
  const parents = kind === 'head' || kind === 'post' ? null : parent;
  return {
    address: place,
    kind,
    payload: part.payload,
    key: 'k',
    parents: { head: parents, thread: parents },
  };
}

/** Code, status, part, meaning. */
type DiscordRow = readonly [code: number, status: number, part: PartKind, meaning: Meaning];

/** Platform rules §1.7, then what §1.1 to §1.6 name beside it. */
const DISCORD: readonly DiscordRow[] = [
  [10003, 404, 'head', 'pause channel'],
  [10003, 404, 'post', 'pause channel'],
  [10003, 404, 'card', 'refused'],
  [10004, 404, 'head', 'pause workspace'],
  [10008, 404, 'head', 'sent'],
  [10008, 404, 'card', 'sent'],
  [10008, 404, 'thread', 'refused'],
  [50001, 403, 'head', 'pause channel'],
  [50001, 403, 'thread', 'plain message'],
  [50013, 403, 'head', 'pause channel'],
  [50013, 403, 'card', 'pause channel'],
  [50013, 403, 'thread', 'plain message'],
  [50024, 400, 'thread', 'pause channel'],
  [50008, 400, 'head', 'pause channel'],
  [40058, 400, 'head', 'pause channel'],
  [50083, 400, 'head', 'pause channel'],
  [50083, 400, 'card', 'refused'],
  [160005, 400, 'head', 'pause channel'],
  [160005, 403, 'card', 'refused'],
  [160004, 400, 'thread', 'sent'],
  [160006, 400, 'thread', 'plain message'],
  [160006, 400, 'post', 'delay'],
  [160007, 400, 'thread', 'plain message'],
  [30033, 400, 'thread', 'plain message'],
  [200000, 400, 'card', 'refused'],
  [200000, 400, 'thread', 'plain message'],
  [200001, 400, 'head', 'refused'],
  [240000, 400, 'post', 'refused'],
  [20009, 400, 'card', 'refused'],
  [20016, 400, 'head', 'delay'],
  [20022, 400, 'head', 'delay'],
  [20028, 400, 'head', 'delay'],
  [20029, 400, 'card', 'delay'],
  [40004, 400, 'head', 'delay'],
  [40006, 400, 'head', 'delay'],
  [40062, 400, 'head', 'delay'],
  [40333, 400, 'head', 'delay'],
  [130000, 503, 'head', 'unknown'],
  [130000, 400, 'head', 'delay'],
  [50035, 400, 'head', 'bug'],
  [50006, 400, 'card', 'bug'],
  [50109, 400, 'head', 'bug'],
  [30015, 400, 'head', 'bug'],
  [40005, 413, 'head', 'bug'],
  [0, 401, 'head', 'pause platform'],
  [40001, 401, 'card', 'pause platform'],
  [40001, 403, 'head', 'pause platform'],
  [50014, 400, 'head', 'pause platform'],
  [20026, 400, 'head', 'pause platform'],
  [40002, 403, 'head', 'pause platform'],
  [50009, 403, 'head', 'pause workspace'],
  [50007, 403, 'head', 'pause channel'],
  [50278, 403, 'head', 'pause channel'],
  [40067, 400, 'post', 'pause channel'],
  // Not in the table: a refusal in Discord's own JSON is certain all the same.
  [99999, 403, 'head', 'pause channel'],
  [99999, 400, 'head', 'refused'],
  [99999, 403, 'thread', 'plain message'],
  [99999, 400, 'thread', 'plain message'],
  [99999, 404, 'card', 'refused'],
  [0, 404, 'head', 'delay'],
  [99999, 500, 'head', 'unknown'],
];

describe('every error code of Discord, through the publisher', () => {
  let harness: DiscordHarness;
  beforeAll(async () => {
    harness = await discordHarness();
  });
  afterAll(() => harness.close());

  it('comes to what the table says, with nothing posted', async () => {
    const { fake } = harness;
    const came: DiscordRow[] = [];
    for (const [code, status, kind] of DISCORD) {
      // The SDK keeps to Discord's 50 requests a second by itself, and after a refused token no call is made for a minute.
      const publisher = createDiscordPublisher({ token: fake.token, apiUrl: fake.url, logger: silentLogger });
      fake.fault({ act: 'code', code, status });
      const place = kind === 'post' ? fake.forumChannelId : fake.textChannelId;
      const address = { platform: 'discord', workspace: fake.guildId, place } as const;
      const outcome = await publisher.send(partOf(publisher, kind, address), soon());
      came.push([code, status, kind, meaningOf(outcome)]);
    }
    expect(came).toEqual(DISCORD);
    expect(await harness.visible()).toEqual([]);
    expect(fake.requests).toHaveLength(DISCORD.length);
  });

  it('is walked above: no code of the table is left out', () => {
    const walked = new Set(DISCORD.map(([code]) => code));
    expect([...DISCORD_CODES.keys()].filter((code) => !walked.has(code))).toEqual([]);
  });
});

const token = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'] as const;
const shut = ['access_denied', 'no_permission', 'ekm_access_denied', 'enterprise_is_restricted'] as const;

/** Platform rules §2.7, then what §2.1 to §2.3 name and what the method's page lists. */
const SLACK: Readonly<Record<Meaning, readonly string[]>> = {
  'pause channel': [
    'channel_not_found',
    'is_archived',
    'not_in_channel',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'messages_tab_disabled',
  ],
  'pause workspace': [
    ...token,
    ...shut,
    'user_removed_from_team',
    'not_allowed_token_type',
    'team_disabled',
    'missing_scope',
    'team_access_not_granted',
    'org_login_required',
    'two_factor_setup_required',
    'accesslimited',
    'team_not_found',
  ],
  'pause platform': [],
  delay: ['message_limit_exceeded', 'rate_limited', 'ratelimited', 'team_added_to_org'],
  refused: [
    'restricted_action_thread_locked',
    'thread_not_found',
    'message_not_found',
    'cannot_reply_to_message',
  ],
  bug: [
    'invalid_blocks',
    'invalid_blocks_format',
    'block_mismatch',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'too_many_attachments',
    'too_many_contact_cards',
    'markdown_text_conflict',
    'metadata_too_large',
    'metadata_must_be_sent_from_app',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'invalid_arguments',
    'invalid_arg_name',
    'invalid_array_arg',
    'invalid_charset',
    'invalid_form_data',
    'invalid_post_type',
    'missing_post_type',
    'as_user_not_supported',
    'duplicate_channel_not_found',
    'duplicate_message_not_found',
    'deprecated_endpoint',
    'method_deprecated',
  ],
  unknown: ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'a_brand_new_error'],
  sent: [],
  'plain message': [],
};

describe('every error of Slack, through the publisher', () => {
  let bench: SlackBench;
  beforeAll(async () => {
    bench = await slackBench();
  });
  afterAll(() => bench.fake.close());

  it('comes to what the table says, for a card, with nothing posted', async () => {
    const { fake } = bench;
    const card = { ...bench.card('1764000000.000100') };
    const logger = silentLogger;
    const came: Partial<Record<Meaning, string[]>> = {};
    for (const error of Object.values(SLACK).flat()) {
      // A message with a picture is tried once more without.
      fake.fault({ act: 'error', error }, { times: error === 'invalid_blocks' ? 2 : 1 });
      // After a refused token no call is made for a minute.
      const publisher = createSlackPublisher({ botToken: fake.botToken, apiUrl: fake.url, logger });
      const meaning = meaningOf(await publisher.send(card, soon()));
      (came[meaning] ??= []).push(error);
    }
    const sorted = (table: Partial<Record<Meaning, readonly string[]>>) =>
      Object.entries(table)
        .flatMap(([meaning, errors]) => errors.map((error) => `${error}: ${meaning}`))
        .sort();
    expect(sorted(came)).toEqual(sorted(SLACK));
    expect(fake.messages(fake.channelId)).toEqual([]);
  });

  it('pauses the channel when it is the head that meets what loses a card', async () => {
    for (const error of SLACK.refused) {
      bench.fake.fault({ act: 'error', error });
      expect(meaningOf(await bench.publisher.send(bench.head, soon())), error).toBe('pause channel');
    }
  });

  it('is walked above: no error of the table is left out', () => {
    const walked = new Set(Object.values(SLACK).flat());
    expect([...SLACK_CODES.keys()].filter((code) => !walked.has(code))).toEqual([]);
  });
});
