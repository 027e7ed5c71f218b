import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCommandScene, type CommandScene } from '../support/command-scene.js';
import type { Side, Wish } from '../support/command-sides.js';
import { blocksText } from '../support/slack-html.js';

let scene: CommandScene;
beforeAll(async () => {
  scene = await startCommandScene();
});
afterAll(() => scene.close());

/** Settings that a refusal must leave alone, as the command line tells them. */
async function settings(): Promise<string> {
  return (await scene.cli('channels', 'list', '--json')).stdout.replace(/"nextDueAt": ?"[^"]*"/g, '');
}

const SETTING: readonly Wish[] = [
  { name: 'subscribe', options: { topic: 'agents' } },
  { name: 'unsubscribe', options: { topic: 'recognisers' } },
  { name: 'schedule', options: { time: '10:00' }, typed: 'schedule time:10:00' },
  { name: 'pause' },
  { name: 'resume' },
  { name: 'now' },
];
const SETTING_BUTTONS = ['1:subscribe:agents', '1:now', '1:resume', '1:schedule'];

describe('who may change settings', { timeout: 60_000 }, () => {
  it('is a member with rights on Discord: not by command, by a button of somebody else, or by a forged one', async () => {
    const { discord } = scene;
    const [manager, member] = [discord.person(true), discord.person()];
    const offered = await discord.ask({ name: 'subscribe', options: { topic: 'recognisers' } }, manager);
    const before = await settings();
    for (const wish of SETTING) {
      const said = await discord.ask(wish, member);
      expect(said.text, wish.name).toMatch(/^Only those with Manage Channels or Manage Webhooks here/);
      expect(said.isPrivate).toBe(true);
    }
    expect((await offered.press('Post one now', member)).text).toContain('Only those with');
    for (const value of SETTING_BUTTONS)
      expect((await discord.forge(value, member)).text, value).toContain('Only those with');
    expect((await discord.forge('9:subscribe:agents', member)).text).toMatch(/another version/);
    expect(await settings()).toBe(before);
    expect(discord.cards()).toEqual([]);
  });

  it('is an admin in a Slack channel that asks for one', async () => {
    const { slack } = scene;
    const [admin, member] = [slack.person(true), slack.person()];
    const offered = await slack.ask({ name: 'subscribe', options: { topic: 'recognisers' } }, member);
    const closed = { name: 'schedule', typed: 'schedule managers:admins' };
    expect((await slack.ask(closed, admin)).text).toContain('admins and owners of this workspace');
    const before = await settings();
    for (const wish of SETTING) {
      const said = await slack.ask(wish, member);
      expect(said.text, wish.name).toMatch(/^Only admins and owners of this workspace may change/);
      expect(said.isPrivate).toBe(true);
    }
    expect((await offered.press('Post one now', member)).text).toContain('Only admins');
    for (const value of SETTING_BUTTONS)
      expect((await slack.forge(value, member)).text, value).toContain('Only admins');
    expect(await settings()).toBe(before);
    for (const said of await byForm(scene, admin.id)) expect(said).toContain('Only admins');
    expect(await settings()).toBe(before);
    const allowed = { name: 'schedule', typed: 'schedule time:10:00' };
    expect((await slack.ask(allowed, admin)).text).toContain('at 10:00');
  });
});

/** What a member is told who asks for the form, and who sends in the one that an admin has opened. */
async function byForm({ world, slack }: CommandScene, admin: string): Promise<readonly string[]> {
  const { id } = slack.person();
  const refused = await world.slack.command({ text: 'subscribe', user: id }).reply();
  const modal = await world.slack.command({ text: 'subscribe', user: admin }).modal();
  await world.slack.suggest(modal, 'f:topic', 'agents');
  const forged = await world.slack.submit({ ...modal, userId: id }, { 'f:topic': 'agents' }).reply();
  return [refused, forged].map(({ blocks }) => blocksText(blocks));
}

interface BadRow extends Wish {
  readonly what: string;
  readonly tells: RegExp;
}

