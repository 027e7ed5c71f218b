import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/bot-process.js';
import { blocksText } from '../support/slack-html.js';
import { startCommandScene, type CommandScene } from '../support/command-scene.js';
import { readable } from '../fakes/discord/readable.js';
import { BITS } from '../fakes/discord/state.js';

/** Registration is off, so that it can be asked for by hand. */
let scene: CommandScene;
beforeAll(async () => {
  scene = await startCommandScene({ REGISTER_COMMANDS: 'off' });
});
afterAll(() => scene.close());

const month = new Date().toISOString().slice(2, 7).replace('-', '');
const PAPER = `${month}.10001`;
const LINK = `https://arxiv.org/abs/${PAPER}`;

describe('registering from the command line beside the running bot', () => {
  it('sends nothing while it is switched off, then one list for a server, and none a second time', async () => {
    const { discord } = scene.world;
    const puts = () => discord.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path);
    expect(puts()).toEqual([]);
    const first = await scene.cli('register', '--guild', discord.guildId);
    expect(first).toMatchObject({ code: 0 });
    const second = await scene.cli('register', '--guild', discord.guildId);
    expect(second).toMatchObject({ code: 0 });
    expect(puts()).toEqual([`/applications/${discord.appId}/guilds/${discord.guildId}/commands`]);
    await scene.cli('register');
    expect(puts()).toHaveLength(2);
  }, 60_000);

  it('searches and prints a manifest there, too', async () => {
    const search = await scene.cli('search', 'retrieval agents', '--json');
    expect(search.stdout).toContain('Retrieval Agents');
    const manifest = JSON.parse((await scene.cli('manifest')).stdout) as {
      oauth_config: { scopes: { bot: string[] } };
    };
    expect(manifest.oauth_config.scopes.bot).toEqual(expect.arrayContaining(['commands', 'links:write']));
  }, 60_000);
});

describe('suggestions', () => {
  it.each([
    ['topics', 'subscribe', 'topic', 'multi', /multimodal|multilingual/],
    ['categories', 'subscribe', 'topic', 'cs.cl', /cs\.CL · Computation and Language/],
    ['papers by their title', 'show', 'paper', 'ferry', /Ferryman-/],
    ['papers by their id', 'show', 'paper', PAPER, /Ferryman-1:/],
    ['zones', 'schedule', 'zone', 'berl', /Europe\/Berlin/],
    ['commands', 'help', 'command', 'sub', /subscribe/],
  ])('are %s on Discord', async (_, name, option, text, tells) => {
    const found = await scene.world.discord.type({ name, option, text }).suggestions();
    expect(found.map((one) => one.name).join('\n')).toMatch(tells);
  });

  it('are what trends before anything is typed', async () => {
    const { discord } = scene.world;
    await until(
      async () =>
        (await discord.type({ name: 'show', option: 'paper', text: '' }).suggestions()).length === 25,
      10_000,
      () => 'nothing trends',
    );
  });
});

describe('the form of the schedule', () => {
  it('opens on Discord with what is set, and changes it when sent in', async () => {
    const { discord, world } = scene;
    const manager = discord.person(true);
    await discord.ask({ name: 'subscribe', options: { topic: 'everything' } }, manager);
    const by = { user: { id: manager.id, name: 'manager' }, permissions: BITS.manageChannels };
    const opened = world.discord.command({ name: 'schedule', ...by });
    expect(JSON.stringify(await opened.form())).toContain('09:00');
    const sent = world.discord.submit(opened, { time: '07:45', zone: 'Asia/Tokyo', count: '7' }, by);
    expect(readable(await sent.reply())).toContain('at 07:45 (Asia/Tokyo)');
    const topics = await discord.ask({ name: 'topics' }, manager);
    expect(topics.text).toMatch(/at 07:45 \(Asia\/Tokyo\)[^]*up to 7/);
  });

  it('opens on Slack with suggestions for the zone, and changes it when sent in', async () => {
    const { slack, world } = scene;
    const person = slack.person();
    await slack.ask({ name: 'subscribe', options: { topic: 'everything' } }, person);
    const modal = await world.slack.command({ text: 'schedule', user: person.id }).modal();
    const zones = await world.slack.suggest(modal, 'f:zone', 'toky');
    expect(zones.map(({ value }) => value)).toContain('Asia/Tokyo');
    const filled = { 'f:time': '07:45', 'f:zone': 'Asia/Tokyo', 'f:count': '7' };
    const reply = await world.slack.submit(modal, filled).reply();
    expect(reply).toMatchObject({ visibleTo: person.id });
    const topics = await slack.ask({ name: 'topics' }, person);
    expect(topics.text).toMatch(/at 07:45 \(Asia\/Tokyo\)[^]*up to 7/);
  });

  it('changes nothing when something in it is wrong, and says what', async () => {
    const { discord, world } = scene;
    const manager = discord.person(true);
    const by = { user: { id: manager.id, name: 'manager' }, permissions: BITS.manageChannels };
    const opened = world.discord.command({ name: 'schedule', ...by });
    await opened.form();
    const sent = world.discord.submit(opened, { time: '25:99', zone: 'Mars/Olympus' }, by);
    expect(readable(await sent.reply())).toMatch(/Nothing was changed[^]*25:99[^]*Mars\/Olympus/);
    expect((await discord.ask({ name: 'topics' }, manager)).text).toContain('at 07:45 (Asia/Tokyo)');
  });
});

