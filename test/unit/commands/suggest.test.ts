import { describe, expect, it } from 'vitest';
import type { SuggestKind } from '../../../src/commands/definition.js';
import { createSuggestions } from '../../../src/commands/suggest.js';
import { trendingWords } from '../../../src/commands/trending-words.js';
import { rankPapers } from '../../../src/ranking/rank.js';
import { commandPapers } from '../../support/command-papers.js';
import {
  createCommandWorld,
  NOW,
  ON_DISCORD,
  ON_SLACK,
  type CommandWorld,
} from '../../support/command-world.js';
import { sighted } from '../../support/sighted-paper.js';

interface Suggested {
  readonly world: CommandWorld;
  readonly suggest: (
    kind: SuggestKind,
    text: string,
    from?: typeof ON_DISCORD,
  ) => Promise<readonly { label: string; value: string }[]>;
}

/** @param warm as after the first keys, when what trends is known */
async function suggested(warm = true): Promise<Suggested> {
  const flows = Array.from({ length: 20 }, (_, index) =>
    sighted({ id: `2611.009${10 + index}`, title: `Flow Matching ${index}` }, { upvotes: 1 }),
  );
  const world = createCommandWorld([...commandPapers(), ...flows]);
  const ask = createSuggestions(world.deps);
  const suggest: Suggested['suggest'] = (kind, text, from = ON_DISCORD) => ask(kind, text, from.address);
  if (warm) {
    await suggest('topic', '');
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { world, suggest };
}

const values = (all: readonly { value: string }[]): readonly string[] => all.map(({ value }) => value);

describe('topics', () => {
  it('are, before anything is typed, the channel’s own, what trends, and the ready-made ones', async () => {
    const { world, suggest } = await suggested();
    await world.settle({ topics: [{ name: 'Talk', query: 'cat:cs.CL speech' }] });

    const all = await suggest('topic', '');

    expect(all[0]).toEqual({ label: 'Talk · this channel’s topic', value: 'cat:cs.CL speech' });
    expect(all[1]).toEqual({
      label: 'flow matching · trending this week',
      value: '"flow matching"',
    });
    expect(values(all)).toContain('multilingual');
    expect(all.length).toBeLessThanOrEqual(25);
  });

  it.each([
    ['multi', 'multilingual'],
    ['MULTIL', 'multilingual'],
    ['learning', 'reinforcement learning'],
    ['cs.cl', 'cat:cs.CL'],
    ['cat:cs.cl', 'cat:cs.CL'],
    ['computation and', 'cat:cs.CL'],
    ['robot', 'robotics'],
    ['flow ma', '"flow matching"'],
    ['"flow ma', '"flow matching"'],
    ['laundry cat:cs.r', 'laundry cat:cs.RO'],
    ['laundry flo', 'laundry "flow matching"'],
  ])('for %j are %j', async (text, value) => {
    const { suggest } = await suggested();

    expect(values(await suggest('topic', text))).toContain(value);
  });

  it.each([
    ['multilingual speech -survey', 'Use: multilingual speech -survey', 'multilingual speech -survey'],
    [' talks=cat:cs.CL speech ', 'Use: talks=cat:cs.CL speech', 'talks=cat:cs.CL speech'],
    ['multil', 'Use: multil', 'multil'],
    ['multilingual', 'multilingual · ready-made topic', 'multilingual'],
    ['cs.cl', 'cs.CL · Computation and Language', 'cat:cs.CL'],
    ['everything', 'everything · all papers', 'everything'],
    ['x'.repeat(150), `Use: ${'x'.repeat(94)}…`, 'x'.repeat(150)],
  ])('begin in Slack, where nothing else can be chosen, with %j itself', async (text, label, value) => {
    const { suggest } = await suggested();

    const all = await suggest('topic', text, ON_SLACK);

    expect(all[0]).toEqual({ label, value });
    expect(new Set(values(all)).size).toBe(all.length);
    if (label.startsWith('Use: ')) expect(values(await suggest('topic', text))).not.toContain(value);
  });

  it.each(['', 'speech "recog', 'since:never', 'x'.repeat(151)])(
    'do not begin in Slack with what is no topic, or too long: %j',
    async (text) => {
      const { suggest } = await suggested();

      expect((await suggest('topic', text, ON_SLACK))[0]?.label ?? '').not.toMatch(/^Use: /);
    },
  );

  it('that are it, or begin so, come first', async () => {
    const { suggest } = await suggested();

    expect((await suggest('topic', 'vision'))[0]?.value).toBe('vision');
    expect((await suggest('topic', 'comp'))[0]?.label).toMatch(/Comp/);
  });

  it('are known without waiting for what trends', async () => {
    const { world, suggest } = await suggested(false);
    Object.assign(world.deps.papers, { listedSince: () => new Promise(() => undefined) });

    expect(values(await suggest('topic', 'multi'))).toContain('multilingual');
  });

  it('are known although the database is away', async () => {
    const { world, suggest } = await suggested(false);
    const away = () => Promise.reject(new Error('gone'));
    Object.assign(world.deps.channels, { get: away });
    Object.assign(world.deps.papers, { listedSince: away });

    expect(values(await suggest('topic', 'multi'))).toContain('multilingual');
  });

  it('that trend are worked out once in ten minutes', async () => {
    const { world, suggest } = await suggested(false);
    let readings = 0;
    const { listedSince } = world.deps.papers;
    Object.assign(world.deps.papers, {
      listedSince: (...asked: Parameters<typeof listedSince>) => {
        readings += 1;
        return listedSince(...asked);
      },
    });
    const keys = async (): Promise<void> => {
      for (const text of ['', 's', 'sp', 'spe']) {
        await suggest('topic', text);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };

    await keys();
    world.outside.now = new Date(NOW.getTime() + 9 * 60_000);
    await keys();
    expect(readings).toBe(1);
    world.outside.now = new Date(NOW.getTime() + 10 * 60_000);
    await keys();
    expect(readings).toBe(2);
  });

  it('whose query is too long for a platform are not offered', async () => {
    const { world, suggest } = await suggested();
    await world.settle({ topics: [{ name: 'Long', query: 'word '.repeat(30) }] });

    const all = await suggest('topic', 'long');

    expect(all.every(({ value, label }) => value.length <= 100 && label.length <= 100)).toBe(true);
    expect(values(all)).not.toContain('word '.repeat(30));
  });
});

describe('the channel’s own topics', () => {
  it('are found by name and query', async () => {
    const { world, suggest } = await suggested();
    await world.settle({
      topics: [
        { name: 'Talk', query: 'speech' },
        { name: 'robotics', query: 'cat:cs.RO' },
      ],
    });

    expect(values(await suggest('own-topic', ''))).toEqual(['Talk', 'robotics']);
    expect(values(await suggest('own-topic', 'SPEE'))).toEqual(['Talk']);
    expect(await suggest('own-topic', 'zebra')).toEqual([]);
  });
});

describe('papers', () => {
  it('are found by title, by id, and before anything is typed those that trend', async () => {
    const { suggest } = await suggested();

    expect(await suggest('paper', 'laundry')).toEqual([
      { label: 'Robots That Fold Laundry', value: '2611.00002' },
    ]);
    expect(await suggest('paper', 'https://arxiv.org/abs/2611.00002v1')).toEqual([
      { label: 'Robots That Fold Laundry', value: '2611.00002' },
    ]);
    expect(await suggest('paper', '2611.99999')).toEqual([
      { label: '2611.99999 (by its id)', value: '2611.99999' },
    ]);
    expect(await suggest('paper', 'https://doi.org/10.1145/3292500.1')).toEqual([
      { label: 'doi:10.1145/3292500.1 (by its id)', value: 'doi:10.1145/3292500.1' },
    ]);
    expect(values(await suggest('paper', '')).slice(0, 2)).toEqual(['2611.00001', '2611.00002']);
  });

  it('with a long title are cut for the label', async () => {
    const { world, suggest } = await suggested();
    world.papers.set('2611.00777', sighted({ id: '2611.00777', title: `Very ${'long '.repeat(60)}` }));

    const [long] = await suggest('paper', 'very long');

    expect(long?.label.length).toBeLessThanOrEqual(100);
    expect(long?.value).toBe('2611.00777');
  });
});

describe('zones', () => {
  it.each([
    ['', 'UTC'],
    ['utc', 'UTC'],
    ['berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['New_Y', 'America/New_York'],
    ['europe/lo', 'Europe/London'],
    ['kolk', 'Asia/Kolkata'],
    ['mumbai', 'Asia/Kolkata'],
    ['san fran', 'America/Los_Angeles'],
    ['pst', 'America/Los_Angeles'],
    ['tok', 'Asia/Tokyo'],
  ])('for %j begin with %s', async (text, zone) => {
    const { suggest } = await suggested(false);

    expect((await suggest('zone', text))[0]?.value).toBe(zone);
  });

  it('tell the time there', async () => {
    const { suggest } = await suggested(false);

    expect((await suggest('zone', 'new york'))[0]?.label).toBe('America/New York · now 07:00');
  });

  it('match anywhere, and are none for nonsense', async () => {
    const { suggest } = await suggested(false);

    expect(values(await suggest('zone', 'argentina'))).toContain('America/Argentina/La_Rioja');
    expect(await suggest('zone', 'zebra')).toEqual([]);
  });
});

describe('commands', () => {
  it('are found by name first, and by what they do', async () => {
    const { suggest } = await suggested(false);

    expect(await suggest('command', '')).toHaveLength(18);
    expect((await suggest('command', 's'))[0]?.value).toBe('search');
    expect((await suggest('command', 'sub'))[0]?.value).toBe('subscribe');
    expect(values(await suggest('command', 'permission or forget'))).toEqual([]);
  });
});

describe('words that trend', () => {
  const ranked = (titles: readonly string[]) =>
    rankPapers(
      titles.map((title, index) =>
        sighted({ id: `2611.${String(index).padStart(5, '0')}`, title }, { upvotes: titles.length - index }),
      ),
      NOW,
    );

  it('are those of the best papers more than of all', () => {
    const top = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? `Flow Matching ${i}` : `Vision ${i}`));
    const rest = Array.from({ length: 700 }, (_, i) => `Vision ${i} Again`);

    expect(trendingWords(ranked([...top, ...rest]))[0]).toBe('flow matching');
  });

  it('are written as most titles write them, and are none of the words every title has', () => {
    const titles = [
      'World-Models for X',
      'A world-model of Y',
      'The World-Models',
      'A Novel Approach',
      'A Novel Approach',
      'A Novel Approach',
    ];

    expect(trendingWords(ranked(titles))).toEqual(['world-models']);
  });

  it('are none of a few papers', () => {
    expect(trendingWords(ranked(['Zebra', 'Zebra']))).toEqual([]);
  });
});
