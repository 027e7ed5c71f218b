import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';

/** The fake judges everything else, so it is judged first. */
describe('the fake Discord', () => {
  let fake: FakeDiscord;
  beforeEach(async () => {
    fake = await startFakeDiscord();
  });
  afterEach(() => fake.close());

  const post = async (path: string, body: object, token = fake.token) => {
    const response = await fetch(`${fake.url}/v10${path}`, {
      method: 'POST',
      headers: { Authorization: `Bot ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const json = (await response.json()) as { id?: string; code?: number; retry_after?: number };
    return { status: response.status, ...json };
  };
  const messages = () => `/channels/${fake.textChannelId}/messages`;
  const button = { type: 2, style: 2, label: 'x', custom_id: 'x' };
  const row = (...components: object[]) => ({ content: 'x', components: [{ type: 1, components }] });

  it.each<[string, number, object]>([
    ['2,001 characters', 50035, { content: 'x'.repeat(2001) }],
    ['nothing at all', 50006, { content: ' ' }],
    ['eleven embeds', 50035, { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }],
    ['an embed title of 257', 50035, { embeds: [{ title: 'x'.repeat(257) }] }],
    [
      '6,001 characters in all embeds',
      50035,
      { embeds: [{ description: 'x'.repeat(4096) }, { description: 'x'.repeat(1905) }] },
    ],
    ['an embed without text', 50035, { embeds: [{ color: 1 }] }],
    ['a link that is none', 50035, { embeds: [{ title: 'x', url: 'javascript:alert(1)' }] }],
    ['a nonce of 26', 50035, { content: 'x', nonce: 'x'.repeat(26) }],
    ['six buttons', 50035, row(...Array.from({ length: 6 }, (_, i) => ({ ...button, custom_id: `${i}` })))],
    ['two buttons alike', 50035, row(button, button)],
    ['a custom id of 101', 50035, row({ ...button, custom_id: 'x'.repeat(101) })],
    [
      'a button link of 513',
      50035,
      row({ type: 2, style: 5, label: 'x', url: `https://a.b/${'x'.repeat(501)}` }),
    ],
    ['a lone surrogate', 50035, { content: 'x\uD800' }],
  ])('refuses %s', async (_name, code, body) => {
    expect(await post(messages(), body)).toMatchObject({ status: 400, code });
    expect(fake.messages(fake.textChannelId)).toEqual([]);
  });

  it('keeps one message per enforced nonce, and a new one when it is not enforced or forgotten', async () => {
    const body = { content: 'x', nonce: 'n', enforce_nonce: true };
    const [first, again] = [await post(messages(), body), await post(messages(), body)];
    expect(again.id).toBe(first.id);
    await post(messages(), { content: 'x', nonce: 'n' });
    expect(fake.messages(fake.textChannelId)).toHaveLength(2);
    fake.state.nonceWindowMs = -1;
    await post(messages(), body);
    expect(fake.messages(fake.textChannelId)).toHaveLength(3);
  });

  it('counts pings unless mentions are switched off', async () => {
    const content = '@everyone <@1> <@&2>';
    await post(messages(), { content, allowed_mentions: { parse: [] } });
    expect(fake.pings()).toEqual([]);
    await post(messages(), { content });
    expect(fake.pings()).toEqual(['@everyone', '<@1>', '<@&2>']);
  });

  it('refuses a wrong token, an unknown channel, and a second thread on one message', async () => {
    expect(await post(messages(), { content: 'x' }, 'wrong')).toMatchObject({ status: 401 });
    expect(await post('/channels/1/messages', { content: 'x' })).toMatchObject({ status: 404, code: 10003 });
    const { id } = await post(messages(), { content: 'x' });
    const thread = { name: 'day' };
    expect(await post(`${messages()}/${id ?? ''}/threads`, thread)).toMatchObject({ status: 201, id });
    expect(await post(`${messages()}/${id ?? ''}/threads`, thread)).toMatchObject({ code: 160004 });
  });

  it('refuses the sixth message in five seconds, and the fifty-first request in a second', async () => {
    fake.rateLimits(true);
    const results = [];
    for (let i = 0; i < 6; i++) results.push(await post(messages(), { content: 'x' }));
    expect(results.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(results[5]?.retry_after).toBeLessThanOrEqual(5);
    fake.rateLimits({ perChannel: { limit: 100, windowMs: 1_000 }, globalPerSecond: 2 });
    const flood = await Promise.all(Array.from({ length: 12 }, () => post(messages(), { content: 'x' })));
    expect(flood.some(({ status }) => status === 429)).toBe(true);
  });
});
