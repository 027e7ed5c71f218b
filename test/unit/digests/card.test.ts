import { describe, expect, it } from 'vitest';
import { authorsLine } from '../../../src/digests/authors.js';
import { MAX_GIST, MAX_TITLE, toCard } from '../../../src/digests/card.js';
import type { Paper } from '../../../src/papers/paper.js';
import { rankPapers } from '../../../src/ranking/rank.js';
import { HOSTILE_TEXTS } from '../../support/digest-content.js';
import { sighted, type Seen } from '../../support/sighted-paper.js';

const now = new Date('2026-11-24T08:00:00Z');
const cardOf = (paper: Partial<Paper>, seen: readonly Seen[] = []) => {
  const [ranked] = rankPapers([sighted(paper, seen)], now);
  return toCard(ranked!, { position: 1, topics: [], now, today: '2026-11-24' });
};

describe('the authors’ line', () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `Author ${index + 1}`);

  it.each([
    [[], ''],
    [['Ada Lovelace'], 'Ada Lovelace'],
    [names(2), 'Author 1 and Author 2'],
    [names(4), 'Author 1, Author 2, Author 3 and Author 4'],
    [names(5), 'Author 1, Author 2, Author 3 and 2 others'],
    [names(300), 'Author 1, Author 2, Author 3 and 297 others'],
    [['  ', 'Kurt G\\"odel'], 'Kurt Gödel'],
  ])('of %j is "%s"', (authors, line) => {
    expect(authorsLine(authors)).toBe(line);
  });

  it('cuts a name that is none', () => {
    expect(authorsLine(['x'.repeat(10_000)]).length).toBeLessThanOrEqual(60);
  });
});

describe('a card', () => {
  it('takes the summary of Hugging Face as gist, and says so', () => {
    const { gist } = cardOf({ aiSummary: 'It halves the error.', abstract: 'We study errors.' });

    expect(gist).toEqual({ text: 'It halves the error.', origin: 'ai-summary' });
  });

  it('begins the abstract when there is no summary', () => {
    const abstract = 'We study errors. They are halved. A third sentence says more.';

    expect(cardOf({ abstract }).gist).toEqual({
      text: 'We study errors. They are halved.',
      origin: 'abstract',
    });
    expect(cardOf({ abstract: '' }).gist).toBeNull();
  });

  it('links to what there is, from the id alone', () => {
    const links = (paper: Partial<Paper>) => cardOf(paper).links.map(({ label, url }) => `${label} ${url}`);

    expect(links({ id: '2611.00042', onHuggingFace: true, codeUrl: 'https://github.com/example/x' })).toEqual(
      [
        'arXiv https://arxiv.org/abs/2611.00042',
        'PDF https://arxiv.org/pdf/2611.00042',
        'Hugging Face https://huggingface.co/papers/2611.00042',
        'Code https://github.com/example/x',
      ],
    );
    expect(links({ id: 'hep-th/9901001', onHuggingFace: false })).toEqual([
      'arXiv https://arxiv.org/abs/hep-th/9901001',
      'PDF https://arxiv.org/pdf/hep-th/9901001',
    ]);
  });

  it('has a page to link to even outside arXiv', () => {
    expect(cardOf({ id: 'doi:10.1000/182' }).url).toBe('https://doi.org/10.1000/182');
    expect(cardOf({ id: 'url:https://example.org/p' }).url).toBe('https://example.org/p');
    expect(cardOf({ id: 'url:javascript:alert(1)' }).url).toMatch(/^https:\/\/arxiv\.org\//);
  });

  it('shows numbers that are known, and never a zero for one that is not', () => {
    const seen = [{ at: '2026-11-23T20:00:00Z', signals: { upvotes: 12, githubStars: 0 } }];

    expect(cardOf({}, seen).numbers).toEqual({ upvotes: 12, githubStars: 0 });
    expect(cardOf({}).numbers).toEqual({});
  });

  it('draws the upvotes of the week', () => {
    const seen = [21, 22, 23].map((day, index) => ({
      at: `2026-11-${day}T20:00:00Z`,
      signals: { upvotes: 10 * (index + 1) },
    }));

    expect(cardOf({}, seen).sparkline).toHaveLength(3);
    expect(cardOf({}, seen.slice(0, 1)).sparkline).toBe('');
  });

  it.each(HOSTILE_TEXTS.map((text) => [text.slice(0, 30), text]))('is clean and short for %j', (_, text) => {
    const card = cardOf({ title: text, abstract: text, authors: [text, text], aiSummary: text });

    expect(card.title.length).toBeGreaterThan(0);
    expect(card.title.length).toBeLessThanOrEqual(MAX_TITLE);
    expect(card.gist?.text.length ?? 0).toBeLessThanOrEqual(MAX_GIST);
    for (const shown of [card.title, card.authors, card.gist?.text ?? '']) {
      expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b]/u);
    }
  });
});
