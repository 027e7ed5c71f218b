import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../src/commands/definitions.js';
import { until } from '../support/bot-process.js';
import { startCommandScene, type CommandScene } from '../support/command-scene.js';
import type { Person, Side, Wish } from '../support/command-sides.js';
import { forgetIndex } from '../support/forget-index.js';

let scene: CommandScene;
beforeAll(async () => {
  scene = await startCommandScene();
});
afterAll(() => scene.close());

/** Ids and titles carry the month of their list. */
const month = new Date().toISOString().slice(2, 7).replace('-', '');
const PAPER = `${month}.10001`;

interface Row extends Wish {
  /** Asked by somebody who may change settings. */
  readonly manages?: boolean;
  readonly shown: 'private' | 'public';
  readonly tells: RegExp;
}

/** In an order in which each finds what it needs: a subscription before what changes it. */
const rows: readonly Row[] = [
  { name: 'search', options: { query: 'speech recognisers' }, shown: 'private', tells: /Speech Recognisers/ },
  {
    name: 'search',
    options: { query: 'retrieval agents', share: true },
    typed: 'search retrieval agents share:true',
    shown: 'public',
    tells: /Retrieval Agents/,
  },
  { name: 'trending', shown: 'private', tells: /Trending this week[^]*upvotes/ },
  {
    name: 'trending',
    options: { topic: 'recognisers', window: 'month' },
    shown: 'private',
    tells: /Trending this month: recognisers/,
  },
  { name: 'show', options: { paper: PAPER }, shown: 'public', tells: /Ferryman-1: Compressing/ },
  { name: 'similar', options: { paper: PAPER }, shown: 'private', tells: /Similar to “Ferryman-1/ },
  { name: 'why', options: { paper: PAPER }, shown: 'private', tells: /Place \d+ of the \d+ papers/ },
  { name: 'topics', shown: 'private', tells: /gets no digest yet/ },
  { name: 'subscribe', options: { topic: 'recognisers' }, manages: true, shown: 'private', tells: /All set/ },
  {
    name: 'subscribe',
    options: { topic: 'retrieval agents', name: 'agents of ours' },
    typed: 'subscribe retrieval agents name:"agents of ours"',
    manages: true,
    shown: 'private',
    tells: /Subscribed to “agents of ours”/,
  },
  {
    name: 'unsubscribe',
    options: { topic: 'agents of ours' },
    manages: true,
    shown: 'private',
    tells: /no longer gets “agents of ours”/,
  },
  { name: 'topics', shown: 'private', tells: /What this channel gets[^]*recognisers/ },
  {
    name: 'schedule',
    options: { time: '08:15', zone: 'Europe/Berlin', count: 3 },
    typed: 'schedule time:08:15 zone:Europe/Berlin count:3',
    manages: true,
    shown: 'private',
    tells: /Changed[^]*at 08:15 \(Europe\/Berlin\)[^]*up to 3/,
  },
  { name: 'pause', manages: true, shown: 'private', tells: /Paused: nothing comes/ },
  { name: 'resume', manages: true, shown: 'private', tells: /Resumed\. The next digest comes on/ },
  { name: 'preview', shown: 'private', tells: /Speech Recognisers/ },
  { name: 'now', manages: true, shown: 'private', tells: /3 papers come here/ },
  { name: 'saved', shown: 'private', tells: /You have saved no papers yet/ },
  { name: 'taste reset', manages: true, shown: 'private', tells: /Nothing was learned in this channel/ },
  { name: 'doctor', shown: 'private', tells: /✓ Everything a digest needs is allowed/ },
  { name: 'forget me', shown: 'private', tells: /Delete everything kept about you\?/ },
  { name: 'help', shown: 'private', tells: /\/papers search query \[share\]/ },
  {
    name: 'help',
    options: { command: 'subscribe' },
    shown: 'private',
    tells: /Only for those who may change this channel’s settings/,
  },
];

const sides = ['discord', 'slack'] as const;

it('has a row for every command', () => {
  const named = definitions.map(({ name, second }) => (second === undefined ? name : `${name} ${second}`));
  expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(named));
});

