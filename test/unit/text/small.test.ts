import { describe, expect, it } from 'vitest';
import { compactNumber, countOf, spanText } from '../../../src/text/numbers.js';
import { firstSentences } from '../../../src/text/sentences.js';
import { sparkline } from '../../../src/text/sparkline.js';

describe('sparkline', () => {
  it.each([
    ['nothing', [], ''],
    ['one value', [5], ''],
    ['one value and rubbish', [5, NaN, Infinity], ''],
    ['zeros', [0, 0, 0], '▁▁▁'],
    ['a level series', [7, 7], '▄▄'],
    ['growth from nothing', [0, 3, 12, 40, 84], '▁▁▂▄█'],
    ['a small change of a large number is small', [80, 84], '██'],
    ['negative values count as nothing', [-4, 8], '▁█'],
  ])('draws %s', (_, values, expected) => {
    expect(sparkline(values)).toBe(expected);
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1k'],
    [1_249, '1.2k'],
    [9_960, '10k'],
    [12_345, '12k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [3_400_000, '3.4M'],
    [-1_200, '-1.2k'],
    [NaN, '0'],
  ])('writes %d as %s', (value, text) => {
    expect(compactNumber(value)).toBe(text);
  });

  it('counts one thing in the singular', () => {
    expect(countOf(1, 'upvote', 'upvotes')).toBe('1 upvote');
    expect(countOf(1_200, 'upvote', 'upvotes')).toBe('1.2k upvotes');
  });

  it.each([
    [0, '1 min'],
    [40 * 60_000, '40 min'],
    [58 * 60_000, '1 h'],
    [20 * 3_600_000, '20 h'],
    [47 * 3_600_000, '47 h'],
    [48 * 3_600_000, '2 days'],
    [7 * 86_400_000, '7 days'],
    [-5, '1 min'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });
});

describe('firstSentences', () => {
  const text =
    'Models grow (e.g. GPT by Smith et al. 2020). They cost 3.5 million dollars! Can we do better? We show how.';

  it.each([
    [1, 200, 'Models grow (e.g. GPT by Smith et al. 2020).'],
    [2, 200, 'Models grow (e.g. GPT by Smith et al. 2020). They cost 3.5 million dollars!'],
    [2, 60, 'Models grow (e.g. GPT by Smith et al. 2020).'],
    [9, 500, text],
    [1, 20, 'Models grow (e.g…'],
  ])('takes %d sentences within %d', (sentences, max, expected) => {
    expect(firstSentences(text, { sentences, max })).toBe(expected);
  });

  it('takes a text without a full stop, and none', () => {
    expect(firstSentences('No stop here', { sentences: 2, max: 100 })).toBe('No stop here');
    expect(firstSentences('', { sentences: 2, max: 100 })).toBe('');
  });

  it('takes a megabyte without a full stop', () => {
    expect(firstSentences('x '.repeat(500_000), { sentences: 2, max: 20 }).length).toBeLessThanOrEqual(20);
  });
});
