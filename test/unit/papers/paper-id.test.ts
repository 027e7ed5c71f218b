import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paperLinks } from '../../../src/papers/links.js';
import { isArxivId, parseForeignDoi, parsePaperId } from '../../../src/papers/paper-id.js';

describe('parsePaperId', () => {
  it.each([
    ['2607.23193', '2607.23193'],
    [' 2607.23193v2 ', '2607.23193'],
    ['0704.0001', '0704.0001'],
    ['2607.231930', '2607.231930'],
    ['arXiv:2607.23193v12', '2607.23193'],
    ['arxiv: 2607.23193', '2607.23193'],
    ['hep-th/9901001', 'hep-th/9901001'],
    ['math.CA/0611800v2', 'math/0611800'],
    ['arXiv:cond-mat.mtrl-sci/0101001', 'cond-mat/0101001'],
    ['physics.acc-ph/9901001', 'physics/9901001'],
    ['MATH/0611800', 'math/0611800'],
    ['https://arxiv.org/abs/2607.23193v1', '2607.23193'],
    ['http://www.arxiv.org/pdf/2607.23193.pdf', '2607.23193'],
    ['https://export.arxiv.org/pdf/2607.23193v3', '2607.23193'],
    ['arxiv.org/html/2607.23193v1#S2', '2607.23193'],
    ['https://arxiv.org/src/hep-th/9901001', 'hep-th/9901001'],
    ['https://arxiv.org/abs/2607.23193?context=cs', '2607.23193'],
    ['https://alphaxiv.org/overview/2607.23193', '2607.23193'],
    ['https://www.alphaxiv.org/abs/2607.23193v1', '2607.23193'],
    ['https://huggingface.co/papers/2607.23193', '2607.23193'],
    ['https://huggingface.co/papers/2607.23193.md', '2607.23193'],
    ['hf.co/papers/2607.23193/', '2607.23193'],
    ['10.48550/arXiv.2607.23193', '2607.23193'],
    ['doi:10.48550/arXiv.2607.23193', '2607.23193'],
    ['https://doi.org/10.48550/ARXIV.2607.23193', '2607.23193'],
    ['10.48550/arXiv.hep-th/9901001', 'hep-th/9901001'],
  ])('reads %s', (input, id) => {
    expect(parsePaperId(input)).toBe(id);
  });

  it.each([
    '',
    '2613.00001',
    '2607.123',
    '2607.1234567',
    'transformers',
    '3.14159',
    'https://example.org/abs/2607.23193',
    'https://arxiv.org.evil.example/abs/2607.23193',
    'https://evil.example/?https://arxiv.org/abs/2607.23193',
    'https://huggingface.co/spaces/2607.23193',
    'javascript:2607.23193',
    '2607.23193](https://evil.example)',
    'hep-th/9913001',
    '2607.language-model-harnesses',
    `2607.23193${' '.repeat(400)}`,
  ])('refuses %s', (input) => {
    expect(parsePaperId(input)).toBeNull();
  });

  it('gives an id that reads as itself, whatever it was given', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[a-z.:/-]{0,12}\d{4,8}[./]\d{3,7}(v\d)?$/)),
        (input) => {
          const id = parsePaperId(input);
          if (id !== null) expect(isArxivId(id)).toBe(true);
        },
      ),
    );
  });
});

describe('parseForeignDoi', () => {
  it.each([
    ['10.1145/3580305.3599123', 'doi:10.1145/3580305.3599123'],
    ['doi:10.1000/ABC', 'doi:10.1000/abc'],
    ['https://doi.org/10.1038/s41586-021-03819-2', 'doi:10.1038/s41586-021-03819-2'],
    ['dx.doi.org/10.1016/S0140-6736(20)30183-5 ', 'doi:10.1016/s0140-6736(20)30183-5'],
  ])('reads %s', (input, id) => {
    expect(parseForeignDoi(input)).toBe(id);
    expect(parseForeignDoi(id)).toBe(id);
  });

  it.each([
    '10.48550/arXiv.2607.23193',
    '2607.23193',
    '10.1145',
    'see 10.1145/1 2',
    'https://evil.example/10.1/x',
    '10.1/x',
  ])('leaves %s', (input) => {
    expect(parseForeignDoi(input)).toBeNull();
  });
});

describe('paperLinks', () => {
  it('builds the pages of a paper', () => {
    expect(paperLinks({ id: '2607.23193', onHuggingFace: true })).toEqual({
      abstractUrl: 'https://arxiv.org/abs/2607.23193',
      pdfUrl: 'https://arxiv.org/pdf/2607.23193',
      huggingFaceUrl: 'https://huggingface.co/papers/2607.23193',
    });
  });

  it('gives no Hugging Face page for a paper that is not there', () => {
    expect(paperLinks({ id: 'hep-th/9901001', onHuggingFace: false }).huggingFaceUrl).toBeNull();
  });

  it.each(['doi:10.1/x', '2607.23193)[x](https://evil.example', '../../x'])('gives no link for %s', (id) => {
    expect(Object.values(paperLinks({ id, onHuggingFace: true }))).toEqual([null, null, null]);
  });
});