describe.each(sides)('on %s', (name) => {
  let side: Side;
  let person: Person;
  let manager: Person;
  beforeAll(() => {
    side = scene[name];
    person = side.person();
    manager = side.person(true);
  });

  it.each(rows)('answers $name', async (row) => {
    const said = await side.ask(row, side.person(row.manages));
    expect(said.text).toMatch(row.tells);
    expect(said.isPrivate).toBe(row.shown === 'private');
  });

  it('posts what was asked for with now, and says once for all what will come', async () => {
    await until(
      () => side.cards().length === 3,
      30_000,
      () => `${side.cards().length} cards\n${scene.bot().stderr()}`,
    );
    const welcomes = side.seenByAll().filter((text) => text.includes('From now on I post'));
    expect(welcomes).toHaveLength(1);
  });

  it('turns the pages of a list and shares one of them, once', async () => {
    const first = await side.ask({ name: 'trending' }, person);
    expect(first.buttons).not.toContain('◀ Previous');
    const second = await first.press('Next ▶', person);
    expect(second.text).toMatch(/Page 2 of \d+/);
    expect(second.isPrivate).toBe(true);
    const back = await second.press('◀ Previous', person);
    expect(back.text).toMatch(/Page 1 of \d+/);
    const shared = await back.press('Share to channel', person);
    expect(shared.isPrivate).toBe(false);
    const again = await back.press('Share to channel', person);
    expect(again).toMatchObject({ isPrivate: true });
    expect(again.text).toContain('shared here already');
  });

  it('does what the buttons of a posted card say, and no harm when they are pressed twice', async () => {
    const [card] = side.cards();
    const press = async (button: string): Promise<string> => {
      const said = await card!.press(button, person);
      expect(said.isPrivate, button).toBe(true);
      return said.text;
    };
    expect(await press('Save')).toMatch(/^Saved: “/);
    expect(await press('Save')).toContain('You have saved this already');
    expect(await press('Abstract')).toContain('We study speech recognisers');
    expect(await press('BibTeX')).toContain('@');
    expect(await press('More like this')).toContain('Noted for this channel: more like this');
    expect(await press('More like this')).toContain('It counts once');
    expect(await press('Not for us')).toContain('Noted for this channel: fewer like this');
  });

  it('lists what was saved, gives its BibTeX, and takes it away once', async () => {
    const saved = await side.ask({ name: 'saved' }, person);
    expect(saved.text).toMatch(/Speech Recognisers[^]*1 paper/);
    expect((await saved.press('BibTeX of all', person)).text).toContain('eprint');
    expect((await saved.press('Remove 1', person)).text).toContain('Removed from your saved papers');
    expect((await saved.press('Remove 1', person)).text).toContain('is not among your saved papers');
    expect((await side.ask({ name: 'saved' }, person)).text).toContain('You have saved no papers yet');
  });

  it('answers in a direct message, privately to nobody else, and keeps a digest for one person', async () => {
    const place = side.direct(manager);
    const found = await side.ask(
      { name: 'search', options: { query: 'diffusion policies' } },
      manager,
      place,
    );
    expect(found.text).toContain('Diffusion Policies');
    const set = await side.ask({ name: 'subscribe', options: { topic: 'everything' } }, manager, place);
    expect(set.text).toContain('This conversation gets up to 5 papers');
    expect((await side.ask({ name: 'topics' }, manager, place)).text).toContain('What you get here');
  });
});

it('answers what is typed to the bot on Slack, a slip of the keys too', async () => {
  const { slack } = scene.world;
  const user = scene.slack.person().id;
  const typed = async (text: string) => JSON.stringify((await slack.write(text, user).reply()).blocks);
  expect(await typed('code models')).toContain('Code Models');
  expect(await typed('help subscribe')).toContain('/papers subscribe topic');
  expect(await typed('serach code models')).toContain('I read “serach” as search');
});

it('works the same after a restart: old buttons, registration, and an index that was never made', async () => {
  const { discord, world } = scene;
  const puts = () => world.discord.requests.filter(({ method }) => method === 'PUT').length;
  const person = discord.person();
  const list = await discord.ask({ name: 'trending' }, person);
  expect(puts()).toBe(1);
  // Without sources nothing is found but by the index.
  const alone = { HUGGINGFACE_URL: '', ARXIV_RSS_URL: '', ARXIV_API_URL: '' };
  await scene.restart(alone, () => forgetIndex(scene.env['DATA_DIR']!));
  expect((await list.press('Next ▶', person)).text).toContain('Page 2');
  for (const side of [discord, scene.slack])
    expect((await side.cards()[0]!.press('Save', side.person())).text).toMatch(/^Saved: “/);
  await until(
    async () => {
      const wish = { name: 'search', options: { query: 'tidepool' } };
      return (await discord.ask(wish, discord.person())).text.includes('Tidepool-');
    },
    30_000,
    () => 'papers that no index knew are not found',
  );
  expect(puts()).toBe(1);
});

it('does nothing that platforms forbid, pings nobody, and answers everything once', async () => {
  expect(await scene.misdeeds()).toEqual([]);
});