const LONG = 'tokens '.repeat(572).slice(0, 4_000);

const bad: readonly BadRow[] = [
  { what: 'an empty query', name: 'search', options: { query: ' ' }, tells: /What shall I look for\?/ },
  {
    what: 'a query of 4,000 characters',
    name: 'search',
    options: { query: LONG },
    tells: /The query is \d{4} characters long|under 4,000 characters/,
  },
  {
    what: 'a topic of 4,000 characters',
    name: 'subscribe',
    options: { topic: LONG },
    tells: /characters long|under 4,000 characters/,
  },
  {
    what: 'a paper nobody knows',
    name: 'show',
    options: { paper: '1901.00001' },
    tells: /No paper “1901\.00001” is known/,
  },
  {
    what: 'a query that cannot be parsed',
    name: 'search',
    options: { query: 'cat: "speech' },
    tells: /character \d+|quotation|closing|cat:/i,
  },
  {
    what: 'a topic that matches nothing',
    name: 'subscribe',
    options: { topic: 'recogniserz' },
    tells: /“recogniserz” matched no paper[^]*recogniser \(\d+\)/,
  },
  {
    what: 'a zone that does not exist',
    name: 'schedule',
    options: { zone: 'Europe/Berlim' },
    typed: 'schedule zone:Europe/Berlim',
    tells: /Europe\/Berlim/,
  },
  {
    what: 'a time that does not exist',
    name: 'schedule',
    options: { time: '25:00' },
    typed: 'schedule time:25:00',
    tells: /25:00/,
  },
  {
    what: 'a topic it does not get',
    name: 'unsubscribe',
    options: { topic: 'recogniser' },
    tells: /has no topic “recogniser”\. Did you mean “recognisers”\?/,
  },
];

describe.each(['discord', 'slack'] as const)('what cannot be done on %s', (name) => {
  let side: Side;
  let place: string;
  let before: string;
  beforeAll(async () => {
    side = scene[name];
    place = side.newPlace();
    await side.ask({ name: 'subscribe', options: { topic: 'recognisers' } }, side.person(true), place);
    before = await settings();
  });

  it.each(bad)('is answered with a clear sentence: $what', async (row) => {
    const said = await side.ask(row, side.person(true), place);
    expect([said.text, ...said.buttons].join('\n')).toMatch(row.tells);
    expect(said.text.length).toBeLessThan(1_500);
    expect(said.isPrivate).toBe(true);
  });

  it('changes nothing', async () => {
    expect(await settings()).toBe(before);
  });
});

it('takes no 51st topic', async () => {
  const { discord } = scene;
  const place = discord.newPlace();
  const key = `discord:${scene.world.discord.state.channels.get(place)!.guildId}:${place}`;
  const topics = Array.from({ length: 50 }, (_, index) => ['--topic', `word${index}`]).flat();
  const added = await scene.cli('channels', 'add', key, '--time', '09:00', '--zone', 'UTC', ...topics);
  expect(added.stderr + added.stdout).toContain('is added');
  const wish = { name: 'subscribe', options: { topic: 'recognisers' } };
  const said = await discord.ask(wish, discord.person(true), place);
  expect(said.text).toContain('This channel has 50 topics, and 50 is the most.');
}, 60_000);

it.each(['discord', 'slack'] as const)('takes ten commands a minute from one person on %s', async (name) => {
  const side = scene[name];
  const person = side.person();
  const ask = () => side.ask({ name: 'help' }, person);
  const said = await Promise.all(Array.from({ length: 10 }, ask));
  expect(said.every(({ text }) => text.includes('What you can ask'))).toBe(true);
  const refused = await ask();
  expect(refused.text).toMatch(/^You have asked me 10 times within a minute/);
  expect(refused.isPrivate).toBe(true);
  expect((await side.ask({ name: 'help' }, side.person())).text).toContain('What you can ask');
});

it('does nothing that platforms forbid, pings nobody, and answers everything once', async () => {
  expect(await scene.misdeeds()).toEqual([]);
});
