import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { foldText, singular } from '../../src/text/words.js';
import { testDatabases } from '../support/databases.js';
import { indexedPapers, type IndexedPapers } from '../support/indexed-papers.js';

describe.each(testDatabases)('the search index on the $name database', (kind) => {
  let here: IndexedPapers;
  beforeAll(async () => {
    here = await indexedPapers(kind);
  });
  afterAll(() => here.database.close());
  beforeEach(() => here.clear());

  it('uses the kind of index that there is', async () => {
    const { rows } = await here.database.pool.query<{ name: string }>(
      `select indexrelid::regclass::text as name from pg_index
       where indrelid = 'broadsheet.search_papers'::regclass`,
    );
    const names = rows.map((row) => row.name.replace('broadsheet.', ''));
    const [used, other] = ['search_papers_bm25', 'search_papers_text'];
    if (kind.name === 'embedded') expect(names).toContain(used);
    else expect(names.filter((one) => one === used || one === other)).toHaveLength(1);
  });

  it('finds what was just saved, by any of the words, the better first', async () => {
    await here.save(
      ['one', { title: 'Speech without labels' }],
      ['both', { title: 'Noise', abstract: 'Robust speech in noise, and noise in speech.' }],
      ['none', { title: 'Vision' }],
    );
    expect(await here.find('speech noise')).toEqual(['both', 'one']);
    expect(await here.find('nowhere')).toEqual([]);
    expect(await here.find('')).toEqual([]);
  });

  it('looks at keywords and names too', async () => {
    await here.save(
      ['keyword', { keywords: ['gaze estimation'] }],
      ['author', { authors: ['Ada Lovelace'] }],
      ['organisation', { organization: 'Analytical Engines' }],
    );
    expect(await here.find('gaze')).toEqual(['keyword']);
    expect(await here.find('lovelace')).toEqual(['author']);
    expect(await here.find('analytical')).toEqual(['organisation']);
  });

  it('gives the words of a paper and the day it was listed on', async () => {
    await here.save([
      'a',
      { title: 'The Text-to-SQL models', abstract: 'All about it.', authors: ['Ada Lovelace'] },
    ]);
    expect(await here.search.candidates({ words: ['sql'], limit: 1 })).toEqual([
      {
        id: 'a',
        written: 'The Text-to-SQL models',
        title: 'the text to sql model texttosql',
        text: '',
        names: 'ada lovelace',
        listedOn: '2026-11-23',
      },
    ]);
  });

  it.each([
    'c++ c# go',
    '1e5 3.14 2024 0x1f',
    'naïve Ωmega 深度 学习 Erdős',
    'text2sql v2.0 x86-64 e2e 4bit',
  ])('keeps every word of "%s" as it is', async (title) => {
    await here.save(['a', { title }]);
    const [row] = (await here.search.newest({ limit: 1 })).map((one) => one.title.split(' '));
    for (const word of row ?? []) expect(await here.find(word), word).toEqual(['a']);
  });

  it('finds titles with words in a row, newest first', async () => {
    await here.save(
      ['old', { title: 'A survey of speech in noise' }, { listedOn: '2026-11-01' }],
      ['new', { title: 'Of speech' }, { listedOn: '2026-11-20' }],
      ['turned', { title: 'Speech of noise' }],
      ['part', { title: 'Of speeches-to-be' }],
      ['text', { title: 'Noise', abstract: 'of speech' }],
    );
    const runs = async (run: readonly string[], more = {}) =>
      (await here.search.titleRuns({ run, limit: 5, ...more })).map(({ id }) => id);
    expect(await runs(['of', 'speech'])).toEqual(['part', 'new', 'old']);
    expect(await runs(['of', 'speech'], { until: '2026-11-20' })).toEqual(['new', 'old']);
    expect(await runs(['of', 'speech'], { limit: 1 })).toEqual(['part']);
    expect(await runs(['speech', 'of', 'of'])).toEqual([]);
    expect(await runs([])).toEqual([]);
  });

  it('tells what stands in titles that have a run but for one word, and how often', async () => {
    await here.save(
      ['a', { title: 'A language model of signs' }],
      ['b', { title: 'On the language models of text' }],
      ['c', { title: 'The language mode of speech' }],
      ['d', { title: 'Languages: a model of many' }],
      ['e', { title: 'Things', abstract: 'language modes of' }],
    );
    const gaps = async (run: readonly string[], ...at: readonly number[]) =>
      [...(await here.search.titleGaps({ run, gaps: at }))].sort((a, b) => (a.word < b.word ? -1 : 1));
    expect(await gaps(['language', 'modle', 'of'], 1)).toEqual([
      { at: 1, word: 'mode', titles: 1 },
      { at: 1, word: 'model', titles: 2 },
    ]);
    expect(await gaps(['languag', 'model', 'of'], 0, 1)).toEqual([{ at: 0, word: 'language', titles: 2 }]);
    expect(await gaps(['m', 'of'], 0)).toEqual([]);
    expect(await gaps(['language', '(model|mode)', 'of'], 2)).toEqual([]);
    expect(await gaps(['model'], 0)).toEqual([]);
  });

  it('narrows by category, days and phrases', async () => {
    const said = { title: 'Speech', abstract: 'The state of the art of speech.' };
    await here.save(
      ['old', { ...said, categories: ['cs.CL'] }, { listedOn: '2026-11-01' }],
      ['new', { ...said, categories: ['cs.SD', 'eess.AS'] }, { listedOn: '2026-11-20' }],
      ['other', { title: 'Art of speech' }, { listedOn: '2026-11-20' }],
    );
    expect(await here.find('speech', { categories: ['cs.CL', 'cs.LG'] })).toEqual(['old']);
    expect(await here.find('speech', { since: '2026-11-20', categories: ['eess.AS'] })).toEqual(['new']);
    expect(await here.find('speech', { until: '2026-11-19' })).toEqual(['old']);
    const phrase = { title: 'state of the art', text: 'state art' };
    expect((await here.find('speech', { phrases: [phrase] })).sort()).toEqual(['new', 'old']);
    expect(await here.find('speech', { phrases: [{ title: 'art of', text: 'speech art' }] })).toEqual([
      'other',
    ]);
    expect(await here.find('speech', { limit: 1 })).toHaveLength(1);
  });

  it('takes the latest listing for the day, not the first', async () => {
    await here.save([
      'a',
      { title: 'Speech' },
      { source: 'arxiv', list: 'announcement', listedOn: '2026-11-02' },
    ]);
    await here.save(['a', { title: 'Speech' }, { list: 'trending', listedOn: '2026-11-22' }]);
    expect((await here.search.newest({ limit: 1 }))[0]?.listedOn).toBe('2026-11-02');
    await here.save(['a', { title: 'Speech' }, { list: 'daily', listedOn: '2026-11-10' }]);
    expect((await here.search.newest({ limit: 1 }))[0]?.listedOn).toBe('2026-11-10');
    expect(await here.find('speech', { since: '2026-11-10' })).toEqual(['a']);
  });

  describe('spelling', () => {
    beforeEach(() =>
      here.save(
        ['a', { title: 'Transformer models' }],
        ['b', { title: 'Transformers and transforms' }],
        ['c', { title: 'Bias in quantization' }],
        ['d', { title: 'Quantization, again' }],
      ),
    );

    const slips = (word: string): string[] => {
      const all = new Set<string>();
      for (let at = 0; at <= word.length; at++) {
        all.add(word.slice(0, at) + 'q' + word.slice(at));
        if (at === word.length) continue;
        all.add(word.slice(0, at) + word.slice(at + 1));
        all.add(word.slice(0, at) + 'q' + word.slice(at + 1));
        if (at + 1 < word.length)
          all.add(word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2));
      }
      all.delete(word);
      return [...all];
    };

    it.each(['transformer', 'transformers', 'bias'])(
      'finds %s from one slip at any of its letters',
      async (word) => {
        const known = singular(foldText(word));
        const missed = [];
        for (const slip of slips(word))
          if (singular(slip) !== known && !(await here.search.spellings(slip, 5)).includes(known))
            missed.push(slip);
        expect(missed).toEqual([]);
      },
    );

    it('names the most frequent first, at most so many, and never the word itself', async () => {
      expect(await here.search.spellings('transformed', 5)).toEqual(['transformer']);
      expect(await here.search.spellings('transforme', 1)).toEqual(['transformer']);
      expect(await here.search.spellings('transform', 5)).not.toContain('transform');
    });

    it('forgives two slips in a long word that begins right', async () => {
      expect(await here.search.spellings('quantisasion', 5)).toEqual(['quantization']);
      expect(await here.search.spellings('kwantisation', 5)).toEqual([]);
    });

    it('knows nothing like some words', async () => {
      for (const word of ['xyzzyx', '', '\u0000', "'; drop table"])
        expect(await here.search.spellings(word, 5)).toEqual([]);
    });
  });

  it('finds papers by author, an initial on either side, newest first', async () => {
    await here.save(
      ['full', { authors: ['Yann LeCun', 'Ada Lovelace'] }, { listedOn: '2026-11-01' }],
      ['short', { authors: ['Y. LeCun'] }, { listedOn: '2026-11-05' }],
      ['other', { authors: ['Alan Turing'] }],
    );
    const by = async (...parts: readonly string[]) =>
      (await here.search.byAuthor(parts, 10)).map(({ id }) => id);
    expect(await by('yann', 'lecun')).toEqual(['short', 'full']);
    expect(await by('y', 'lecun')).toEqual(['short', 'full']);
    expect(await by('lecun')).toEqual(['short', 'full']);
    expect(await by('hopper')).toEqual([]);
    expect(await by('y')).toEqual(['short', 'full']);
    expect(await by('a', 't')).toEqual(['other']);
    expect(await by('x')).toEqual([]);
    expect(await here.search.byAuthor(['lecun'], 1)).toHaveLength(1);
  });

  it('lists the newest papers', async () => {
    await here.save(
      ['a', { categories: ['cs.CL'] }, { listedOn: '2026-11-20' }],
      ['b', {}, { listedOn: '2026-11-22' }],
      ['c', {}, { listedOn: '2026-11-21' }],
    );
    const newest = async (query: object) =>
      (await here.search.newest({ limit: 10, ...query })).map(({ id }) => id);
    expect(await newest({})).toEqual(['b', 'c', 'a']);
    expect(await newest({ until: '2026-11-21' })).toEqual(['c', 'a']);
    expect(await newest({ categories: ['cs.CL'] })).toEqual(['a']);
  });

  it('completes titles by the beginnings of their words', async () => {
    await here.save(
      ['a', { title: 'Robust Speech Recognition' }, { listedOn: '2026-11-20' }],
      ['b', { title: 'Speech-to-Speech Robots' }, { listedOn: '2026-11-22' }],
      ['c', { title: 'Vision' }],
    );
    const titles = async (...beginnings: readonly string[]) =>
      (await here.search.titlesWith(beginnings, 10)).map(({ title }) => title);
    expect(await titles('spee')).toEqual(['Speech-to-Speech Robots', 'Robust Speech Recognition']);
    expect(await titles('spee', 'rob', 'reco')).toEqual(['Robust Speech Recognition']);
    expect(await titles('peech')).toEqual([]);
    expect(await titles('s')).toHaveLength(2);
    expect(await titles()).toEqual([]);
    expect(await here.search.titlesWith(['rob'], 1)).toEqual([{ id: 'b', title: 'Speech-to-Speech Robots' }]);
  });
});
