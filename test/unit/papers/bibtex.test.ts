import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bibtexOf } from '../../../src/papers/bibtex.js';
import type { Paper } from '../../../src/papers/paper.js';
import { sighted } from '../../support/sighted-paper.js';

const entry = (paper: Partial<Paper>): string => bibtexOf(sighted(paper).paper);
const field = (paper: Partial<Paper>, name: string): string | undefined =>
  new RegExp(`^  ${name} = \\{(.*)\\},?$`, 'm').exec(entry(paper))?.[1];

describe('a BibTeX entry', () => {
  it('has the form of arXiv’s own', () => {
    const paper = {
      id: '2607.23193',
      title: 'A Study of Speech',
      authors: ['Ada Lovelace', 'Alan Turing'],
      primaryCategory: 'cs.CL',
    };

    expect(entry(paper)).toBe(
      [
        '@misc{arXiv:2607.23193,',
        '  title = {A Study of Speech},',
        '  author = {Ada Lovelace and Alan Turing},',
        '  year = {2026},',
        '  eprint = {2607.23193},',
        '  archivePrefix = {arXiv},',
        '  primaryClass = {cs.CL},',
        '  url = {https://arxiv.org/abs/2607.23193}',
        '}',
      ].join('\n'),
    );
  });

  it('has a key that no correction of title, authors or date changes', () => {
    const before = entry({ id: '2607.23193', title: 'Draft', authors: [] });
    const after = entry({ id: '2607.23193', title: 'Final', authors: ['Ada'], publishedOn: '2027-01-01' });

    expect(before.split('\n')[0]).toBe(after.split('\n')[0]);
  });

  it.each([
    ['hep-th/9901001', '1999'],
    ['math/0611800', '2006'],
    ['0704.0001', '2007'],
    ['2607.23193', '2026'],
  ])('%s is of %s', (id, year) => {
    expect(field({ id }, 'year')).toBe(year);
    expect(field({ id }, 'eprint')).toBe(id);
  });

  it('of a work elsewhere has its DOI and the year it came out', () => {
    const paper = { id: 'doi:10.1000/a_b', publishedOn: '2025-03-01' };

    expect(field(paper, 'doi')).toBe('10.1000/a\\_b');
    expect(field(paper, 'year')).toBe('2025');
    expect(field(paper, 'eprint')).toBeUndefined();
  });

  it.each([
    [
      'accents',
      'Erdős, Škoda and naïve façades',
      'Erd{\\H{o}}s, {\\v{S}}koda and na{\\"\\i}ve fa{\\c{c}}ades',
    ],
    ['accents already in TeX', "Erd\\H{o}s and Poincar\\'e", "Erd{\\H{o}}s and Poincar{\\'e}"],
    ['letters of their own', 'Straße und Ångström', 'Stra{\\ss}e und {\\AA}ngstr{\\"o}m'],
    ['other scripts', '深度学习 β', '深度学习 β'],
    ['an ampersand', 'Q&A at 90%', '{Q\\&A} at 90\\%'],
    ['an ampersand already escaped', 'Search \\& Rescue', 'Search \\& Rescue'],
    ['underscores and hashes', 'the snake_case of C#', 'the snake\\_case of C\\#'],
    ['lonely braces', 'Open { and } shut', 'Open \\textbraceleft{} and \\textbraceright{} shut'],
    ['a formula', 'On $\\alpha$-Divergence in $O(n^2)$ Time', 'On {$\\alpha$}-Divergence in {$O(n^2)$} Time'],
    ['prices', 'From $5-$10 a day', 'From \\$5-\\$10 a day'],
    [
      'capitals inside',
      'BERT and LoRA for the Text-to-SQL Task',
      '{BERT} and {LoRA} for the {Text-to-SQL} Task',
    ],
    ['dashes and quotes', '“Why” – or not…', "``Why'' -- or not\\ldots{}"],
    ['tildes and carets', 'a ~ b ^ c', 'a \\textasciitilde{} b \\textasciicircum{} c'],
  ])('escapes %s', (_what, title, escaped) => {
    expect(field({ title }, 'title')).toBe(escaped);
  });

  it.each([
    '\\input{/etc/passwd}',
    '$\\input{/etc/passwd}$',
    '\\write18{rm}',
    '$\\def\\x{y}$',
    '$^^5cinput$',
  ])('lets no command of the source through: %s', (title) => {
    expect(field({ title }, 'title')).not.toMatch(/\\(?:input|write|def|x)|\^\^/);
  });

  it('keeps names that look like a list together, and cuts a collaboration', () => {
    expect(field({ authors: ['DeepMind, Inc.', 'Research and Development', 'Ada'] }, 'author')).toBe(
      '{DeepMind, Inc.} and {Research and Development} and Ada',
    );
    const many = Array.from({ length: 3000 }, (_, i) => `Author ${i}`);
    expect(field({ authors: many }, 'author')).toMatch(/Author 99 and others$/);
  });

  it('pairs its braces whatever the source says', () => {
    const said = fc.string({ unit: fc.constantFrom(...'{}$\\%&_#~^ab é"\'@,\n'.split('')), maxLength: 60 });
    fc.assert(
      fc.property(said, said, (title, name) => {
        let depth = 0;
        for (const char of entry({ title, authors: [name] })) {
          depth += char === '{' ? 1 : char === '}' ? -1 : 0;
          if (depth < 0) return false;
        }
        return depth === 0;
      }),
      { numRuns: 300 },
    );
  });
});
