import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placesIn, withAt } from '../support/mutate.js';
import { slackDesk, type SlackDesk } from '../support/slack-desk.js';
import { until } from '../support/slack-fixtures.js';
import { expectNothingUnhandled } from '../support/unhandled.js';

const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

let desk: SlackDesk;
beforeEach(async () => {
  desk = await slackDesk('Socket Mode');
});
afterEach(() => desk.close());
expectNothingUnhandled();

/** Some of what was sent may have closed the socket; it is opened again by itself. */
async function goesOn(): Promise<void> {
  await until('it is connected', () => desk.slack.health().ready && desk.fake.socket.connections() > 0);
  expect((await desk.fake.command({ text: 'search speech' }).reply()).text).toContain('speech');
}

/** Every kind of envelope, as Slack sends it. */
async function everything(): Promise<readonly object[]> {
  const { fake } = desk;
  const button = { action_id: 'b:0', value: '1:about' };
  const message = fake.say(fake.channelId, 'https://arxiv.org/abs/2611.10001');
  const asks = [
    fake.command({ text: 'search speech' }),
    fake.press({ message }, button),
    fake.shortcut(message, 'similar'),
    fake.write('speech'),
    fake.openHome(),
    fake.share('see https://arxiv.org/abs/2611.10001').ask,
    fake.rename(fake.channelId, 'all-papers'),
    fake.archive(fake.privateChannelId),
    fake.event({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BROADSHT'] } }),
  ];
  for (const ask of asks) await ask.acknowledged();
  return fake.socket.sent;
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, '', '\0', '\ud800', [], {}, -1, 'x'.repeat(50_000), '__proto__', [[[]]]),
  // What the SDK's own emitter says to itself.
  fc.constantFrom('error', 'close', 'disconnected', 'connected', 'ws_message', 'slack_event'),
);

describe('what Slack may be made to send over the socket', { timeout: 120_000 }, () => {
  it('leaves the bot well, whatever stands in whatever place of an envelope', async () => {
    const envelopes = await everything();
    const changed = fc
      .constantFrom(...envelopes)
      .chain((envelope) => fc.tuple(fc.constant(envelope), fc.constantFrom(...placesIn(envelope)), odd));
    await fc.assert(
      fc.asyncProperty(changed, async ([envelope, path, value]) => {
        await until('somebody listens', () => desk.fake.socket.connections() > 0);
        desk.fake.socket.send(JSON.stringify(withAt(envelope, path, value)));
      }),
      { numRuns: 600, endOnFailure: true },
    );
    await goesOn();
  });

  it('leaves it well when it is no envelope at all', async () => {
    const event = (type: unknown) =>
      JSON.stringify({ envelope_id: 'e1', type: 'events_api', payload: { event_id: 'E', event: { type } } });
    for (const frame of [
      ...['', '\0', 'no JSON', 'null', '1', '"x"', '[]', '{}', '{"type":', nested(100_000)],
      ...['{"type":null}', '{"type":"new_type","envelope_id":"e"}', '{"type":{}}', '{"envelope_id":"e"}'],
      ...[
        '{"type":"events_api"}',
        '{"type":"events_api","payload":null}',
        '{"type":"events_api","payload":{}}',
      ],
      ...['{"type":"slash_commands"}', '{"type":"interactive","payload":[]}', '{"type":"slack_event"}'],
      ...['{"type":"error"}', '{"type":"ws_message"}', '{"type":"close"}', '{"type":"disconnected"}'],
      ...['error', 'ws_message', 'close', 'disconnected', 'slack_event', '__proto__', {}, null].map(event),
      `{"type":"events_api","payload":${nested(100_000)}}`,
      `{"type":"interactive","envelope_id":"e","payload":{"text":"${'x'.repeat(10_000_000)}"}}`,
    ]) {
      await until('somebody listens', () => desk.fake.socket.connections() > 0);
      desk.fake.socket.send(frame);
    }
    desk.fake.socket.send(Buffer.alloc(1_000, 255));
    await goesOn();
    // None of it made the bot think that its line was lost.
    expect(desk.fake.socket.greeted()).toBe(1);
  });

  it('is said in the log without a word of what it was', async () => {
    desk.fake.socket.send('{"type":"events_api","payload":{"token":"planted"}}');
    await goesOn();
    const said = desk.log.filter(
      ({ message }) => message === 'something that Slack sent could not be handled',
    );
    expect(said).toEqual([expect.objectContaining({ level: 'warn' })]);
    expect(JSON.stringify(desk.log)).not.toContain('planted');
  });
});
