import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });

/** The version in the nearest package.json, upwards from this file: the same from source and from dist. */
export function programVersion(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    try {
      return manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).version;
    } catch (error) {
      if (folder === dirname(folder)) throw error;
    }
  }
}
