import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readItems } from '../../adapters/huggingface/items.js';
import { itemOf } from '../fakes/sources/huggingface.js';
import { seedPapers } from '../fakes/sources/seed.js';

const DAY = '2026-11-20';
const asked = {
  list: 'daily',
  day: DAY,
  firstRank: 1,
  observedAt: new Date('2026-11-20T12:00:00Z'),
  baseUrl: 'https://huggingface.co',
} as const;

type Item = Record<string, unknown> & { paper: Record<string, unknown> };
function item(paper: object = {}, outer: object = {}): Item {
  const whole = itemOf(seedPapers(1, DAY)[0]!, DAY) as Item;
  return { ...whole, ...outer, paper: { ...whole.paper, ...paper } };
}
const read = (...items: unknown[]) => readItems(items, asked);
const factsOf = (one: unknown) => read(one).items[0]!.facts;
const signalsOf = (one: unknown) => read(one).items[0]!.sighting.signals;

describe('one item of the daily list', () => {
  it.each([
    ['nothing', null, null],
    ['a number', 7, null],
    ['an item without paper', { title: 'x' }, null],
    ['a slug for an id', item({ id: '2607.language-model-harnesses' }), '2607.language-model-harnesses'],
    ['a number for an id', item({ id: 2607.1 }), null],
    ['an id that is a path', item({ id: '../../etc/passwd' }), '../../etc/passwd'],
  ])('is skipped and named when it is %s, and the others are kept', (_what, bad, id) => {
    const { items, skipped } = read(bad, item());
    expect(items).toHaveLength(1);
    expect(skipped).toEqual([{ id, reason: expect.any(String) as string }]);
  });

  it('is skipped when it has no title anywhere', () => {
    expect(read(item({ title: ' \n ' }, { title: null })).skipped).toHaveLength(1);
  });

  it('takes title and abstract from outside when the paper has none', () => {
    const facts = factsOf(item({ title: null, summary: undefined }, { title: 'Outer', summary: 'Text' }));
    expect(facts).toMatchObject({ title: 'Outer', abstract: 'Text' });
  });

  it('drops the version of an id', () => {
    expect(factsOf(item({ id: '2607.23193v3' })).id).toBe('2607.23193');
  });

  it('keeps what is absent apart from zero', () => {
    expect(signalsOf(item({ upvotes: 0, githubStars: null }, { numComments: undefined }))).toEqual({
      upvotes: 0,
    });
  });

  it.each(['12', -1, 1.5, Number.NaN, {}, []])('does not lose a paper over upvotes of %j', (upvotes) => {
    expect(signalsOf(item({ upvotes }))).not.toHaveProperty('upvotes');
  });

  it('leaves hidden and broken authors out', () => {
    const authors = [
      { name: 'Ada  Marsh', hidden: false },
      { name: 'Hidden', hidden: true },
      { hidden: false },
      'x',
      { name: 'Bo' },
    ];
    expect(factsOf(item({ authors })).authors).toEqual(['Ada Marsh', 'Bo']);
    expect(factsOf(item({ authors: null })).authors).toEqual([]);
  });

  it('belongs to the list day that was asked for, whichever shape its own day has', () => {
    for (const submittedOnDailyAt of ['2026-11-20T00:00:00.000Z', '2026-11-19T23:55:12.777Z', 'soon'])
      expect(read(item({ submittedOnDailyAt })).items[0]?.sighting.listedOn).toBe(DAY);
  });

  it.each([
    ['2026-07-24T00:00:00.000Z', '2026-07-24'],
    ['2026-03-06T03:55:12.777Z', '2026-03-06'],
    ['never', undefined],
  ])('of the trending list, submitted at %s, belongs to the UTC day %s', (submittedOnDailyAt, day) => {
    const { items } = readItems([item({ submittedOnDailyAt })], { ...asked, list: 'trending', day: null });
    expect(items[0]?.sighting.listedOn).toBe(day);
  });

  it.each([
    ['https://github.com/owner/name', 'https://github.com/owner/name'],
    ['http://www.github.com/owner/name.git', 'https://github.com/owner/name'],
    ['https://github.com/owner/name/tree/main?x=1#y', 'https://github.com/owner/name'],
    ['owner/na.me_1', 'https://github.com/owner/na.me_1'],
    ['https://evil.example/owner/name', undefined],
    ['https://github.com.evil.example/owner/name', undefined],
    ['javascript:alert(1)/x', undefined],
    ['owner/..', undefined],
    ['owner', undefined],
    ['own er/name', undefined],
    ['https://github.com/owner/name](javascript:x)', undefined],
  ])('with code at %j links to %j', (githubRepo, url) => {
    expect(factsOf(item({ githubRepo })).codeUrl).toBe(url);
  });

  it('takes a project page on GitHub for its code', () => {
    const facts = factsOf(item({ githubRepo: null, projectPage: 'https://github.com/owner/name/' }));
    expect(facts.codeUrl).toBe('https://github.com/owner/name');
    expect(facts).not.toHaveProperty('projectUrl');
  });

  it.each([
    ['https://project.example/page', 'https://project.example/page'],
    ['http://project.example/', undefined],
    ['javascript:alert(1)', undefined],
    ['https://user:pass@project.example/', undefined],
    ['https://localhost/', undefined],
    ['https://project.example/a b"><script>', 'https://project.example/a%20b%22%3E%3Cscript%3E'],
  ])('with the project page %j links to %j', (projectPage, url) => {
    expect(factsOf(item({ projectPage })).projectUrl).toBe(url);
  });

  it.each([
    ['https://cdn-thumbnails.huggingface.co/a.png', 'https://cdn-thumbnails.huggingface.co/a.png'],
    ['https://cdn-uploads.huggingface.co/a.png', 'https://cdn-uploads.huggingface.co/a.png'],
    ['http://cdn-thumbnails.huggingface.co/a.png', undefined],
    ['https://huggingface.co.evil.example/a.png', undefined],
    ['https://evilhuggingface.co/a.png', undefined],
    ['/relative.png', undefined],
  ])('with the picture %j shows %j', (thumbnail, url) => {
    expect(factsOf(item({}, { thumbnail })).thumbnailUrl).toBe(url);
  });

  it('shows the pictures of a mirror that is asked instead', () => {
    const mirror = { ...asked, baseUrl: 'https://papers.intern.example' };
    const { items } = readItems([item({}, { thumbnail: 'https://papers.intern.example/a.png' })], mirror);
    expect(items[0]?.facts.thumbnailUrl).toBe('https://papers.intern.example/a.png');
  });

  it('never lets text through that a database refuses', () => {
    const nasty = `a\0b\uD800c\n\t d ${'x'.repeat(100_000)}`;
    const facts = factsOf(
      item({ title: nasty, summary: nasty, authors: [{ name: nasty }], ai_summary: nasty }),
    );
    for (const text of [facts.title, facts.abstract, facts.aiSummary ?? '', ...facts.authors]) {
      expect(text).toMatch(/^abc d x/);
      expect(text.length).toBeLessThanOrEqual(50_000);
    }
  });

  it('is read or skipped, never thrown over, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.constantFrom(...Object.keys(item().paper)),
        (outer, inner, key) => {
          const { items, skipped } = read(outer, item({ [key]: inner }), item());
          expect(items.length + skipped.length).toBe(3);
          expect(items.at(-1)?.facts.title).not.toBe('');
        },
      ),
    );
  });
});
