import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf } from '../../adapters/web/api/paging.js';

describe('a page of a list', () => {
  const self = (item: string) => item;

  it('goes on where the one before ended, though papers climbed, sank or are gone', () => {
    const first = pageOf(['a', 'b', 'c', 'd', 'e'], self, { limit: 2 });
    const goOn = (items: readonly string[]) =>
      pageOf(items, self, { limit: 2, cursor: first?.next ?? '' })?.items;
    expect(first?.items).toEqual(['a', 'b']);
    expect(goOn(['a', 'b', 'c', 'd', 'e'])).toEqual(['c', 'd']);
    expect(goOn(['b', 'a', 'c', 'd', 'e'])).toEqual(['a', 'c']);
    expect(goOn(['a', 'c', 'd', 'e', 'b'])).toEqual(['d', 'e']);
    expect(goOn(['a', 'c', 'd', 'e'])).toEqual(['d', 'e']);
    expect(goOn(['a', 'b'])).toEqual([]);
  });

  it('gives every paper once of a list that stays', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { maxLength: 50 }),
        fc.integer({ min: 1, max: 20 }),
        (items, limit) => {
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = pageOf(items, self, { limit, cursor });
            seen.push(...(page?.items ?? []));
            cursor = page?.next ?? undefined;
          } while (cursor !== undefined);
          expect(seen).toEqual(items);
        },
      ),
    );
  });

  it('knows a cursor that is not ours', () => {
    for (const cursor of [
      '',
      'x',
      'W10',
      Buffer.from('[1]').toString('base64url'),
      Buffer.from('[-1,"a"]').toString('base64url'),
    ])
      expect(pageOf(['a'], self, { limit: 1, cursor }), cursor).toBeNull();
  });
});
