import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { altText, signed } from '../../../src/pictures/alt.js';
import { curveOf } from '../../../src/pictures/curve.js';
import { drawingOf, pictureId, type Drawable } from '../../../src/pictures/drawing.js';
import { sightingOf } from '../../support/sighted-paper.js';

const NOW = new Date('2026-11-23T08:00:00Z');
const seen = (...readings: readonly (readonly [string, number])[]) =>
  readings.map(([at, upvotes]) => sightingOf('2611.00001', { at, signals: { upvotes } }));
const paper = (overrides: Partial<Drawable> = {}): Drawable => ({
  paperId: '2611.00001',
  title: 'A paper',
  upvotes: 40,
  sightings: [],
  ...overrides,
});
const draw = (...papers: readonly Drawable[]) =>
  drawingOf({ day: 'Monday, 23 November 2026', about: '1 paper · speech', papers }, NOW);
const [old, fresh] = [
  seen(['2026-11-21T08:00:00Z', 10], ['2026-11-22T07:00:00Z', 24], ['2026-11-23T07:00:00Z', 40]),
  seen(['2026-11-23T02:00:00Z', 3], ['2026-11-23T07:00:00Z', 40]),
];

describe('a drawing', () => {
  it('shows the first five papers by rank', () => {
    const papers = Array.from({ length: 8 }, (_, index) => paper({ paperId: `2611.0000${index}` }));
    expect(draw(...papers).papers.map(({ rank, paperId }) => `${rank} ${paperId}`)).toEqual([
      '1 2611.00000',
      '2 2611.00001',
      '3 2611.00002',
      '4 2611.00003',
      '5 2611.00004',
    ]);
  });

  it.each([
    ['what it gained since the last reading a day ago', { sightings: old }, 16],
    ['new when it came to a list within a day', { sightings: fresh }, 'new'],
    [
      'nothing when only the bot is new',
      { sightings: seen(['2026-11-23T02:00:00Z', 3]).map((item) => ({ ...item, listedOn: '2026-11-18' })) },
      null,
    ],
    ['nothing without any sighting', { upvotes: undefined }, null],
  ] as const)('tells of a paper %s', (_, facts, change) => {
    expect(draw(paper(facts)).papers[0]?.change).toBe(change);
  });

  it('puts all curves on one axis, from the oldest reading shown to now', () => {
    const [first, second] = draw(paper({ sightings: old }), paper({ sightings: fresh })).papers;
    expect(first?.curve).toHaveLength(25);
    expect([first?.curve[0], first?.curve.at(-1)]).toEqual([10, 40]);
    expect(second?.curve.filter((value) => value !== null)).toHaveLength(4);
    expect(second?.curve.at(-1)).toBe(40);
  });

  it('forgets readings older than a week, and knows no curve without one', () => {
    const [long] = draw(
      paper({ sightings: seen(['2026-11-01T08:00:00Z', 1], ['2026-11-23T07:00:00Z', 9]) }),
    ).papers;
    expect(long?.curve.filter((value) => value !== null)).toEqual([9, 9]);
    expect(draw(paper()).papers[0]?.curve).toEqual([]);
  });

  it('never leaves the range of its readings', () => {
    const readings = fc.array(fc.record({ at: fc.nat(1_000), upvotes: fc.nat(500) }), { minLength: 1 });
    fc.assert(
      fc.property(readings, (all) => {
        const sorted = [...all].sort((a, b) => a.at - b.at);
        const most = Math.max(...all.map(({ upvotes }) => upvotes));
        for (const value of curveOf(sorted, 0, 1_000)) expect(value ?? 0).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('has an address of its own, the same wherever it is drawn', () => {
    const id = pictureId(draw(paper()));
    expect(id).toMatch(/^[0-9a-f]{40}$/);
    expect(pictureId(draw(paper()))).toBe(id);
    expect(pictureId(JSON.parse(JSON.stringify(draw(paper()))) as ReturnType<typeof draw>)).toBe(id);
    expect(pictureId(draw(paper({ upvotes: 41 })))).not.toBe(id);
  });

  it('survives storage whatever a title holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const text = JSON.stringify(draw(paper({ title })));
        expect(text).not.toMatch(/\\ud[89a-f]|\\u0000|\p{Surrogate}/iu);
      }),
    );
  });
});

describe('the alternative text', () => {
  it('says what the picture shows', () => {
    const drawing = draw(
      paper({ sightings: old }),
      paper({ title: 'New', sightings: fresh }),
      paper({ upvotes: undefined }),
    );
    expect(altText(drawing, 1000)).toBe(
      'Monday, 23 November 2026, 1 paper · speech. 1. A paper: 40 upvotes, +16 since yesterday. 2. New: 40 upvotes, new. 3. A paper.',
    );
  });

  it('keeps to its length', () => {
    const papers = Array.from({ length: 5 }, () => paper({ title: '漢字'.repeat(200) }));
    expect(altText(draw(...papers), 300).length).toBeLessThanOrEqual(300);
  });

  it.each([
    [3, '+3'],
    [0, '±0'],
    [-2, '−2'],
  ])('writes a change of %d as %s', (change, text) => expect(signed(change)).toBe(text));
});
