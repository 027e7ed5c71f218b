import { beforeEach, describe, expect, it } from 'vitest';
import { commandPapers, foreignPaper } from '../../support/command-papers.js';
import { sighted } from '../../support/sighted-paper.js';
import {
  buttonCalled,
  createCommandWorld,
  ON_DISCORD,
  papersOf,
  wordsOfReply,
  type CommandWorld,
} from '../../support/command-world.js';

let world: CommandWorld;

beforeEach(() => {
  world = createCommandWorld(commandPapers());
  world.beyond.set('2305.12345', foreignPaper());
});

const OTHER = { ...ON_DISCORD, person: { id: '99', manages: false as const } };

describe('show', () => {
  it.each([
    '2611.00001',
    'arXiv:2611.00001v2',
    'https://arxiv.org/abs/2611.00001',
    'https://huggingface.co/papers/2611.00001',
    'Multilingual Speech Recognition for Everyone',
    'multilingual speech',
    'laundry fold robots',
    'attention is not all you need',
    'Attention Is Not All You Need: A Reply',
  ])('%s is one card', async (paper) => {
    const reply = await world.command('show', { paper });

    expect(reply.failed).not.toBe(true);
    expect(reply.blocks).toMatchObject([{ kind: 'card' }]);
  });

  it('explains the card as in the channel’s digest', async () => {
    await world.settle({
      topics: [
        { name: 'Talk', query: 'speech' },
        { name: 'zebra', query: 'zebra' },
      ],
    });

    expect(wordsOfReply(await world.command('show', { paper: '2611.00001' }))).toBe(
      'Multilingual Speech Recognition for Everyone — ▲ 84 upvotes in 20 h · matches: Talk',
    );
  });

  it('knows a paper that only a source has', async () => {
    expect(wordsOfReply(await world.command('show', { paper: '2305.12345' }))).toContain('A Foreign Paper');
  });

  it('offers those that may be meant, privately', async () => {
    const reply = await world.command('show', { paper: 'attention' });

    expect(reply.failed).toBe(true);
    expect(papersOf(reply)).toEqual(['2611.00003', '2611.00004']);
    expect(wordsOfReply(reply)).toContain('Pick one by its id: /papers show 2611.00003');
  });

  it.each([
    ['', 'Which paper?'],
    ['2699.99999', 'No paper has a title like “2699.99999”.'],
    ['2611.99999', 'No paper “2611.99999” is known here or to the sources.'],
    ['zebra', 'No paper has a title like “zebra”.'],
    ['z'.repeat(4000), 'characters long'],
  ])('for %j says what is wrong, privately', async (paper, said) => {
    const reply = await world.command('show', { paper });

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain(said);
  });
});

describe('why', () => {
  it('tells the parts of the score from stored numbers, their change, and the place this week', async () => {
    const listedOn = '2026-11-22';
    world.papers.set(
      '2611.00005',
      sighted({ id: '2611.00005', title: 'Grown', firstListedOn: listedOn }, [
        { at: '2026-11-16T20:00:00Z', list: 'trending', signals: { githubStars: 900 } },
        { at: '2026-11-23T08:00:00Z', listedOn, signals: { upvotes: 100, githubStars: 1_100 } },
        {
          at: '2026-11-24T08:00:00Z',
          listedOn,
          signals: { upvotes: 150, comments: 4, githubStars: 1_212, trendingRank: 2 },
        },
      ]),
    );

    const words = wordsOfReply(await world.command('why', { paper: '2611.00005' }));

    expect(words).toMatch(/Place 1 of the 16 papers listed in the last seven days/);
    expect(words).toMatch(/^Upvotes · \d+\.\d points: 150 upvotes on Hugging Face/m);
    expect(words).toMatch(/^Growth · .*: \+50 in 24 h upvotes$/m);
    expect(words).toMatch(/^Discussion · .*: 4 comments$/m);
    expect(words).toMatch(/^GitHub stars · .*: ★ 1\.2k, \+312 in 8 days$/m);
    expect(words).toMatch(/^Trending list · .*: number 2 of/m);
    expect(words).toMatch(/^Freshness · .*: out since 2026-11-22$/m);
  });

  it('says when a paper is not on this week’s list', async () => {
    expect(wordsOfReply(await world.command('why', { paper: '2611.00900' }))).toContain(
      'It is not on this week’s list',
    );
  });

  it('says what the paper has to do with this channel', async () => {
    await world.settle();
    Object.assign(world.deps.channels, { had: () => Promise.resolve(new Set(['2611.00001'])) });

    const words = wordsOfReply(await world.press({ do: 'why', paperId: '2611.00001' }));

    expect(words).toContain('It matches speech here.');
    expect(words).toContain('This channel has had it');
  });

  it('shows a part it does not know by its own name', async () => {
    const item = world.papers.get('2611.00001')!;
    const parts = [{ name: 'novelty', value: 0.5, weight: 0.1, contribution: 0.05 }];
    const rank = () => [{ ...item, signals: {}, score: 0.05, parts }];
    const other = createCommandWorld([item]);
    Object.assign(other.deps.rankings, {
      window: () => Promise.resolve({ ranked: rank(), matching: () => null }),
    });

    expect(wordsOfReply(await other.command('why', { paper: '2611.00001' }))).toContain(
      'novelty · 5.0 points: 0.50 of its own scale',
    );
  });
});

