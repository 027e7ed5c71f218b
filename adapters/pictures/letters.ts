import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAIN_FAMILY, type Face, type Weight } from '../../src/pictures/face.js';
import { readFont, type FontTable } from './font-table.js';

/** Latin, Greek and Cyrillic, in the two weights that are drawn. */
const MAIN: Readonly<Record<Weight, string>> = {
  medium: 'FiraSansCondensed-Medium.ttf',
  bold: 'FiraSansCondensed-Bold.ttf',
};
/** For what those lack: signs, mathematics and more alphabets; then Chinese, Japanese and Korean. */
const OTHERS = [
  { family: 'DejaVu Sans', file: 'DejaVuSansCondensed.ttf' },
  { family: 'Droid Sans Fallback', file: 'DroidSansFallback.ttf' },
] as const;
/** Code points remembered; a title in Chinese has a few dozen of its own. */
const REMEMBERED = 20_000;

interface Letter {
  readonly family: string | null;
  /** Ems. */
  readonly advance: Readonly<Record<Weight, number>>;
}

export interface Letters extends Face {
  /** The font files that the texts of an SVG need. */
  filesFor(svg: string): readonly string[];
}

/** The fonts that come with Broadsheet, those of the machine left aside: a picture is the same everywhere. */
export async function loadLetters(folder: string): Promise<Letters> {
  const load = async (name: string): Promise<FontTable> => readFont(await readFile(join(folder, name)));
  const main = { medium: await load(MAIN.medium), bold: await load(MAIN.bold) };
  const others = await Promise.all(
    OTHERS.map(async ({ family, file }) => ({ family, font: await load(file) })),
  );
  const known = new Map<number, Letter>();
  const letterOf = (codePoint: number): Letter => {
    const letter = known.get(codePoint) ?? findLetter(codePoint, main, others);
    if (known.size >= REMEMBERED) known.clear();
    known.set(codePoint, letter);
    return letter;
  };
  const lettersOf = (text: string): readonly Letter[] =>
    Array.from(text, (sign) => letterOf(sign.codePointAt(0) ?? 0));
  return {
    width: (text, size, weight) =>
      lettersOf(text).reduce((ems, { advance }) => ems + advance[weight], 0) * size,
    family: (codePoint) => letterOf(codePoint).family,
    filesFor: (svg) => {
      const families = new Set(lettersOf(svg).map(({ family }) => family));
      const needed = OTHERS.filter(({ family }) => families.has(family)).map(({ file }) => file);
      return [...Object.values(MAIN), ...needed].map((name) => join(folder, name));
    },
  };
}

// --- Internal helpers ---

function findLetter(
  codePoint: number,
  { medium, bold }: Readonly<Record<Weight, FontTable>>,
  others: readonly { readonly family: string; readonly font: FontTable }[],
): Letter {
  const glyph = medium.glyph(codePoint);
  if (glyph !== 0)
    return {
      family: MAIN_FAMILY,
      advance: { medium: medium.advance(glyph), bold: bold.advance(bold.glyph(codePoint)) },
    };
  const other = others.find(({ font }) => font.glyph(codePoint) !== 0);
  if (other === undefined) return { family: null, advance: { medium: 0, bold: 0 } };
  const advance = other.font.advance(other.font.glyph(codePoint));
  return { family: other.family, advance: { medium: advance, bold: advance } };
}
