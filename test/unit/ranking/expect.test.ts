import { describe, expect, test } from 'vitest';
import { createForecaster } from '../../../src/ranking/expect/expect.js';
import { learn } from '../../../src/ranking/expect/learn.js';
import { lessonOf } from '../../../src/ranking/expect/lessons.js';
import { ridge, sparse } from '../../../src/ranking/expect/ridge.js';
import { beatsMomentum, learnAndMeasure } from '../../../src/ranking/expect/skill.js';
import { decodeModel, encodeModel } from '../../../src/ranking/expect/stored-model.js';
import { predictText, reasonsOf } from '../../../src/ranking/expect/text-head.js';
import { traitsOf } from '../../../src/ranking/expect/traits.js';
import { rankPapers } from '../../../src/ranking/rank.js';
import { readSignals } from '../../../src/ranking/signals.js';
import { dayNumber, livelyPapers } from '../../support/lively-papers.js';
import { sighted } from '../../support/sighted-paper.js';

const DAYS = 60;
const papers = livelyPapers(DAYS);
const today = dayNumber(DAYS + 8);
const now = new Date(`${today}T03:00:00Z`);
const learned = learnAndMeasure(papers.map(lessonOf), today, now)!;
const forecast = createForecaster(learned.model);
const lively = sighted(
  {
    id: '2612.00001',
    title: 'agents again',
    abstract: 'We study agents.',
    authors: ['Ada Lovelace', 'Nobody Known'],
  },
  [],
);
const dull = sighted(
  { id: '2612.00002', title: 'lattices again', abstract: 'We study lattices.', authors: ['Charles Babbage'] },
  [],
);

describe('what is learned', () => {
  test('ridge finds the weights that made the outcomes', () => {
    const rows = [
      [[0, 1]],
      [[1, 1]],
      [
        [0, 1],
        [1, 1],
      ],
      [[0, 2]],
    ] as const;
    const [a, b] = ridge(sparse(rows, 2), Float64Array.of(3, -1, 2, 6), 1e-9);
    expect(a).toBeCloseTo(3, 2);
    expect(b).toBeCloseTo(-1, 2);
  });

  test('the same papers in another order give the same model', () => {
    const again = learnAndMeasure([...papers].reverse().map(lessonOf), today, now)!;
    expect(encodeModel(again)).toBe(encodeModel(learned));
  });

  test('too little history teaches nothing', () => {
    expect(learnAndMeasure(livelyPapers(10).map(lessonOf), today, now)).toBeNull();
    expect(learn([], today, now)).toBeNull();
  });

  test('its skill is measured on lists it had not seen', () => {
    expect(learned.skill.days).toBe(10);
    expect(learned.skill.coldStart).toBeGreaterThan(0.5);
    expect(beatsMomentum(learned.skill)).toBe(true);
    const { plainGain } = learned.skill;
    expect(beatsMomentum({ ...learned.skill, gain: plainGain - 0.03 }), 'within chance').toBe(true);
    expect(beatsMomentum({ ...learned.skill, gain: plainGain - 0.05 })).toBe(false);
    expect(beatsMomentum({ ...learned.skill, coldStart: 0.05 })).toBe(false);
  });

  test('nothing of the day or later is learned from', () => {
    const early = learn(papers.map(lessonOf), dayNumber(40), now)!;
    expect(early.listed).toBe(400);
  });

  test('readings of before the list and after its week teach nothing', () => {
    const seen = [
      '2026-09-01T20:00:00Z',
      '2026-09-03T00:00:00Z',
      '2026-09-06T00:00:00Z',
      '2026-09-20T00:00:00Z',
    ];
    const lesson = lessonOf(
      sighted(
        {},
        seen.map((at, index) => ({ at, listedOn: '2026-09-02', signals: { upvotes: 10 ** index } })),
      ),
    );
    expect(lesson.readings).toEqual([{ upvotes: 10, ageMs: 86_400_000, weekday: 3, final: 100 }]);
    expect(lesson.afterDay).toBeCloseTo(Math.log1p(10));
  });
});

