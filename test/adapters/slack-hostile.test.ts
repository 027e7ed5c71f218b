import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandBody, messageBody, sendSigned, type SignedBody } from '../fakes/slack/signed.js';
import { ENDLESS_TEXTS, placesIn, withAt } from '../support/mutate.js';
import { slackDesk, type SlackDesk } from '../support/slack-desk.js';
import { until } from '../support/slack-fixtures.js';

let desk: SlackDesk;
beforeEach(async () => {
  desk = await slackDesk('signed HTTP');
  desk.front.answers = () => null;
});
afterEach(() => desk.close());

const send = (body: SignedBody, timestamp?: number) =>
  sendSigned(desk.url, body, {
    secret: desk.fake.signingSecret,
    timestamp: timestamp ?? Math.floor(desk.fake.state.now() / 1000),
  });
const ids = () => desk.front.requests.map(({ id }) => id);

/** Payloads of every kind, as Slack sends them. */
function payloads(team: string): Readonly<Record<string, object>> {
  const user = { id: 'U0READER01', team_id: team, username: 'ada' };
  const common = { team: { id: team, domain: 'reading-group' }, user, api_app_id: 'A0', token: 't' };
  const url = 'https://hooks.slack.invalid/actions/1';
  const channel = { id: 'C0PAPERS01', name: 'papers' };
  const message = {
    ts: '1700000000.000100',
    text: 'https://arxiv.org/abs/2611.10001',
    blocks: [{ type: 'section', block_id: 'b' }],
  };
  const place = JSON.stringify({ v: 1, channel: channel.id, home: false });
  const values = { 'f:time': { v: { type: 'plain_text_input', value: '09:00' } } };
  const view = {
    id: 'V01',
    type: 'modal',
    callback_id: 'form:schedule',
    private_metadata: place,
    state: { values },
  };
  const at = { ...common, trigger_id: '1.2.a', response_url: url, channel };
  const action = { action_id: 'b:0', block_id: 'b', type: 'button', value: '1:about', action_ts: '1' };
  return {
    button: {
      type: 'block_actions',
      ...at,
      container: { message_ts: message.ts, is_ephemeral: false },
      message,
      actions: [action],
    },
    submission: { type: 'view_submission', ...common, trigger_id: '1.2.b', view },
    closed: { type: 'view_closed', ...common, view },
    suggestion: { type: 'block_suggestion', ...common, action_id: 's:zone', value: 'ber', channel, view },
    shortcut: { type: 'message_action', ...at, callback_id: 'similar', message },
  };
}

describe('what Slack may be made to send', { timeout: 60_000 }, () => {
  it('is answered and leaves the bot well, whatever stands in whatever place', async () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>(
        null,
        '',
        '<!channel>',
        '\0',
        '\ud800',
        [],
        {},
        -1,
        'x'.repeat(50_000),
        '__proto__',
        [[[]]],
      ),
    );
    const kinds = Object.entries({ ...payloads(desk.fake.teamId), event: messageBody(desk.fake.teamId) });
    const cases = kinds.flatMap(([kind, payload]) =>
      // Bolt lets what has no kind wait three seconds, and answers 404.
      placesIn(payload)
        .filter(([first = 'type']) => first !== 'type')
        .map((path) => ({ kind, payload, path })),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...cases), odd, async ({ kind, payload, path }, value) => {
        const changed = withAt(payload, path, value);
        const isObject = typeof changed === 'object' && changed !== null;
        const body =
          kind === 'event' && isObject ? { json: changed } : { form: { payload: JSON.stringify(changed) } };
        // Some answer within ten seconds; Bolt itself says 404 or 500 to what it does not know.
        expect((await send(body)).status).toBeGreaterThanOrEqual(200);
      }),
      { numRuns: 100, endOnFailure: true },
    );
    for (const text of ENDLESS_TEXTS.slice(0, 12))
      expect((await send({ form: commandBody(desk.fake.teamId, '/papers', text) })).status).toBe(200);
    const before = ids().length;
    await send({ json: messageBody(desk.fake.teamId, 'EvLAST') });
    await until('a good event is taken after all that', () => ids().slice(before).includes('slack:EvLAST'));
  });

  it('is taken as one request when it is sent again: a command, a button and a form keep their ids', async () => {
    const { button, submission } = payloads(desk.fake.teamId);
    const command = commandBody(desk.fake.teamId, '/papers', 'search speech');
    for (const body of [
      { form: command },
      { form: { payload: JSON.stringify(button) } },
      { form: { payload: JSON.stringify(submission) } },
    ]) {
      const first = ids().length;
      const timestamp = Math.floor(desk.fake.state.now() / 1000);
      await send(body, timestamp);
      await send(body, timestamp);
      // The claim in SQL lets one of the same id be answered.
      expect(new Set(ids().slice(first)).size).toBeLessThanOrEqual(1);
    }
    expect(ids().length).toBeGreaterThan(1);
  });

  it('is refused when body, time or signature were changed on the way', async () => {
    const secret = desk.fake.signingSecret;
    const timestamp = Math.floor(desk.fake.state.now() / 1000);
    const raw = JSON.stringify(messageBody(desk.fake.teamId));
    const hmac = async (text: string, at: number) =>
      `v0=${(await import('node:crypto')).createHmac('sha256', secret).update(`v0:${at}:${text}`).digest('hex')}`;
    const right = await hmac(raw, timestamp);
    const forged: readonly (readonly [string, { signature: string; timestamp: number }])[] = [
      [`${raw} `, { signature: right, timestamp }],
      [raw, { signature: right, timestamp: timestamp + 1 }],
      [raw, { signature: right.toUpperCase(), timestamp }],
      [raw, { signature: `${right}00`, timestamp }],
      [raw, { signature: right.slice(0, -2), timestamp }],
      [raw, { signature: await hmac(raw, timestamp - 301), timestamp: timestamp - 301 }],
      [raw, { signature: await hmac(raw, timestamp + 302), timestamp: timestamp + 302 }],
    ];
    for (const [body, options] of forged)
      expect(
        (await sendSigned(desk.url, { raw: body }, { secret, ...options })).status,
        JSON.stringify(options),
      ).toBe(401);
    expect(ids()).toEqual([]);
    expect((await sendSigned(desk.url, { raw }, { secret, timestamp, signature: right })).status).toBe(200);
  });
});

