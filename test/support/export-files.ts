import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** The lines of an export. */
export function exportedLines(path: string): readonly string[] {
  return gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
}

/** Writes lines as an export would; its last line gets the right hash of all before. */
export function writeExport(path: string, lines: readonly string[]): void {
  const [body, end] = [
    lines
      .slice(0, -1)
      .map((line) => `${line}\n`)
      .join(''),
    lines.at(-1) ?? '',
  ];
  const sha256 = createHash('sha256').update(body).digest('hex');
  const last = JSON.stringify({ ...(JSON.parse(end) as object), sha256 });
  writeFileSync(path, gzipSync(`${body}${last}\n`));
}

/** With the first line changed. */
export function withHeader(lines: readonly string[], change: object): readonly string[] {
  const [first = '', ...rest] = lines;
  return [JSON.stringify({ ...(JSON.parse(first) as object), ...change }), ...rest];
}
