import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePaper } from '../../../src/papers/merge.js';
import type { Paper, PaperFacts } from '../../../src/papers/paper.js';
import type { ListName, Sighting } from '../../../src/papers/sighting.js';

interface Item {
  readonly facts: PaperFacts;
  readonly sighting: Sighting;
}

const base = { id: '2611.00001', title: 'A title', abstract: 'An abstract.', authors: ['Ada Lovelace'] };

function item(list: ListName, listedOn: string | null, facts: Partial<PaperFacts> = {}): Item {
  const source = list === 'announcement' || list === 'catalogue' ? 'arxiv' : 'huggingface';
  return {
    facts: { ...base, source, ...facts },
    sighting: {
      paperId: base.id,
      source: facts.source ?? source,
      list,
      ...(listedOn === null ? {} : { listedOn }),
      observedAt: new Date('2026-11-23T10:00:00Z'),
      signals: {},
    },
  };
}

function merge(...items: readonly Item[]): Paper {
  const paper = items.reduce<Paper | null>(
    (known, { facts, sighting }) => mergePaper(known, facts, sighting),
    null,
  );
  if (paper === null) throw new Error('nothing to merge');
  return paper;
}

describe('the first listing', () => {
  it('is the earliest of list day and announcement day', () => {
    expect(merge(item('daily', '2026-11-23'), item('announcement', '2026-11-20')).firstListedOn).toBe(
      '2026-11-20',
    );
  });

  it('never moves later', () => {
    expect(merge(item('announcement', '2026-11-20'), item('daily', '2026-11-23')).firstListedOn).toBe(
      '2026-11-20',
    );
  });

  it('is the publication day for a paper that is only trending, however old', () => {
    expect(merge(item('trending', null, { publishedOn: '2025-03-01' })).firstListedOn).toBe('2025-03-01');
  });

  it('ignores a day on a trending list or in the catalogue', () => {
    expect(merge(item('trending', '2026-11-23', { publishedOn: '2025-03-01' })).firstListedOn).toBe(
      '2025-03-01',
    );
  });

  it('becomes the list day when a paper known from elsewhere is listed later', () => {
    const known = item('catalogue', null, { publishedOn: '2026-11-13' });
    const daily = item('daily', '2026-11-23', { publishedOn: '2026-11-13' });
    expect(merge(known, daily).firstListedOn).toBe('2026-11-23');
    expect(merge(daily, known).firstListedOn).toBe('2026-11-23');
  });

  it('is the day first seen when nothing else is known', () => {
    expect(merge(item('trending', null)).firstListedOn).toBe('2026-11-23');
  });
});

describe('merging what sources say', () => {
  it("lets arXiv's text win over a copy of it, in either order", () => {
    const copy = item('daily', '2026-11-23', { title: 'A copied title', authors: ['A. L.'] });
    const own = item('announcement', '2026-11-22', { title: 'The title' });
    for (const paper of [merge(copy, own), merge(own, copy)]) {
      expect(paper).toMatchObject({ title: 'The title', authors: ['Ada Lovelace'], textSource: 'arxiv' });
    }
  });

  it('never puts an empty text over a known one', () => {
    const bare = item('catalogue', null, { title: '', abstract: ' ', authors: [] });
    expect(merge(item('daily', '2026-11-23'), bare)).toMatchObject({
      title: 'A title',
      abstract: 'An abstract.',
      authors: ['Ada Lovelace'],
    });
  });

  it('takes the newer text of the same source', () => {
    const newer = item('daily', '2026-11-23', { title: 'A better title' });
    expect(merge(item('daily', '2026-11-23'), newer).title).toBe('A better title');
  });

  it('keeps every known field when a source is silent about it', () => {
    const told = {
      aiSummary: 'Short.',
      keywords: ['llm'],
      organization: 'Lab',
      codeUrl: 'https://github.com/a/b',
      projectUrl: 'https://example.org',
      thumbnailUrl: 'https://cdn-thumbnails.huggingface.co/x.png',
      publishedOn: '2026-11-20',
    };
    const rich = item('daily', '2026-11-23', told);
    const poor = item('announcement', '2026-11-23', { comment: '12 pages', keywords: [] });
    const paper = merge(rich, poor);
    expect(paper).toMatchObject({ ...told, comment: '12 pages' });
    expect(paper.onHuggingFace).toBe(true);
  });

  it('puts the primary category first, spells categories as arXiv does, and drops other codes', () => {
    const feed = item('announcement', '2026-11-23', { categories: ['stat.ml', 'cs.CL', '68T50', 'I.2.7'] });
    const api = item('catalogue', null, { categories: ['cs.CL', 'cs.AI'], primaryCategory: 'cs.CL' });
    expect(merge(feed, api)).toMatchObject({
      categories: ['cs.CL', 'cs.AI', 'stat.ML'],
      primaryCategory: 'cs.CL',
    });
  });

  it('collapses white space', () => {
    expect(merge(item('daily', '2026-11-23', { title: ' Two\n  lines ' })).title).toBe('Two lines');
  });
});

describe('the order of sources', () => {
  /** Facts of one source do not contradict each other; listing follows publication. */
  const catalogue = item('catalogue', null, {
    publishedOn: '2026-11-09',
    categories: ['cs.CL', 'cs.AI'],
    primaryCategory: 'cs.CL',
    comment: '9 pages',
  });
  const items: readonly Item[] = [
    catalogue,
    item('announcement', '2026-11-11', { categories: ['cs.AI', 'cs.CL', 'stat.ML'] }),
    item('announcement', '2026-11-10'),
    item('trending', null, { title: 'A copied title', publishedOn: '2026-11-09' }),
    item('daily', '2026-11-12', { title: 'A copied title', aiSummary: 'Short.', publishedOn: '2026-11-09' }),
    item('daily', '2026-11-13', {
      title: 'A copied title',
      keywords: ['llm'],
      codeUrl: 'https://github.com/a/b',
    }),
  ];

  it('does not change the paper', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...items], { minLength: 1 }), (some) => {
        const sorted = items.filter((each) => some.includes(each));
        fc.pre(some.some(({ facts }) => facts.publishedOn !== undefined));
        expect(merge(...some)).toEqual(merge(...sorted));
      }),
    );
  });

  it('does not matter when everything is said twice', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...items, ...items], { minLength: 12 }), (all) => {
        expect(merge(...all)).toEqual(merge(...items));
      }),
    );
  });
});
