import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordGateway } from '../../adapters/discord/index.js';
import { startFakeDiscord } from '../fakes/discord/fake-discord.js';
import { THREAD } from '../fakes/discord/state.js';
import { channelJson, messageJson } from '../fakes/discord/wire.js';
import { createRecorder, type LogLine } from '../jobs/recorder.js';
import { discordDesk, type DiscordDesk } from '../support/discord-desk.js';
import { placesIn, withAt } from '../support/mutate.js';
import { expectNothingUnhandled } from '../support/unhandled.js';

/** Ample for a busy machine: nothing here is measured. */
const PATIENCE_MS = 60_000;
const ONE_TRY_MS = 5_000;
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

let desk: DiscordDesk;
let lines: LogLine[];
beforeEach(async () => {
  const recorder = createRecorder();
  lines = recorder.lines;
  desk = await discordDesk({ logger: recorder.logger });
});
afterEach(() => desk.close());
expectNothingUnhandled();

/**
 * Some of what was sent may have ended the session, which is opened again by itself, or is still being worked off, longer
 * than the three seconds that a command waits: so it is asked again, as people do.
 */
async function goesOn(): Promise<void> {
  await desk.fake.gateway.connected(PATIENCE_MS);
  const asked = async () => (await desk.fake.command({ name: 'topics' }).reply(ONE_TRY_MS)).content;
  await expect.poll(asked, { timeout: PATIENCE_MS }).toBe('Here it is.');
}

interface Sent {
  readonly event: string;
  readonly data: unknown;
}

/** Every kind of event that a bot like this one gets, as Discord sends it. */
function everything(): readonly Sent[] {
  const { fake } = desk;
  const message = fake.say(fake.textChannelId, 'https://arxiv.org/abs/2611.10001', [{ title: 'A paper' }]);
  const spare = fake.addChannel({ name: 'spare' });
  const thread = fake.addChannel({ type: THREAD, parentId: fake.textChannelId, name: 'papers of the day' });
  const before = fake.gateway.sent.length;
  fake.command({ name: 'search', options: { query: 'speech', share: true } });
  fake.command({ name: 'topics', channel: thread.id });
  fake.command({ name: 'topics', channel: fake.addDirect().id });
  fake.type({ name: 'show', option: 'paper', text: 'spe' });
  fake.messageCommand('Find similar papers', message);
  fake.press(message, '1:about');
  fake.renameChannel(spare.id, 'spared');
  fake.setRole(fake.guildId, 7n);
  fake.outage(fake.guildId);
  fake.outageOver(fake.guildId);
  fake.deleteChannel(spare.id);
  const { gateway, guildId } = fake;
  gateway.dispatch('CHANNEL_CREATE', channelJson(fake.addChannel({ name: 'new' })));
  gateway.dispatch('THREAD_CREATE', { ...channelJson(thread), newly_created: true });
  gateway.dispatch('THREAD_UPDATE', channelJson(thread));
  gateway.dispatch('THREAD_LIST_SYNC', {
    guild_id: guildId,
    threads: [channelJson(thread)],
    members: [{ id: thread.id, user_id: fake.botId, join_timestamp: new Date(0).toISOString(), flags: 0 }],
  });
  gateway.dispatch('THREAD_MEMBERS_UPDATE', {
    id: thread.id,
    guild_id: guildId,
    member_count: 1,
    added_members: [{ id: thread.id, user_id: fake.botId, join_timestamp: new Date(0).toISOString() }],
    removed_member_ids: ['1'],
  });
  gateway.dispatch('THREAD_DELETE', channelJson(thread));
  gateway.dispatch('MESSAGE_CREATE', { ...messageJson(fake.state, message), guild_id: guildId });
  gateway.dispatch('GUILD_UPDATE', { id: guildId, name: 'Renamed', roles: [], emojis: [], features: [] });
  gateway.dispatch('RESUMED', {});
  return gateway.sent.slice(before);
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, '', '\0', '\ud800', [], {}, -1, 1e308, true, '99', 'x'.repeat(50_000), [
    [[]],
  ]),
);

