import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../support/databases.js';
import { query, searchablePapers, type Saved, type SearchablePapers } from '../support/searchable.js';

describe.each(testDatabases)('search on the $name database', (kind) => {
  let papers: SearchablePapers;
  beforeAll(async () => {
    papers = await searchablePapers(kind);
  });
  afterAll(() => papers.close());
  beforeEach(() => papers.clear());

  it.each<[query: string, ids: readonly number[]]>([
    ['multilingual', [1]],
    ['speech recognition', [1, 2]],
    ['"speech recognition"', [1]],
    ['"sign language"', [7]],
    ['speech -survey', [1]],
    ['cat:cs.SD', [1]],
    ['cs.sd', [1]],
    ['cat:cs speech', [1]],
    ['speech cat:math.CO', []],
    ['author:"yann lecun"', [4, 2]],
    ['author:lecun speech', [2]],
    ['author:lovelace', [4]],
    ['lovelace', [4]],
    ['org:nvidia', [3]],
    ['nvidia', [3]],
    ['has:code', [3]],
    ['transformer has:code', [3]],
    ['min:50', [5]],
    ['text-to-SQL min:50', [5]],
    ['text2sql', [6, 5]],
    ['text-to-sql', [5, 6]],
    ['text to sql', [5, 6]],
    ['language since:7d', [8, 1]],
    ['language until:2026-10-01', [7]],
    ['since:2026-11-22', [8, 6]],
    ['multilingual | branes', [1, 1]],
    ['sign language sort:new', [8, 7]],
    ['text-to-sql sort:trending', [5, 6]],
    ['sort:new since:2026-11-22', [8, 6]],
    ['id:2611.00003', [3]],
    ['2611.00003v2', [3]],
    ['https://arxiv.org/pdf/2611.00003v1', [3]],
    ['https://www.alphaxiv.org/abs/2611.00003', [3]],
    ['https://huggingface.co/papers/2611.00003', [3]],
    ['https://doi.org/10.48550/arXiv.2611.00003', [3]],
    ['arXiv:hep-th/9901001v3', [1]],
    ['2611.00003 | 2611.00004', [4, 3]],
    ['2611.00003 -vision', []],
    ['prune', []],
    ['the of', [2]],
  ])('%s', async (text, ids) => {
    expect(await papers.found(text)).toEqual(ids);
  });

  it('knows topics: the built-in ones, and those it is given', async () => {
    expect(await papers.found('topic:speech')).toEqual([1]);
    expect(await papers.found('topic:mine -vision', { topicByName: () => query('transformers') })).toEqual([
      4,
    ]);
    const { hits, notices } = await papers.run('topic:nowhere speech');
    expect([hits, notices]).toEqual([[], ['There is no topic "nowhere".']]);
  });

  it('gives papers with all the words first, then those with some, and says so', async () => {
    const some = await papers.run('multilingual speech');
    expect(some.hits.map(({ item: { paper } }) => paper.id)).toEqual(['2611.00001', '2611.00002']);
    expect(some.notices).toEqual(['One paper has all of these words; the others have some of them.']);
    expect((await papers.run('survey convolution')).notices).toEqual([
      'No paper has all of these words; these have some of them.',
    ]);
    expect((await papers.run('speech recognition')).notices).toEqual([]);
  });

  it('leaves those with some of the words out of what is new, unless there are no others', async () => {
    expect(await papers.found('multilingual speech sort:new')).toEqual([1]);
    expect(await papers.found('multilingual branes sort:new')).toHaveLength(2);
  });

  it.each([
    ['tranformer', 'transformers', 'tranformer'],
    ['ransformer', 'transformers', 'ransformer'],
    ['wransformer', 'transformers', 'wransformer'],
    ['rtansformers', 'transformers', 'rtansformers'],
    ['spech recognition', 'speech', 'spech'],
  ])('forgives "%s"', async (text, word, typed) => {
    const { hits, notices } = await papers.run(text);
    expect(notices).toEqual([`Searched for "${word}" instead of "${typed}".`]);
    expect(hits.length).toBeGreaterThan(0);
  });

  it('forgives a slip that is a word itself when titles have the words around it', async () => {
    const titles = ['A large language model for whales', 'Language modes of whales', 'A song of whales'];
    await papers.save(
      ...titles.map((title, i): Saved => [`2612.0010${i}`, { title }]),
      ...Array.from({ length: 12 }, (_, i): Saved => [`2612.002${10 + i}`, { title: `Model ${i}` }]),
    );
    const { hits, notices } = await papers.run('large language modes for whales');
    expect(hits[0]?.item.paper.title).toBe(titles[0]);
    expect(notices[0]).toBe('Also searched for "model", spelt like "modes".');
  });

  it('puts the title with the words as they were typed first, then the shorter one, then the newer one', async () => {
    const abstract = 'The song of a whale, songs of whales, a song of whales.';
    await papers.save(
      ['2612.00301', { title: 'The song of a whale', abstract }],
      ['2612.00302', { title: 'On the songs of a whale at sea' }],
      ['2612.00303', { title: 'On the songs of a whale' }, { listedOn: '2026-11-01' }],
      ['2612.00304', { title: 'Of the songs of a whale' }, { listedOn: '2026-11-02' }],
    );
    const { hits } = await papers.run('songs of a whale');
    expect(hits.map(({ item: { paper } }) => paper.id.slice(-1)).join('')).toBe('4321');
  });

  it('finds a paper by the very next search after it was stored', async () => {
    expect(await papers.found('narwhals')).toEqual([]);
    await papers.save(['2612.00401', { title: 'Narwhals', abstract: 'Tusks under ice.' }]);
    expect(await papers.found('narwhals')).toEqual([1]);
    expect(await papers.found('tusks under ice')).toEqual([1]);
  });

  it('says which word no paper has', async () => {
    expect(await papers.run('xyzzyx')).toEqual({ hits: [], notices: ['No paper has "xyzzyx".'] });
    const { hits, notices } = await papers.run('xyzzyx multilingual');
    expect([hits.length, notices]).toEqual([1, ['No paper has "xyzzyx", so it was left out.']]);
  });

  it('keeps to the limit', async () => {
    expect(await papers.found('transformer', { limit: 1 })).toHaveLength(1);
    expect(await papers.found('since:365d', { limit: 3 })).toHaveLength(3);
  });

  it('finds a title by its words, however often others repeat them', async () => {
    const words = 'whales song of whales ';
    const many = Array.from({ length: 170 }, (_, i): Saved => [
      `2612.${String(i).padStart(5, '0')}`,
      { title: 'Song: whales, whales, song', abstract: words.repeat(10) },
    ]);
    const title =
      'A very long title that happens to end, after all that it says, with the song of one whale at sea';
    await papers.save(...many, ['2611.99999', { title, abstract: 'Nothing of it. '.repeat(80) }]);
    expect((await papers.found('song of one whale'))[0]).toBe(99);
    expect((await papers.found('the song of'))[0]).toBe(99);
  });

  it.each([
    ['modelling colours', 'Modeling of a color'],
    ['LLMs', 'A Large Language Model'],
    ['text to image', 'T2I for all'],
  ])('finds by "%s" the paper "%s"', async (asked, title) => {
    await papers.save(['2612.00077', { title }]);
    expect((await papers.found(asked))[0]).toBe(77);
  });

  it('looks further when demands leave too few of the first candidates', async () => {
    const many = Array.from({ length: 170 }, (_, i): Saved => [
      `2612.${String(i).padStart(5, '0')}`,
      { title: 'Whale whale song', abstract: 'Whale.' },
    ]);
    const last: Saved = [
      '2612.99999',
      {
        title: 'A long title about the song of one whale',
        categories: ['cs.SD'],
        codeUrl: 'https://github.com/w/s',
      },
    ];
    await papers.save(...many, last);
    expect(await papers.found('whale has:code')).toEqual([99]);
  });
});
