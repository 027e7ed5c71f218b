import { describe, expect, it } from 'vitest';
import {
  categories,
  categoryName,
  normaliseArchive,
  normaliseCategory,
  sameCategories,
} from '../../../src/papers/categories.js';

describe('categories', () => {
  it('knows all 155 active categories', () => {
    const perArchive = new Map<string, number>();
    for (const category of categories) {
      const archive = category.split('.')[0] ?? '';
      perArchive.set(archive, (perArchive.get(archive) ?? 0) + 1);
    }
    expect(categories).toHaveLength(155);
    expect(Object.fromEntries(perArchive)).toMatchObject({
      cs: 40,
      math: 32,
      physics: 22,
      'q-bio': 10,
      stat: 6,
    });
  });

  it.each([
    ['cs.cl', 'cs.CL'],
    ['CS.CL', 'cs.CL'],
    [' stat.ml ', 'stat.ML'],
    ['COND-MAT.MTRL-SCI', 'cond-mat.mtrl-sci'],
    ['quant-ph', 'quant-ph'],
    ['cs.XX', null],
    ['cs', null],
    ['', null],
  ])('spells %s as %s', (text, category) => {
    expect(normaliseCategory(text)).toBe(category);
  });

  it.each([
    ['cs', 'cs'],
    ['CS.*', 'cs'],
    ['astro-ph', 'astro-ph'],
    ['constructor', null],
    ['cs.CL', null],
  ])('reads %s as the archive %s', (text, archive) => {
    expect(normaliseArchive(text)).toBe(archive);
  });

  it('names a category', () => {
    expect(categoryName('cs.cl')).toBe('Computation and Language');
    expect(categoryName('cs.XX')).toBeNull();
  });

  it.each([
    ['cs.SY', ['cs.SY', 'eess.SY']],
    ['eess.SY', ['eess.SY', 'cs.SY']],
    ['math.MP', ['math.MP', 'math-ph']],
    ['cs.CL', ['cs.CL']],
  ])('counts %s the same as %s', (category, same) => {
    expect(sameCategories(category)).toEqual(same);
  });
});
