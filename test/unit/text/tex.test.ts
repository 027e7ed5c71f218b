import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableText, texToText } from '../../../src/text/tex.js';

describe('texToText', () => {
  it.each([
    ['$\\alpha$-divergence', 'α-divergence'],
    ['\\textbf{Bold} and \\emph{x \\textbf{y}}', 'Bold and x y'],
    ["Paulo Andr\\'e, Erd\\H{o}s, {\\v{S}}ime", 'Paulo André, Erdős, Šime'],
    ['G\\"{o}del, \\\'{\\i}, \\c{c}a, \\L{}ukasz, Stra\\ss e', 'Gödel, í, ça, Łukasz, Straße'],
    ['O($n^2$) in $\\mathbb{R}$', 'O(n²) in ℝ'],
    ['$\\frac{a}{b}$, $\\sqrt{n}$, $x_{ij}$', 'a/b, √n, xᵢⱼ'],
    ['$\\sim$100 GPUs, $10\\times$ faster, 95\\% R\\&D', '~100 GPUs, 10× faster, 95% R&D'],
    ['$\\lambda_1 \\leq \\epsilon$ at $90^\\circ$', 'λ₁ ≤ ε at 90°'],
    ['$\\tau^2$-bench and $\\pi_{0.5}$', 'τ²-bench and π_0.5'],
    ["``quoted'' Navier--Stokes --- really", '“quoted” Navier–Stokes — really'],
    [
      '\\href{https://example.org/a}{the page} at \\url{https://example.org}',
      'the page at https://example.org',
    ],
    ['\\(x^2\\)', 'x²'],
  ])('reads %s', (tex, text) => {
    expect(texToText(tex)).toBe(text);
  });

  it.each([
    'costs $5 and $10, or $5-$10',
    'run with --flag and C:\\new\\table',
    '$\\unknown{x} + 1$',
    '\\begin{equation}',
    "it's ''odd''",
    '\\',
    '$',
    '$$',
    '\\textbf{never closed',
  ])('leaves %s as it is', (text) => {
    expect(texToText(text)).toBe(text);
  });

  it('never throws and cleans what it read', () => {
    const piece = fc.constantFrom(
      '\\',
      '$',
      '{',
      '}',
      '^',
      '_',
      "\\'",
      '\\textbf',
      '\\frac',
      'a',
      ' ',
      '--',
      '``',
      "''",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (pieces) => {
        expect(readableText(pieces.join(''))).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
    );
  });

  it.each([
    '\\',
    '$',
    '{',
    '\\textbf{',
    '$\\alpha',
    '``',
    '\\(',
    '\\(a',
    '--',
    '$x^{',
    "\\'",
    '\\href{',
    '{\\bf ',
  ])('takes 200 kB of %s', (piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    expect(texToText(text).length).toBeLessThanOrEqual(text.length);
  });
});