describe('what Discord may be made to send', { timeout: 120_000 }, () => {
  it('leaves the bot well, whatever stands in whatever place of an event', async () => {
    const events = everything();
    expect(new Set(events.map(({ event }) => event)).size).toBeGreaterThan(12);
    const changed = fc
      .constantFrom(...events)
      .chain(({ event, data }) =>
        fc.tuple(fc.constant(event), fc.constant(data), fc.constantFrom(...placesIn(data)), odd),
      );
    await fc.assert(
      fc.asyncProperty(changed, async ([event, data, path, value]) => {
        await desk.fake.gateway.connected(PATIENCE_MS);
        desk.fake.gateway.dispatch(event, withAt(data, path, value));
      }),
      { numRuns: 600, endOnFailure: true },
    );
    await goesOn();
  });

  it('leaves it well when it is no event at all', async () => {
    for (const frame of [
      ...['', '\0', 'no JSON', 'null', '1', '"x"', '[]', '{}', '{"op":', nested(100_000)],
      ...['{"op":99,"d":{}}', '{"op":"0"}', '{"op":null}', '{"op":-1}', `{"op":99,"d":${nested(100_000)}}`],
      ...['{"op":0}', '{"op":0,"t":null,"s":null,"d":null}', '{"op":0,"t":"NEW_EVENT","s":"x","d":[1]}'],
      ...[
        '{"op":0,"t":"error","d":{}}',
        '{"op":0,"t":"__proto__","d":{}}',
        '{"op":0,"t":"constructor","d":1}',
      ],
      ...[
        '{"op":0,"t":"INTERACTION_CREATE"}',
        '{"op":0,"t":"GUILD_CREATE","d":null}',
        '{"op":0,"t":{},"d":{}}',
      ],
      `{"op":0,"t":"INTERACTION_CREATE","d":${nested(100_000)}}`,
      `{"op":0,"t":"MESSAGE_CREATE","d":{"content":"${'x'.repeat(10_000_000)}"}}`,
      ...[
        '{"op":9}',
        '{"op":9,"d":null}',
        '{"op":10}',
        '{"op":10,"d":{"heartbeat_interval":"x"}}',
        '{"op":11}',
      ],
    ]) {
      await desk.fake.gateway.connected(PATIENCE_MS);
      desk.fake.gateway.send(frame);
    }
    desk.fake.gateway.send(Buffer.alloc(1_000, 255));
    await goesOn();
  });

  it('leaves it well when it comes before the servers do', async () => {
    const fake = await startFakeDiscord();
    const { logger, at } = createRecorder();
    fake.gateway.interrupt('INTERACTION_CREATE', null);
    fake.gateway.interrupt('CHANNEL_UPDATE', null);
    const heard: string[] = [];
    const onInteraction = ({ id }: { id: string }) => Promise.resolve(void heard.push(id));
    const gateway = createDiscordGateway({ token: fake.token, apiUrl: fake.url, logger, onInteraction });
    await gateway.start();
    await fake.gateway.connected(PATIENCE_MS);
    const { id } = fake.command({ name: 'topics' });
    await expect.poll(() => heard, { timeout: PATIENCE_MS }).toEqual([id]);
    expect(at('warn')).toHaveLength(2);
    await gateway.stop();
    await fake.close();
  });

  it('is said in the log without a word of what it was', async () => {
    desk.fake.gateway.send('{"op":0,"t":"INTERACTION_CREATE","s":9,"d":null,"token":"planted"}');
    await goesOn();
    const found = lines.filter(
      ({ message }) => message === 'something that Discord sent could not be handled',
    );
    expect(found).toEqual([expect.objectContaining({ level: 'warn' })]);
    expect(JSON.stringify(lines)).not.toContain('planted');
  });
});
