import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../../bench/ranking.js';
import { precision, recall } from '../../../bench/support/ranking-measure.js';
import { readRankingData, type RankingData } from '../../../bench/support/ranking-data.js';
import { withoutTies } from '../../../bench/support/ranking-orders.js';
import { before, from, splitTime } from '../../../bench/support/ranking-split.js';
import { ndcg, spearman } from '../../../src/ranking/expect/measures.js';

const DAY = 86_400_000;
const dayOf = (index: number): string =>
  new Date(Date.parse('2026-02-02') + index * DAY).toISOString().slice(0, 10);
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ranking-data-'));
  const files = smallData(40, 8);
  for (const [name, rows] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(
      join(folder, name),
      typeof rows === 'string' ? rows : rows.map((row) => JSON.stringify(row)).join('\n'),
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the measures', () => {
  test('an order of the values is perfect, and only it', () => {
    expect(ndcg([3, 2, 1], [30, 20, 10], 2)).toBe(1);
    expect(ndcg([1, 2, 3], [30, 20, 10], 2)).toBeCloseTo((10 + 20 / Math.log2(3)) / (30 + 20 / Math.log2(3)));
    expect(ndcg([1, 2], [0, 0], 2)).toBeNull();
    expect(recall([4, 3, 2, 1], [1, 9, 9, 0], 2)).toBe(0.5);
    expect(precision([3, 2, 1], [true, false, true], 2)).toBe(0.5);
  });

  test('equal values share their rank, and no opinion correlates with nothing', () => {
    expect(spearman([1, 2, 3], [10, 20, 30])).toBe(1);
    expect(spearman([1, 2, 3], [30, 20, 10])).toBe(-1);
    expect(spearman([5, 5, 5], [1, 2, 3])).toBe(0);
    expect(spearman([1, 1, 2], [1, 2, 3])).toBeCloseTo(0.866, 3);
  });

  test('ties are broken by chance, the same way every time', () => {
    const equal = new Array<number>(50).fill(7);
    expect(withoutTies(equal, 1)).toEqual(withoutTies(equal, 1));
    expect(withoutTies(equal, 1)).not.toEqual(equal.map((_, place) => place));
    expect(withoutTies([5, 1, 9], 1)).toEqual([1, 0, 2]);
  });
});

describe('time', () => {
  const part = (first: number, last: number): RankingData => {
    const all = readRankingData(folder);
    return before(from(all, dayOf(first)), dayOf(last + 1));
  };

  test('later data is measured after the last day learned from', () => {
    expect(splitTime(part(0, 20), part(21, 39))).toEqual({
      rule: 'later',
      learnedBefore: null,
      measuredFrom: dayOf(21),
    });
    expect(splitTime(part(0, 20), part(0, 39))).toMatchObject({ rule: 'later', measuredFrom: dayOf(21) });
  });

  test('earlier data is measured whole', () => {
    expect(splitTime(part(21, 39), part(0, 20))).toMatchObject({ rule: 'earlier', measuredFrom: null });
  });

  test('of the same days the last quarter is measured and not learned from', () => {
    expect(splitTime(part(0, 39), part(0, 39))).toEqual({
      rule: 'tail of the same days',
      learnedBefore: dayOf(30),
      measuredFrom: dayOf(30),
    });
    const learned = before(part(0, 39), dayOf(30));
    expect(learned.readings.every(({ observed_at: at }) => at < dayOf(30))).toBe(true);
    expect(learned.evenings.every(({ final_at: at }) => at < dayOf(30))).toBe(true);
    expect(from(part(0, 39), dayOf(30)).daily.every(({ list_date: day }) => day! >= dayOf(30))).toBe(true);
  });
});

test('the bench tells the same twice, and says what it measured', async () => {
  const once = await main(['--train', folder, '--data', folder]);
  const again = await main(['--train', folder, '--data', folder]);
  const figures = ({ date, load, seconds, speed, ...rest }: typeof once): object => rest;
  expect(figures(again)).toEqual(figures(once));
  expect(once.split.rule).toBe('tail of the same days');
  expect(once.weekEnd.evenings).toBeGreaterThan(0);
  expect(once.weekEnd.ndcg10['rawUpvotes']).toBe(1);
  expect(Object.keys(once.futureGain.ndcg5)).toEqual(
    expect.arrayContaining(['ours', 'rawUpvotes', 'hackerNews', 'random']),
  );
  expect(once.coldStart.days).toBe(10);
  expect(once.coldStart.spearman['rawUpvotes']).toBe(0);
});

test('a folder without data is refused with the repair', async () => {
  await expect(main(['--train', '/nowhere', '--data', folder])).rejects.toThrow(/no evaluation data/);
  await expect(main(['--data', folder])).rejects.toThrow(/--train DIR --data DIR/);
});

// --- Internal helpers ---

/** Lists of `size` papers on each of `days` days; every paper grows by half after its first day. */
function smallData(days: number, size: number): Record<string, readonly object[] | string> {
  const papers = Array.from({ length: days * size }, (_, index) => {
    const day = Math.floor(index / size);
    const upvotes = 1 + ((index * 7) % 23);
    return { arxiv_id: `2602.${String(10_000 + index)}`, day, upvotes };
  });
  const text = { abstract: 'We study a thing.', authors: ['Ada Lovelace'] };
  return {
    'hf_daily/hf_daily.jsonl': papers.map(({ arxiv_id, day, upvotes }) => ({
      ...text,
      arxiv_id,
      title: `Thing ${String(upvotes)}`,
      published_at: `${dayOf(day)}T00:00:00Z`,
      list_date: dayOf(day),
      upvotes_24h: upvotes,
    })),
    'timeseries/observations.jsonl': papers.flatMap(({ arxiv_id, day, upvotes }) => [
      { arxiv_id, observed_at: `${dayOf(day + 1)}T00:02:00Z`, upvotes, suspect: false },
    ]),
    'timeseries/eval_weeks.jsonl': Array.from({ length: days - 3 }, (_, day) => ({
      week: 'w',
      as_of: `${dayOf(day + 1)}T01:59:00Z`,
      day: 'Fri',
      final_at: `${dayOf(day + 3)}T00:00:00Z`,
      candidates: papers
        .filter((paper) => paper.day === day)
        .map(({ arxiv_id, upvotes }) => ({
          arxiv_id,
          list_date: dayOf(day),
          upvotes_known: upvotes,
          known_at: `${dayOf(day + 1)}T00:02:00Z`,
          upvotes_final: Math.floor(upvotes * 1.5),
        })),
    })),
    'arxiv/listing/arxiv_2026-02.jsonl': papers.map(({ arxiv_id, day }) => ({
      ...text,
      arxiv_id,
      title: 'A thing',
      categories: ['cs.CL'],
      comment: null,
      first_listed: dayOf(day),
    })),
    'arxiv/hf_featured.tsv': `arxiv_id\thf_list_date\n${papers
      .slice(0, 40)
      .map(({ arxiv_id, day }) => `${arxiv_id}\t${dayOf(day)}`)
      .join('\n')}\n`,
  };
}
