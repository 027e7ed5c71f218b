import { describe, expect, it } from 'vitest';
import { findPaperIds } from '../../../src/papers/find-ids.js';

describe('the papers a text names', () => {
  it.each([
    ['see https://arxiv.org/abs/2607.23193v2, it is good', ['2607.23193']],
    ['https://arxiv.org/pdf/2607.23193.pdf', ['2607.23193']],
    ['<https://huggingface.co/papers/2607.23193|a paper>', ['2607.23193']],
    ['[this](https://www.alphaxiv.org/abs/2607.23193)', ['2607.23193']],
    ['https://doi.org/10.48550/arXiv.2607.23193.', ['2607.23193']],
    ['arXiv:2607.23193 and arxiv: 2607.00001', ['2607.23193', '2607.00001']],
    ['2607.23193, 1412.0035 and (hep-th/9901001)', ['2607.23193', '1412.0035', 'hep-th/9901001']],
    ['2607.23193 again 2607.23193', ['2607.23193']],
    ['export.arxiv.org/abs/math.CA/0611800v2', ['math/0611800']],
  ])('%s', (text, ids) => {
    expect(findPaperIds(text)).toEqual(ids);
  });

  it.each([
    'no paper at all',
    'version 2607.2319 of 1.2607.23193',
    'on 2013.10 we paid 1299.99999',
    '12607.231934',
    'https://example.com/abs/',
    'https://huggingface.co/models/2607',
    'src/1234567x',
  ])('are none in: %s', (text) => {
    expect(findPaperIds(text)).toEqual([]);
  });

  it('are found in linear time in a hostile text', () => {
    expect(findPaperIds('arxiv.org/'.repeat(20_000) + '2607.23193')).toEqual([]);
    // One message may be forty thousand letters without a space.
    for (let times = 0; times < 20; times += 1) expect(findPaperIds('a'.repeat(50_000))).toEqual([]);
  });
});
