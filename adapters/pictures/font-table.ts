/** What a font file tells of its letters (OpenType 1.9: cmap formats 4 and 12, head, hhea, hmtx). */
export interface FontTable {
  /** The letter's number in the font; 0 when there is none. */
  glyph(codePoint: number): number;
  /** How wide it is, in ems. */
  advance(glyph: number): number;
}

/** @throws RangeError when the file is cut short. @throws Error when it is no TrueType font with a Unicode map */
export function readFont(file: Buffer): FontTable {
  const tables = tablesOf(file);
  const at = (name: string): number => {
    const offset = tables.get(name);
    if (offset === undefined) throw new Error(`The font has no table ${name}.`);
    return offset;
  };
  const unitsPerEm = file.readUInt16BE(at('head') + 18);
  const metrics = file.readUInt16BE(at('hhea') + 34);
  const hmtx = at('hmtx');
  return {
    glyph: mapOf(file, at('cmap')),
    // The letters after the last metric are as wide as that one.
    advance: (glyph) => file.readUInt16BE(hmtx + 4 * Math.min(glyph, metrics - 1)) / unitsPerEm,
  };
}

// --- Internal helpers ---

function tablesOf(file: Buffer): ReadonlyMap<string, number> {
  const count = file.readUInt16BE(4);
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const record = 12 + 16 * index;
      return [file.toString('latin1', record, record + 4), file.readUInt32BE(record + 8)] as const;
    }),
  );
}

function mapOf(file: Buffer, cmap: number): (codePoint: number) => number {
  const maps = Array.from({ length: file.readUInt16BE(cmap + 2) }, (_, index) => {
    const start = cmap + file.readUInt32BE(cmap + 8 + 8 * index);
    return { start, format: file.readUInt16BE(start) };
  });
  const wide = maps.find(({ format }) => format === 12);
  if (wide !== undefined) return (codePoint) => inGroups(file, wide.start, codePoint);
  const basic = maps.find(({ format }) => format === 4);
  if (basic === undefined) throw new Error('The font has no Unicode map.');
  return (codePoint) => (codePoint > 0xffff ? 0 : inSegments(file, basic.start, codePoint));
}

/** Format 12: groups of a first and a last code point and the first one's glyph, ascending. */
function inGroups(file: Buffer, start: number, codePoint: number): number {
  const group = (index: number): number => start + 16 + 12 * index;
  const index = firstEnding(file.readUInt32BE(start + 12), codePoint, (i) => file.readUInt32BE(group(i) + 4));
  if (index === null) return 0;
  const first = file.readUInt32BE(group(index));
  return codePoint < first ? 0 : file.readUInt32BE(group(index) + 8) + codePoint - first;
}

/** Format 4: segments with a shift, or a list of glyphs of their own. */
function inSegments(file: Buffer, start: number, codePoint: number): number {
  const bytes = file.readUInt16BE(start + 6);
  const ends = start + 14;
  const index = firstEnding(bytes / 2, codePoint, (i) => file.readUInt16BE(ends + 2 * i));
  if (index === null) return 0;
  const starts = ends + bytes + 2 + 2 * index;
  const first = file.readUInt16BE(starts);
  if (codePoint < first) return 0;
  const shift = file.readUInt16BE(starts + bytes);
  const range = starts + 2 * bytes;
  const offset = file.readUInt16BE(range);
  if (offset === 0) return (codePoint + shift) & 0xffff;
  const glyph = file.readUInt16BE(range + offset + 2 * (codePoint - first));
  return glyph === 0 ? 0 : (glyph + shift) & 0xffff;
}

/** The first of `count` ascending ends that is not below `wanted`. */
function firstEnding(count: number, wanted: number, endOf: (index: number) => number): number | null {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endOf(middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low < count ? low : null;
}
