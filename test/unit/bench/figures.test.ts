import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { faultInXml } from '../../../adapters/arxiv/well-formed.js';
import { makeFigures } from '../../../bench/figures/all.js';
import { barPicture } from '../../../bench/figures/bars.js';
import { fillPage } from '../../../bench/figures/pages.js';
import { readResults } from '../../../bench/figures/results.js';
import type * as growth from '../../../src/ranking/growth.js';
import { changed, importChanged } from '../../../bench/support/changed-source.js';
import { variants } from '../../../bench/support/ranking-variants.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const made = await makeFigures(readResults(), {
  'docs/ranking.md': read('docs/ranking.md'),
  'docs/search.md': read('docs/search.md'),
  'docs/operating.md': read('docs/operating.md'),
});
const pictures = [...made].filter(([file]) => file.endsWith('.svg'));

describe('the figures of the documents', () => {
  test.each([...made])('%s is what the kept results make of it', (file, content) => {
    expect(read(file), 'run `npm run docs:figures`').toBe(content);
  });

  test('every picture that is kept is made and shown, with words for who cannot see it', () => {
    const kept = readdirSync(join(ROOT, 'docs/pictures')).filter((name) => name.endsWith('.svg'));
    expect(kept.map((name) => `docs/pictures/${name}`).sort()).toEqual(pictures.map(([file]) => file).sort());
    const pages = read('docs/ranking.md') + read('docs/search.md');
    for (const name of kept) expect(pages).toMatch(new RegExp(`!\\[[^\\]]{20,}\\]\\(pictures/${name}\\)`));
  });

  test('no result tells whose folders it was measured in', () => {
    for (const name of readdirSync(join(ROOT, 'bench/results')))
      expect(read(`bench/results/${name}`)).not.toMatch(/"folder"|\/tmp|\/home|\/root/);
  });

  test('a page without the place for a figure is refused', async () => {
    await expect(fillPage('# Page\n', { ranking: 'x' })).rejects.toThrow(
      /no place for the figures "ranking"/,
    );
  });
});

describe('the pictures', () => {
  test.each(pictures)(
    '%s is well-formed, and tells title, axes and colours for light and dark',
    (_file, svg) => {
      expect(faultInXml(svg)).toBeNull();
      const { svg: root } = new XMLParser({ ignoreAttributes: false }).parse(svg) as {
        svg: Record<string, unknown>;
      };
      expect(root['@_role']).toBe('img');
      expect(svg).toMatch(/<title id="title">[^<]+<\/title>\n<desc id="description">[^<]{20,}<\/desc>/);
      expect(svg).toContain('prefers-color-scheme:dark');
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    },
  );

  test.each(pictures)('%s keeps everything within its frame', (_file, svg) => {
    const width = Number(/ width="(\d+)"/.exec(svg)?.[1]);
    const height = Number(/ height="(\d+)"/.exec(svg)?.[1]);
    const numbers = (name: string): number[] =>
      [...svg.matchAll(new RegExp(` ${name}="(-?[\\d.]+)"`, 'g'))].map(([, value]) => Number(value));
    for (const x of ['x', 'x1', 'x2', 'cx'].flatMap(numbers)) expect(x >= 0 && x <= width).toBe(true);
    for (const y of ['y', 'y1', 'y2', 'cy'].flatMap(numbers)) expect(y >= 0 && y <= height).toBe(true);
  });

  test('names are no markup, and nothing measured is said so', () => {
    const svg = barPicture({
      title: 'a < b & "c"',
      description: 'A picture <script>',
      axis: 'share',
      series: ['<one>'],
      groups: [{ name: '&', measure: 'm', values: [null] }],
    });
    expect(faultInXml(svg)).toBeNull();
    expect(svg).toContain('a &lt; b &amp; &quot;c&quot;');
    expect(svg).toContain('not measured');
  });
});

describe('what a constant does', () => {
  test.each(variants)('$part ($tried) stands in the source once', (variant) => {
    expect(() => changed(read(variant.file), variant)).not.toThrow();
  });

  test('is measured on the very source, with one place written otherwise', async () => {
    const path = 'src/ranking/growth.ts';
    type Growth = Pick<typeof growth, 'grownShare'>;
    const usual = await importChanged<Growth>(path, []);
    const slower = await importChanged<Growth>(path, [
      { file: path, from: 'GROWTH_HOURS = 21', to: 'GROWTH_HOURS = 42' },
    ]);
    const day = 24 * 3_600_000;
    expect(slower.grownShare(2 * day)).toBeCloseTo(usual.grownShare(day), 12);
    await expect(importChanged(path, [{ file: path, from: 'GROWTH_DAYS = 3', to: '' }])).rejects.toThrow(
      /0 times instead of once/,
    );
  });
});
