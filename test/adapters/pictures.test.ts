import { Resvg } from '@resvg/resvg-js';
import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPictureMaker } from '../../adapters/pictures/index.js';
import { loadLetters, type Letters } from '../../adapters/pictures/letters.js';
import { drawSvg } from '../../src/pictures/draw.js';
import type { Drawing, DrawnPaper } from '../../src/pictures/drawing.js';
import { fitTitle, showable } from '../../src/pictures/fit-title.js';
import { HOSTILE_TEXTS } from '../support/digest-content.js';

const FONTS = fileURLToPath(new URL('../../adapters/pictures/fonts', import.meta.url));
const line = (rank: number, overrides: Partial<DrawnPaper> = {}): DrawnPaper => ({
  rank,
  paperId: `2611.0000${rank}`,
  title: `Paper ${rank}`,
  upvotes: 40,
  change: 3,
  curve: [null, 1, 4, 9],
  ...overrides,
});
const drawing = (...papers: readonly DrawnPaper[]): Drawing => ({
  day: 'Monday, 23 November 2026',
  about: 'trending research',
  papers,
});
const five = [1, 2, 3, 4, 5].map((rank) => line(rank));
const sizeOf = (png: Uint8Array) => {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

let letters: Letters;
beforeAll(async () => {
  letters = await loadLetters(FONTS);
});

/** Every element of an SVG with its text. */
function elementsOf(svg: string): readonly { readonly name: string; readonly text: string }[] {
  const tree: unknown = new XMLParser({ preserveOrder: true, trimValues: false, parseTagValue: false }).parse(
    svg,
  );
  const walk = (nodes: unknown): { name: string; text: string }[] =>
    (nodes as Record<string, unknown>[]).flatMap((node) => {
      const [name = ''] = Object.keys(node);
      if (name === '#text') return [];
      const inner = node[name] as Record<string, unknown>[];
      const text = inner.map((child) => (child['#text'] as string | undefined) ?? '').join('');
      return [{ name, text }, ...walk(inner)];
    });
  return walk(tree);
}

describe('the drawing of a list', () => {
  it('says day, ranks, titles, upvotes and changes', () => {
    const svg = drawSvg(
      drawing(line(1, { change: 'new' }), line(2), line(3, { change: 0, upvotes: 1240 })),
      letters,
    );
    const words = elementsOf(svg).map(({ text }) => text.trim());
    for (const word of [
      'Monday, 23 November 2026',
      'trending research',
      '2',
      'Paper 2',
      '40',
      'NEW',
      '+3',
      '±0',
      '1.2k',
    ])
      expect(words).toContain(word);
  });

  it('is well-formed, and no title ever becomes an element of it', () => {
    const hostile = fc.oneof(
      fc.constantFrom(
        ...HOSTILE_TEXTS,
        '</text><script>alert(1)</script>',
        ']]>',
        '<!--',
        '&#0;&lt;',
        '\uFFFE\u0001',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ' ', ';', '漢', '∇', '\u0000'),
        maxLength: 60,
      }),
    );
    fc.assert(
      fc.property(hostile, hostile, (title, about) => {
        const svg = drawSvg({ day: title, about, papers: [line(1, { title, paperId: about })] }, letters);
        // A strict parser: it refuses what is not well-formed.
        expect(() => new Resvg(svg, { font: { loadSystemFonts: false } })).not.toThrow();
        expect(svg).not.toMatch(/(?!\n)\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/u);
        const names = new Set(elementsOf(svg).map(({ name }) => name));
        expect(
          [...names].filter((name) => !['svg', 'rect', 'text', 'path', 'circle'].includes(name)),
        ).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('breaks a title into two lines that fit, and marks what is cut', () => {
    const room = { width: 660, size: 37, weight: 'medium', lines: 2 } as const;
    const titles = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.lorem({ maxCount: 40 }),
      fc.constantFrom('漢字'.repeat(90), 'x'.repeat(300)),
    );
    fc.assert(
      fc.property(titles, (title) => {
        const shown = showable(title, letters, '2611.00001');
        const lines = fitTitle(shown, room, letters);
        expect(lines.length).toBeLessThanOrEqual(2);
        for (const one of lines)
          expect(letters.width(one, room.size, room.weight)).toBeLessThanOrEqual(room.width);
        const whole = lines.join('').replace(/\s/g, '') === shown.replace(/\s/g, '');
        expect(whole || lines.at(-1)?.endsWith('…')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('has letters for what titles are written in, and leaves out what it has none for', () => {
    const whole = [
      'Łukasz Žižek: naïve Überraschung',
      'α-VAE, ∇f ≤ ∞',
      'Обучение языковых моделей',
      '大規模言語モデル',
      '한국어 모델',
      'مرحبا بالعالم',
    ];
    for (const title of whole) expect(showable(title, letters, 'id')).toBe(title);
    expect(showable('Smile 🦖 now', letters, 'id')).toBe('Smile now');
    expect(showable('ไทยภาษา', letters, '2611.00001')).toBe('2611.00001');
    expect(showable('', letters, '2611.00001')).toBe('2611.00001');
    expect(showable('', letters, 'url:a\rb\u0000')).toBe('url:a b');
  });

  it('measures letters as the fonts say', () => {
    // hmtx of Fira Sans Condensed Medium: an em is 1000 units.
    expect(letters.width('漢', 100, 'medium')).toBeCloseTo(100, 0);
    expect(letters.width('ii', 100, 'medium')).toBe(2 * letters.width('i', 100, 'medium'));
    expect(letters.width('W', 100, 'medium')).toBeGreaterThan(2 * letters.width('i', 100, 'medium'));
    expect(letters.width('x', 100, 'bold')).toBeGreaterThan(letters.width('x', 100, 'medium'));
  });
});

describe('making a picture', () => {
  const maker = createPictureMaker();

  it('gives a PNG in the shape of social previews, the same bytes for the same drawing', async () => {
    const png = await maker.draw(drawing(...five));
    expect(sizeOf(png)).toEqual([1200, 630]);
    expect(png.length).toBeLessThan(200_000);
    const again = await createPictureMaker().draw(drawing(...five));
    expect(Buffer.from(again).equals(Buffer.from(png))).toBe(true);
    expect(sizeOf(await maker.draw(drawing(line(1))))).toEqual([1200, 222]);
  });

  it('lets a process end that has drawn, without waiting for its thread to grow idle', async () => {
    const built = new URL('../../dist/adapters/pictures/index.js', import.meta.url).href;
    const script = `const { createPictureMaker } = await import(${JSON.stringify(built)});
      const png = await createPictureMaker().draw(${JSON.stringify(drawing(...five))});
      console.log(png.length > 0);`;
    // Idle threads end after thirty seconds: whoever waits for that is killed before.
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      timeout: 25_000,
    });
    expect((await run).stdout).toBe('true\n');
  });

  it('draws whatever a title holds', async () => {
    for (const title of [...HOSTILE_TEXTS, '漢'.repeat(300), '</svg>', '∇'.repeat(40)])
      expect(sizeOf(await maker.draw(drawing(line(1, { title }))))[0]).toBe(1200);
  });

  it('draws a drawing once, however many ask', async () => {
    const many = await Promise.all(Array.from({ length: 300 }, () => maker.draw(drawing(...five))));
    expect(new Set(many).size).toBe(1);
  });

  it('refuses more than can be waited for, and goes on afterwards', async () => {
    const small = createPictureMaker({ mostWaiting: 3 });
    const asked = Array.from({ length: 5 }, (_, index) =>
      small.draw(drawing(line(1, { title: `Many ${index}` }))),
    );
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBe(2);
    for (const outcome of refused)
      expect(outcome).toMatchObject({ reason: { code: 'picture', retryable: true } });
    expect(sizeOf(await small.draw(drawing(line(1, { title: 'Many 4' }))))[0]).toBe(1200);
  });

  it('says what is missing when the fonts are, and tries again the next time', async () => {
    const bare = createPictureMaker({ fonts: '/nowhere' });
    for (let round = 0; round < 2; round += 1)
      await expect(bare.draw(drawing(line(1)))).rejects.toMatchObject({
        code: 'picture',
        hint: 'Are the fonts in /nowhere?',
      });
  });
});