describe('what reaches the port without being a request of Slack’s', { timeout: 60_000 }, () => {
  /** A client that never ends. Resolves when the server cuts the line, with its answer and how much it let come. */
  async function drip(head: string, piece: string | Buffer, everyMs: number) {
    const { hostname, port } = new URL(desk.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1'))).on('error', () => undefined);
    socket.write(head);
    const writer = setInterval(() => socket.writableNeedDrain || socket.write(piece), everyMs);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(writer);
    return { answer, bytes: socket.bytesWritten };
  }
  const HEAD = 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  const goesOn = async (id: string) => {
    expect((await send({ json: messageBody(desk.fake.teamId, id) })).status).toBe(200);
    await until('a good event is taken after all that', () => ids().includes(`slack:${id}`));
  };

  it.each([
    ['a head', HEAD, 'X'],
    ['a body', `${HEAD}Content-Length: 100000\r\n\r\n`, ' '],
  ])('is cut off when %s comes drop by drop', async (_, head, piece) => {
    await desk.close();
    desk = await slackDesk('signed HTTP', {}, { headMs: 200, wholeMs: 300 });
    expect((await drip(head, piece, 20)).answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
    await goesOn('EvSLOW');
  });

  it('is cut off when its body never ends, long before it could fill the memory', async () => {
    const piece = Buffer.from(`10000\r\n${'x'.repeat(0x1_0000)}\r\n`);
    const { bytes } = await drip(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, piece, 0);
    // Ten megabytes, and what was on the way.
    expect(bytes).toBeLessThan(40_000_000);
    await goesOn('EvLONG');
  });

  it.each([
    ['ten megabytes', Buffer.from(JSON.stringify({ text: 'x'.repeat(9_900_000) })), {}, 413],
    ['packed gigabytes', gzipSync(Buffer.alloc(50_000_000, 32)), { 'content-encoding': 'gzip' }, 400],
    ['a hundred thousand levels', Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), {}, 400],
    ['half a character', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}, 400],
  ])('is refused when it is %s', async (_, body, headers, status) => {
    const answer = await fetch(desk.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    expect(answer.status).toBe(status);
    await goesOn('EvAFTER');
  });

  it('reaches no prototype', async () => {
    const evil = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},';
    const bent = (payload: object) =>
      JSON.stringify(payload).replaceAll('{', `{${evil}`).replaceAll(',}', '}');
    const { button } = payloads(desk.fake.teamId);
    expect((await send({ raw: bent(messageBody(desk.fake.teamId, 'EvBENT')) })).status).toBe(200);
    expect((await send({ form: { payload: bent(button!), '__proto__[polluted]': '1' } })).status).toBe(200);
    await goesOn('EvPLAIN');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
