import { describe, expect, it } from 'vitest';
import { nearest, oneSlipAway } from '../../../src/text/nearest.js';

describe('the nearest option', () => {
  it.each([
    ['subcribe', 2, 'subscribe'],
    ['SUBSCRBIE', 1, 'subscribe'],
    ['sbscrbe', 2, 'subscribe'],
    ['sbscrbe', 1, null],
    ['topics', 0, 'topics'],
    ['topiks', 2, 'topics'],
    ['zzz', 2, null],
  ])('to %s with at most %i slips is %s', (word, most, option) => {
    expect(nearest(word, ['subscribe', 'topics', 'topic'], most)).toBe(option);
  });

  it.each([
    ['cta', 'cat'],
    ['at', null],
    ['cats', 'cat'],
    ['dat', null],
    ['ctas', null],
  ])('one slip from %s, with its first letter, is %s', (word, option) => {
    expect(oneSlipAway(word, ['cat', 'until'])).toBe(option);
  });
});
