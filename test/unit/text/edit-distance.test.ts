import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../src/text/edit-distance.js';

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['berlin', 'berlin', 0],
    ['berlin', 'berlim', 1],
    ['berlin', 'berln', 1],
    ['berlin', 'berlinn', 1],
    ['berlin', 'belrin', 1],
    ['ab', 'ba', 1],
    ['abc', 'ca', 3],
    ['kitten', 'sitting', 3],
  ])('%j and %j: %i', (a, b, expected) => {
    expect(editDistance(a, b)).toBe(expected);
    expect(editDistance(b, a)).toBe(expected);
  });
});