describe('similar', () => {
  it('lists papers like it, to be paged and shared', async () => {
    const reply = await world.command('similar', { paper: '2611.00001' });

    expect(reply.title).toBe('Similar to “Multilingual Speech Recognition for Everyone”');
    expect(papersOf(reply)).toHaveLength(5);
    expect(papersOf(reply)).not.toContain('2611.00001');
    expect(papersOf(await world.press(buttonCalled(reply, 'Next ▶')))).toHaveLength(5);
  });

  it('says when there is none', async () => {
    const reply = await world.press({ do: 'similar', paperId: '2611.00900' });

    expect(reply.failed).toBe(true);
    expect(wordsOfReply(reply)).toContain('No paper here is much like “Quantum Widgets”.');
  });
});

describe('the buttons of a card', () => {
  it('Abstract shows the whole abstract with its link', async () => {
    const words = wordsOfReply(await world.press({ do: 'abstract', paperId: '2611.00001' }));

    expect(words).toContain('An abstract on Multilingual Speech Recognition for Everyone.');
    expect(words).toContain('https://arxiv.org/abs/2611.00001');
  });

  it('Abstract of a paper without one says so', async () => {
    expect(wordsOfReply(await world.press({ do: 'abstract', paperId: '2305.12345' }))).toContain(
      'not known here',
    );
  });

  it('BibTeX gives an entry to copy, with a file name for it', async () => {
    const reply = await world.press({ do: 'bibtex', paperId: '2611.00001' });

    expect(reply.blocks).toEqual([
      {
        kind: 'code',
        fileName: '2611.00001.bib',
        text: expect.stringContaining('@misc{arXiv:2611.00001,') as string,
      },
    ]);
  });

  it('Save keeps it for the person alone, once', async () => {
    await world.press({ do: 'save', paperId: '2611.00001' });
    const twice = await world.press({ do: 'save', paperId: '2611.00001' });

    expect(wordsOfReply(twice)).toContain('You have saved this already');
    expect(papersOf(await world.command('saved'))).toEqual(['2611.00001']);
    expect(papersOf(await world.command('saved', {}, OTHER))).toEqual([]);
  });

  it('Save adds a paper that only a source knew to the catalogue', async () => {
    await world.press({ do: 'save', paperId: '2305.12345' });

    expect(world.papers.get('2305.12345')?.paper).toMatchObject({
      title: 'A Foreign Paper',
      publishedOn: '2023-05-20',
    });
  });

  it.each([
    ['more', 'more like this'],
    ['less', 'fewer like this'],
  ] as const)('%s is noted once for this channel, under a hash', async (verdict, said) => {
    const given: string[] = [];
    const { people } = world.deps;
    const giveFeedback = people.giveFeedback.bind(people);
    people.giveFeedback = (...what) => {
      given.push(what.join(' '));
      return giveFeedback(...what);
    };

    const first = await world.press({ do: verdict, paperId: '2611.00001' });
    const twice = await world.press({ do: verdict, paperId: '2611.00001' });

    expect(given[0]).toBe(`discord:11:22 hash of discord/@me/77 2611.00001 ${verdict}`);
    expect(wordsOfReply(first)).toContain(`Noted for this channel: ${said}.`);
    expect(wordsOfReply(twice)).toContain('It counts once.');
    expect(papersOf(first)).toHaveLength(verdict === 'more' ? 5 : 0);
  });

  it.each(['save', 'more', 'less', 'abstract', 'bibtex', 'similar', 'why'] as const)(
    '%s of a paper that nobody knows says so',
    async (deed) => {
      const reply = await world.press({ do: deed, paperId: '2611.99999' });

      expect(reply.failed).toBe(true);
      expect(wordsOfReply(reply)).toContain('No paper “2611.99999” is known');
    },
  );

  it('How this list is made explains it', async () => {
    expect(wordsOfReply(await world.press({ do: 'about' }))).toContain('ranked by the attention they gather');
  });
});
