import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definitions } from '../../src/commands/definitions.js';
import { registrationBody } from '../../adapters/discord/register-body.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import type { FakeInteraction } from '../fakes/discord/handle.js';

type Json = Record<string, unknown>;

/** The fake judges what the bot answers people, so it is judged first. */
describe('the fake Discord and people', () => {
  let fake: FakeDiscord;
  let asked: FakeInteraction;
  let socket: WebSocket;
  beforeEach(async () => {
    fake = await startFakeDiscord();
    socket = new WebSocket(fake.url.replace('http', 'ws').replace('/api', '/gateway'));
    socket.on('open', () => socket.send(JSON.stringify({ op: 2, d: { token: fake.token } })));
    await fake.gateway.connected();
    asked = fake.command({ name: 'topics' });
  });
  afterEach(async () => {
    socket.close();
    await fake.close();
  });

  const call = async (method: string, path: string, body: unknown, token?: string) => {
    const response = await fetch(`${fake.url}/v10${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(token === undefined ? {} : { Authorization: `Bot ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (text === '' ? {} : JSON.parse(text)) as { code?: number };
    return { status: response.status, ...json };
  };
  const respond = (type: number, data: Json = {}, { id, token } = asked) =>
    call('POST', `/interactions/${id}/${token}/callback`, { type, data });
  const webhook = (method: string, body?: Json, path = '') =>
    call(method, `/webhooks/${fake.appId}/${asked.token}${path}`, body);
  const original = (method: string, body?: Json) => webhook(method, body, '/messages/@original');

  it('takes a first response within three seconds, once', async () => {
    expect(await respond(5)).toMatchObject({ status: 204 });
    expect(await respond(5)).toMatchObject({ status: 400, code: 40060 });
    const late = fake.command({ name: 'topics' });
    fake.advance(3_001);
    expect(await respond(5, {}, late)).toMatchObject({ status: 404, code: 10062 });
    expect(await respond(5, {}, { ...late, token: 'guessed' })).toMatchObject({ code: 10062 });
  });

  it.each<[string, number, Json]>([
    ['choices for a command', 8, { choices: [] }],
    ['an update for a command', 7, { content: 'x' }],
    ['flags beyond ephemeral', 5, { flags: 4 }],
    ['a modal without fields', 9, { custom_id: 'x', title: 'x', components: [] }],
    ['a message that is too long', 4, { content: 'x'.repeat(2001) }],
  ])('refuses %s', async (_name, type, data) => {
    expect(await respond(type, data)).toMatchObject({ status: 400, code: 50035 });
    expect(asked.acknowledgedAt).toBeNull();
  });

  it.each<[string, Json]>([
    ['six fields', { components: Array.from({ length: 6 }, (_, index) => field(`f${index}`)) }],
    ['two fields of one name', { components: [field('a'), field('a')] }],
    ['a title of 46', { title: 'x'.repeat(46) }],
    ['a label of 46', { components: [{ ...field('a'), label: 'x'.repeat(46) }] }],
    ['a hint of 101', { components: [{ ...field('a'), description: 'x'.repeat(101) }] }],
    ['an action row', { components: [{ type: 1, components: [] }] }],
    ['a select without options', { components: [select([])] }],
    ['a select of 26', { components: [select(Array.from({ length: 26 }, (_, i) => `${i}`))] }],
    ['a select with a value twice', { components: [select(['a', 'a'])] }],
  ])('refuses a modal with %s', async (_name, wrong) => {
    const modal = { custom_id: 'm', title: 'x', components: [field('a'), select(['x'])], ...wrong };
    expect(await respond(9, modal)).toMatchObject({ status: 400, code: 50035 });
  });

  it('refuses more than 25 suggestions, and such without name or value', async () => {
    const typed = () => fake.type({ name: 'search', option: 'query', text: 'a' });
    const many = Array.from({ length: 26 }, (_, index) => ({ name: `${index}`, value: 'x' }));
    for (const choices of [many, [{ name: '', value: 'x' }], [{ name: 'x', value: 'x'.repeat(101) }]])
      expect(await respond(8, { choices }, typed())).toMatchObject({ code: 50035 });
    expect(await respond(5, {}, typed())).toMatchObject({ code: 50035 });
    expect(await respond(8, { choices: many.slice(1) }, typed())).toMatchObject({ status: 204 });
  });

  it('knows no answer before the acknowledgement and none after fifteen minutes', async () => {
    expect(await original('PATCH', { content: 'x' })).toMatchObject({ status: 404, code: 10015 });
    await respond(5);
    expect(await original('PATCH', { content: '' })).toMatchObject({ code: 50006 });
    expect(await original('PATCH', { content: 'x' })).toMatchObject({ status: 200 });
    fake.advance(15 * 60_000 + 1);
    expect(await original('PATCH', { content: 'y' })).toMatchObject({ status: 401, code: 50027 });
  });

  it('lets a follow-up take the place of an answer that still waits, whoever was to see it', async () => {
    await respond(5);
    await webhook('POST', { content: 'for one', flags: 64 });
    expect(asked.replies()).toMatchObject([{ content: 'for one', ephemeral: false }]);
    await webhook('POST', { content: 'for one', flags: 64 });
    expect(asked.replies()[1]).toMatchObject({ ephemeral: true });
    expect(fake.messages(asked.channelId)).toHaveLength(1);
  });

  it('takes an answer back, after which a follow-up stands alone and nothing can be edited', async () => {
    await respond(5);
    expect(await original('DELETE')).toMatchObject({ status: 204 });
    expect(await original('DELETE')).toMatchObject({ code: 10008 });
    expect(await original('PATCH', { content: 'x' })).toMatchObject({ code: 10008 });
    await webhook('POST', { content: 'for one', flags: 64 });
    expect(asked.replies()).toMatchObject([{ content: 'for one', ephemeral: true }]);
  });

  it('counts follow-ups of an app that only a person installed', async () => {
    asked = fake.command({ name: 'topics', userInstalled: true });
    await respond(4, { content: 'x' });
    for (let index = 0; index < 5; index += 1) await webhook('POST', { content: 'x' });
    expect(await webhook('POST', { content: 'x' })).toMatchObject({ code: 40094 });
  });

  describe('commands', () => {
    const put = (body: unknown, token = fake.token, guild = '') =>
      call('PUT', `/applications/${fake.appId}${guild}/commands`, body, token);
    const command = (wrong: Json = {}) => ({ name: 'x', description: 'x', ...wrong });
    const option = (wrong: Json = {}) => ({ type: 3, name: 'a', description: 'x', ...wrong });

    it.each<[string, unknown[]]>([
      ['a name in capitals', [command({ name: 'Papers' })]],
      ['a name of 33', [command({ name: 'x'.repeat(33) })]],
      ['no description', [command({ description: '' })]],
      ['a description of 101', [command({ description: 'x'.repeat(101) })]],
      ['two of a name', [command(), command()]],
      ['26 options', [command({ options: Array.from({ length: 26 }, (_, i) => option({ name: `o${i}` })) })]],
      ['two options of a name', [command({ options: [option(), option()] })]],
      [
        'a required option after an optional one',
        [command({ options: [option(), option({ name: 'b', required: true })] })],
      ],
      [
        'choices and suggestions',
        [command({ options: [option({ choices: [{ name: 'x', value: 'x' }], autocomplete: true })] })],
      ],
      ['a group in a group', [command({ options: [option({ type: 2, options: [option({ type: 2 })] })] })]],
      [
        'more than 8,000 characters',
        [
          command({
            options: Array.from({ length: 25 }, (_, i) =>
              option({
                type: 1,
                name: `s${i}`,
                description: 'x'.repeat(100),
                options: Array.from({ length: 3 }, (_, j) =>
                  option({ name: `o${j}`, description: 'x'.repeat(100) }),
                ),
              }),
            ),
          }),
        ],
      ],
      ['a message command with a description', [{ type: 3, name: 'Find', description: 'x' }]],
      ['sixteen message commands', Array.from({ length: 16 }, (_, i) => ({ type: 3, name: `Find ${i}` }))],
    ])('refuses %s', async (_name, body) => {
      expect(await put(body)).toMatchObject({ status: 400, code: 50035 });
      expect(fake.state.commands.size).toBe(0);
    });

    it('refuses contexts in a single server, a strange application, and a wrong token', async () => {
      const guild = `/guilds/${fake.guildId}`;
      expect(await put([command({ contexts: [0] })], fake.token, guild)).toMatchObject({ code: 50035 });
      expect(await put([command()], fake.token, '/guilds/1')).toMatchObject({ code: 50001 });
      expect(await put([command()], 'wrong')).toMatchObject({ status: 401 });
      expect(await call('PUT', '/applications/1/commands', [], fake.token)).toMatchObject({ code: 20012 });
    });

    it('lets people send only what was registered', async () => {
      await put(registrationBody(definitions));
      const send =
        (name: string, options = {}) =>
        () =>
          fake.command({ name, options });
      expect(send('serch')).toThrow('not registered');
      expect(send('search', { share: true })).toThrow('lacks query');
      expect(send('search', { query: 'a', shared: true })).toThrow('not registered');
      expect(send('search', { query: 'a', share: 'true' })).toThrow('takes no string');
      expect(send('schedule', { count: 21 })).toThrow('out of range');
      expect(send('trending', { window: 'year' })).toThrow('no choice');
      expect(() => fake.type({ name: 'schedule', option: 'time', text: '9' })).toThrow('suggests nothing');
      expect(send('forget me')).not.toThrow();
      expect(() => fake.command({ name: 'topics', channel: fake.addDirect().id })).not.toThrow();
    });
  });
});

function field(name: string): Json {
  return { type: 18, label: 'x', component: { type: 4, custom_id: name, style: 1 } };
}

function select(values: readonly string[]): Json {
  const options = values.map((value) => ({ value, label: 'x' }));
  return { type: 18, label: 'x', component: { type: 3, custom_id: 's', options } };
}
