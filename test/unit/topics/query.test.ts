import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeQueryError, MAX_QUERY_LENGTH, parseQuery, printQuery } from '../../../src/topics/query.js';
import type { Query } from '../../../src/topics/query.js';

function parsed(text: string): Query {
  const result = parseQuery(text);
  if (!result.ok) throw new Error(describeQueryError(result.error));
  return result.query;
}

describe('parseQuery', () => {
  it.each([
    ['an empty text', '  ', ''],
    ['words', 'Speech  Recognition', 'speech recognition'],
    ['a phrase', '"speech   recognition" asr', '"speech recognition" asr'],
    ['a phrase in smart quotation marks', '“Speech recognition”', '"Speech recognition"'],
    ['exclusions', 'cat:CS.cl -survey -"position paper"', 'cat:cs.CL -survey -"position paper"'],
    ['a typographic minus', '−survey –review x', '-survey -review x'],
    ['an archive', 'cat:cs.*', 'cat:cs'],
    ['an author in quotation marks', 'author:"Yann LeCun"', 'author:"yann lecun"'],
    [
      'one-word names',
      'AUTHOR:LeCun org:NVIDIA topic:Multilingual',
      'author:lecun org:nvidia topic:multilingual',
    ],
    ['an id with version', 'id:arXiv:2607.23193v2', '2607.23193'],
    ['a link to a paper', 'https://arxiv.org/abs/2607.23193v1', '2607.23193'],
    ['days', 'since:2w until:2026-10-01', 'since:2w until:2026-10-01'],
    ['numbers and code', 'min:20 has:CODE', 'min:20 has:code'],
    ['alternatives', 'a|b c | "d e"', 'a | b c | "d e"'],
    ['an order', 'sort:new a | b', 'a | b sort:new'],
    ['an order alone', 'sort:Trending', 'sort:trending'],
    ['the same order twice', 'sort:new a sort:new', 'a sort:new'],
    [
      'a pasted title',
      'BERT: Pre-training of (Deep) Transformers - a study & more',
      'bert: pre-training of (deep) transformers a study more',
    ],
    ['words with a colon', 'ratio:3:1', 'ratio:3:1'],
    ['text without what cannot be seen', 'c\u200Bat:cs.CL a\u0000b', 'cat:cs.CL ab'],
  ])('reads %s', (_, text, printed) => {
    expect(printQuery(parsed(text))).toBe(printed);
  });

  it.each([
    ['an open quotation mark', 'a "b c', 2, 'never closed', '"b c"'],
    ['an unknown category', 'x cat:cs.XX', 2, 'no category "cs.XX"', 'cat:cs.CL'],
    ['a misspelt filter', 'auhtor:lecun', 0, 'no filter auhtor:', 'author:'],
    ['an unknown filter with a quoted value', 'venue:"ICLR 2026"', 0, 'no filter venue:', 'The filters are'],
    ['an empty value', 'a author:', 2, 'names nobody', 'author:"ada lovelace"'],
    ['a wrong id', 'id:abc', 0, 'no arXiv id', 'id:2607.23193'],
    ['a wrong day', 'since:2026-02-30', 0, 'does not understand', 'since:7d'],
    ['a wrong span', 'until:7x', 0, 'does not understand', 'until:7d'],
    ['a wrong number', 'min:-3', 0, 'number of upvotes', 'min:20'],
    ['a huge number', 'min:9999999', 0, 'number of upvotes', 'min:20'],
    ['an unknown thing to have', 'has:video', 0, 'does not know "video"', 'has:code'],
    ['an unknown order', 'sort:best', 0, 'no order "best"', 'sort:trending'],
    ['an excluded order', '-sort:new', 0, 'cannot be excluded', 'sort:new'],
    ['two orders', 'sort:new sort:trending', 9, 'two orders', 'Keep one'],
    ['an empty left side', '| a', 0, 'empty', 'both sides'],
    ['an empty right side', 'a |', 2, 'empty', 'both sides'],
    ['an empty middle', 'a || b', 3, 'empty', 'both sides'],
    ['brackets', '(a | b) c', 0, 'Brackets', 'a c | b c'],
    ['punctuation alone', '!!!', 0, 'no word', 'Give a word'],
    ['a place after something invisible', '\u200B\u200Ba "b', 4, 'never closed', '"b"'],
  ])('names place and repair of %s', (_, text, position, message, hint) => {
    const result = parseQuery(text);
    expect(result).toMatchObject({ ok: false, error: { position } });
    if (result.ok) return;
    expect(result.error.message).toContain(message);
    expect(result.error.hint).toContain(hint);
  });

  it('is bounded in length and terms', () => {
    expect(parseQuery('x'.repeat(MAX_QUERY_LENGTH)).ok).toBe(true);
    expect(parseQuery('x'.repeat(MAX_QUERY_LENGTH + 1))).toMatchObject({
      ok: false,
      error: { position: 500 },
    });
    expect(parseQuery('x '.repeat(50)).ok).toBe(true);
    expect(parseQuery('x '.repeat(51))).toMatchObject({ ok: false, error: { position: 100 } });
    expect(parseQuery('"'.repeat(1_000_000)).ok).toBe(false);
  });

  it('says the place and the repair in one sentence after the other', () => {
    const result = parseQuery('a sort:best');
    expect(result.ok ? '' : describeQueryError(result.error)).toBe(
      'There is no order "best". (At character 3.) Write sort:new, sort:trending, sort:relevance.',
    );
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...[
      'cat:',
      'cs.CL',
      'author:',
      'since:',
      '7d',
      '365d',
      'min:',
      '20',
      'sort:',
      'new',
      'topic:',
      'id:',
      'has:code',
    ],
    ...[
      '"',
      '“',
      '-',
      '|',
      ' ',
      '(',
      ':',
      'word',
      'İ',
      'text-to-SQL',
      '2607.23193',
      'org:',
      '\u200B',
      '\u0085',
      '\uD800',
    ],
  );
  const anyText = fc.oneof(
    fc
      .array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 25 })
      .map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 600 }),
  );

  it('is a query or an error that can be read', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const result = parseQuery(text);
        if (result.ok) return;
        expect(result.error.position).toBeLessThanOrEqual(text.length);
        expect(result.error.message).toMatch(/\.$/);
        expect(result.error.hint).toMatch(/[.?]$/);
      }),
      { numRuns: 500 },
    );
  });

  it('prints as a text that reads as the same query', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const first = parseQuery(text);
        if (!first.ok) return;
        const printed = printQuery(first.query);
        fc.pre(printed.length <= MAX_QUERY_LENGTH);
        expect(parseQuery(printed)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });
});