describe('what is expected', () => {
  const expectationOf = (item: typeof lively) => forecast(item.paper, readSignals(item, now));

  test('reasons add up to the prediction, authors among them', () => {
    for (const head of [learned.model.attention, learned.model.selection!, learned.model.lasting])
      for (const { paper } of [lively, dull, ...papers.slice(0, 40)]) {
        const reasons = reasonsOf(head, traitsOf(paper));
        const sum = reasons.reduce((total, { contribution }) => total + contribution, 0);
        expect(sum).toBeCloseTo(predictText(head, traitsOf(paper)), 10);
      }
    const told = expectationOf(lively);
    expect(told.reasons().reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
      told.text,
      10,
    );
    expect(told.reasons().map(({ name }) => name)).not.toContain('Nobody Known');
  });

  test('papers nobody has voted on are told apart by text and authors', () => {
    expect(expectationOf(lively).selected).toBeGreaterThan(expectationOf(dull).selected);
    expect(expectationOf(lively).final).toBeGreaterThan(2 * expectationOf(dull).final);
    expect(rankPapers([dull, lively], now, forecast).map(({ paper }) => paper.id)).toEqual([
      '2612.00001',
      '2612.00002',
    ]);
  });

  test('votes decide: a promise alone never beats a hundred upvotes', () => {
    const voted = sighted({ ...dull.paper, id: '2612.00003' }, [
      { at: `${today}T02:00:00Z`, listedOn: dayNumber(DAYS + 7), signals: { upvotes: 100 } },
    ]);
    expect(rankPapers([lively, voted], now, forecast)[0]?.paper.id).toBe('2612.00003');
    expect(expectationOf(voted).final).toBeGreaterThanOrEqual(100);
  });

  test('a list that is done gains less than one that has just opened', () => {
    const seen = (day: number) =>
      sighted({ ...lively.paper }, [
        { at: `${today}T03:00:00Z`, listedOn: dayNumber(day), signals: { upvotes: 30 } },
      ]);
    expect(expectationOf(seen(DAYS + 7)).gain).toBeGreaterThan(2 * expectationOf(seen(DAYS + 2)).gain);
  });

  test('the parts add up to the score, with a model and without', () => {
    for (const ranked of [...rankPapers(papers, now, forecast), ...rankPapers(papers, now)])
      expect(ranked.parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
        ranked.score,
        10,
      );
  });

  test('what was asked before changes nothing', () => {
    const fresh = createForecaster(learned.model);
    const numbers = (tell: typeof forecast) => {
      const { final, gain, selected, text } = tell(dull.paper, readSignals(dull, now));
      return { final, gain, selected, text };
    };
    expect(numbers(forecast)).toEqual(numbers(fresh));
  });
});

describe('what is stored', () => {
  test('a model read back tells the same to five digits', () => {
    const read = decodeModel(encodeModel(learned));
    if (typeof read === 'string') throw new Error(read);
    expect(read.model.learnedAt).toEqual(now);
    const told = createForecaster(read.model)(lively.paper, readSignals(lively, now));
    expect(told.final).toBeCloseTo(forecast(lively.paper, readSignals(lively, now)).final, 2);
  });

  test.each([
    ['no JSON', '{'],
    ['another release', encodeModel(learned).replace('"version":1', '"version":2')],
    ['a hole', encodeModel(learned).replace('"level"', '"levle"')],
    ['a number that is none', encodeModel(learned).replace(/"level":[\d.]+/, '"level":null')],
  ])('%s is told, not thrown', (_what, text) => {
    expect(decodeModel(text)).toEqual(expect.any(String));
  });

  test('names that objects have by themselves are only names', () => {
    const read = decodeModel(encodeModel(learned));
    if (typeof read === 'string') throw new Error(read);
    const named = sighted({ title: 'constructor', authors: ['constructor', '__proto__', 'toString'] }, []);
    const { final } = createForecaster(read.model)(named.paper, readSignals(named, now));
    expect(Number.isFinite(final)).toBe(true);
  });
});