describe('a command in Slack without what it needs', () => {
  it('asks for a topic, suggests ready-made ones, categories and the channel’s, and subscribes to the chosen one', async () => {
    const { slack, world } = scene;
    const [person, place] = [slack.person(), slack.newPlace()];
    await slack.ask({ name: 'subscribe', options: { topic: 'recognisers' } }, person, place);
    const modal = await world.slack.command({ text: 'subscribe', user: person.id, channel: place }).modal();
    const labels = async (typed: string) =>
      (await world.slack.suggest(modal, 'f:topic', typed)).map(({ label }) => label);
    expect(await labels('')).toEqual(
      expect.arrayContaining(['recognisers · this channel’s topic', 'multilingual · ready-made topic']),
    );
    expect((await labels('cs.cl'))[0]).toBe('cs.CL · Computation and Language');
    expect((await labels('"retrieval agents" -quill'))[0]).toBe('Use: "retrieval agents" -quill');
    const filled = { 'f:topic': '"retrieval agents" -quill', 'f:name': 'Helpers' };
    const reply = await world.slack.submit(modal, filled).reply();
    expect(reply).toMatchObject({ visibleTo: person.id, channel: place });
    const again = await world.slack.submit(modal, filled).reply();
    expect(blocksText(again.blocks)).toContain('gets “Helpers” already');
    const topics = await slack.ask({ name: 'topics' }, person, place);
    expect(topics.text).toMatch(/recognisers[^]*Helpers/);
    const out = await world.slack.command({ text: 'unsubscribe', user: person.id, channel: place }).modal();
    const own = await world.slack.suggest(out, 'f:topic', '');
    expect(own.map(({ value }) => value)).toEqual(['recognisers', 'Helpers']);
    const left = await world.slack.submit(out, { 'f:topic': 'recognisers' }).reply();
    expect(blocksText(left.blocks)).toContain('no longer gets “recognisers”. It still gets Helpers.');
  });

  it('asks for a paper, suggests titles, and shows the chosen one to everybody', async () => {
    const { slack, world } = scene;
    const place = slack.newPlace();
    const modal = await world.slack.command({ text: 'show', channel: place }).modal();
    const titled = await world.slack.suggest(modal, 'f:paper', 'ferryman-1');
    expect(titled.find(({ value }) => value === PAPER)?.label).toMatch(/^Ferryman-1: /);
    await world.slack.submit(modal, { 'f:paper': PAPER }).acknowledged();
    await until(
      () => world.slack.messages(place).length > 0,
      10_000,
      () => `nothing was posted\n${scene.bot().stderr()}`,
    );
    const [message] = world.slack.messages(place);
    expect(blocksText(message!.blocks)).toContain('Ferryman-1');
    const abstract = await world.slack.press({ message: message! }, 'Abstract').reply();
    expect(blocksText(abstract.blocks)).toContain('Ferryman-1');
  });
});

describe('messages with links to papers', () => {
  it('lead to similar papers from the menu of a message in Discord', async () => {
    const { discord } = scene.world;
    const message = discord.say(discord.textChannelId, `Have you seen ${LINK}?`);
    const reply = await discord.messageCommand('Find similar papers', message).reply();
    expect(readable(reply)).toContain('Similar to “Ferryman-1');
    expect(reply.ephemeral).toBe(true);
  });

  it('lead to similar papers by the shortcut in Slack', async () => {
    const { slack } = scene.world;
    const message = slack.say(slack.channelId, `Have you seen <${LINK}>?`);
    const reply = await slack.shortcut(message, 'find_similar').reply();
    expect(blocksText(reply.blocks)).toContain('Similar to “Ferryman-1');
    expect(reply.visibleTo).toBe(slack.userId);
  });

  it('get a card in Slack, once, whose buttons work', async () => {
    const { slack } = scene.world;
    const unfurls = () => slack.requests.filter(({ method }) => method === 'chat.unfurl').length;
    const { message, ask } = slack.share(`Look: ${LINK}`, {}, { id: 'Ev0ONCE' });
    await ask.acknowledged();
    await until(
      () => LINK in message.unfurls,
      10_000,
      () => `no card\n${scene.bot().stderr()}`,
    );
    expect(blocksText(message.unfurls[LINK]!.blocks)).toContain('Ferryman-1');
    const event = { type: 'link_shared', channel: message.channel, message_ts: message.ts };
    await slack
      .event({ ...event, user: slack.userId, links: [{ domain: 'arxiv.org', url: LINK }] }, { id: 'Ev0ONCE' })
      .acknowledged();
    const saved = await slack.press({ message, link: LINK }, 'Save').reply();
    expect(blocksText(saved.blocks)).toContain('Saved: “Ferryman-1');
    expect(unfurls()).toBe(1);
  });
});

it('shows Slack’s Home with topics to start from and what was saved', async () => {
  const { slack } = scene.world;
  const home = () => blocksText(slack.home()?.blocks ?? []);
  slack.openHome();
  await until(
    () => home().includes('Ferryman-1'),
    10_000,
    () => `the Home is: ${home()}\n${scene.bot().stderr()}`,
  );
  expect(home()).toContain('You get no digest by direct message yet');
  const view = slack.home()!;
  const pressed = await slack.press({ view }, 'My saved papers').modal();
  expect(blocksText(pressed.blocks)).toContain('Ferryman-1');
});

it.each(['discord', 'slack'])('counts for operators what %s was told, and how soon', async (platform) => {
  const base = /(http:\/\/[^/]+)\/healthz/.exec(scene.bot().stdout())?.[1] ?? '';
  const metrics = await (await fetch(`${base}/metrics`)).text();
  for (const name of ['acknowledge', 'answer'])
    expect(metrics).toMatch(
      new RegExp(`^broadsheet_command_${name}_seconds_count\\{platform="${platform}"\\} [1-9]`, 'm'),
    );
});

it('does nothing that platforms forbid, pings nobody, and answers everything once', async () => {
  expect(await scene.misdeeds()).toEqual([]);
});
