import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDirect } from '../../../src/channels/address.js';
import type { Paper } from '../../../src/papers/paper.js';
import { likeText } from '../../../src/ranking/explain.js';
import { createTaste, type Press, type Taste } from '../../../src/ranking/taste.js';
import { createTermSpace } from '../../../src/ranking/term-space.js';
import { sighted } from '../../support/sighted-paper.js';

const now = new Date('2026-11-23T21:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const make = (id: string, title: string): Paper =>
  sighted({ id, title, abstract: `We study ${title} and show results.` }).paper;
const SPEECH = ['noise', 'voices', 'dialogue', 'children'].map((what) => `speech recognition ${what}`);
const OTHER = [
  'robot grasping arms',
  'protein folding',
  'graph kernels',
  'video diffusion',
  'theorem proving',
  'maps',
];
const speech = SPEECH.map((title, index) => make(`s${index}`, title));
const other = OTHER.map((title, index) => make(`o${index}`, title));
const candidates = [...speech, ...other];
const press = (paper: Paper, verdict: Press['verdict'] = 'saved', at = now, person = 'ada'): Press => ({
  paper,
  verdict,
  at,
  person,
});

async function tasteOf(presses: readonly Press[]): Promise<Taste> {
  const taste = createTaste(presses, candidates, await createTermSpace(candidates), now);
  if (taste === null) throw new Error('There is no taste.');
  return taste;
}

describe('a channel’s taste', () => {
  it('is none without presses', async () => {
    expect(createTaste([], candidates, await createTermSpace(candidates), now)).toBeNull();
  });

  it.each(['saved', 'more'] as const)(
    'lifts what is like a paper that was %s, and not the rest',
    async (verdict) => {
      const taste = await tasteOf([press(speech[0]!, verdict)]);
      expect(taste.factor(speech[1]!)).toBeGreaterThan(1);
      for (const paper of other) expect(taste.factor(paper)).toBeLessThan(1);
    },
  );

  it('lowers what is like a paper that was not wanted, and lifts nothing for it', async () => {
    const taste = await tasteOf([press(speech[0]!, 'less')]);
    expect(taste.factor(speech[1]!)).toBeLessThan(1);
    for (const paper of other) expect(taste.factor(paper)).toBe(1);
  });

  it('grows with presses and fades with time', async () => {
    const factor = async (presses: readonly Press[]) => (await tasteOf(presses)).factor(speech[3]!);
    const one = await factor([press(speech[0]!)]);
    expect(await factor([press(speech[0]!), press(speech[1]!), press(speech[2]!)])).toBeGreaterThan(one);
    const faded = await factor([press(speech[0]!, 'saved', daysAgo(360))]);
    expect(faded).toBeLessThan(one);
    expect(faded).toBeGreaterThan(1);
  });

  it('counts as much against as for a paper on which two people disagree', async () => {
    const taste = await tasteOf([press(speech[0]!, 'more'), press(speech[0]!, 'less')]);
    for (const paper of candidates) expect(taste.factor(paper)).toBe(1);
  });

  it('tells how many papers with a press a paper is like', async () => {
    const taste = await tasteOf([
      press(speech[0]!),
      press(speech[0]!, 'saved', now, 'alan'),
      press(speech[1]!, 'more'),
      press(other[0]!, 'less'),
    ]);
    expect(taste.like(speech[3]!)).toEqual({ saved: 1, more: 1, less: 0 });
    expect(taste.like(other[0]!)).toEqual({ saved: 0, more: 0, less: 1 });
  });

  it('stays within its cap and is the same every time, whatever was pressed', async () => {
    const space = await createTermSpace(candidates);
    const presses = fc.array(
      fc.record({
        paper: fc.constantFrom(...candidates),
        verdict: fc.constantFrom('saved' as const, 'more' as const, 'less' as const),
        person: fc.constantFrom('ada', 'alan'),
        at: fc.integer({ min: -5, max: 400 }).map(daysAgo),
      }),
      { minLength: 1, maxLength: 200 },
    );
    fc.assert(
      fc.property(presses, (given) => {
        const [taste, again] = [given, [...given].reverse()].map((list) =>
          createTaste(list, candidates, space, now),
        );
        for (const paper of candidates) {
          const factor = taste!.factor(paper);
          expect(factor).toBeGreaterThanOrEqual(1 / 4);
          expect(factor).toBeLessThanOrEqual(4);
          expect(again!.factor(paper)).toBeCloseTo(factor, 9);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('what is told of presses', () => {
  it('is nobody’s own save where several people read', async () => {
    const alone = await tasteOf([press(speech[0]!), press(speech[1]!)]);
    expect(alone.like(speech[2]!)).toMatchObject({ saved: 0, more: 0 });
    const both = await tasteOf([press(speech[0]!), press(speech[1]!, 'saved', now, 'alan')]);
    expect(both.like(speech[2]!)).toMatchObject({ saved: 2, more: 0 });
    const taught = await tasteOf([press(speech[0]!), press(speech[1]!, 'more')]);
    expect(taught.like(speech[2]!)).toMatchObject({ saved: 0, more: 1 });
  });

  it('is one’s own save where nobody else reads', async () => {
    const space = await createTermSpace(candidates);
    const taste = createTaste([press(speech[0]!)], candidates, space, now, 1);
    expect(taste?.like(speech[1]!)).toMatchObject({ saved: 1 });
    expect(isDirect('slack:T01:D01') && isDirect('discord:@me:44')).toBe(true);
    expect(isDirect('slack:T01:C01') || isDirect('discord:11:22')).toBe(false);
  });
});

describe('what the why line says of a taste', () => {
  const moved = (value: number) => ({ parts: [{ name: 'taste', value, weight: 1, contribution: value }] });
  it.each([
    [0.8, { saved: 3, more: 0, less: 0 }, 'like 3 you saved'],
    [0.8, { saved: 0, more: 2, less: 0 }, 'like 2 you wanted more of'],
    [0.8, { saved: 1, more: 2, less: 0 }, 'like 3 you saved or wanted more of'],
    [0.8, { saved: 0, more: 0, less: 0 }, ''],
    [-0.4, { saved: 0, more: 0, less: 1 }, 'like 1 not for you'],
    [-0.4, { saved: 2, more: 0, less: 0 }, ''],
    [0.01, { saved: 2, more: 0, less: 0 }, ''],
  ])('moved by %f, like %o: %s', (value, like, expected) => {
    expect(likeText(moved(value), like)).toBe(expected);
  });

  it('is nothing where no taste is known', () => {
    expect(likeText({ parts: [] }, { saved: 3, more: 0, less: 0 })).toBe('');
    expect(likeText(moved(0.8), undefined)).toBe('');
  });
});
