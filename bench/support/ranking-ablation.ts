import { importChanged } from './changed-source.js';
import { measureVariant, type VariantFigures, type VariantInput } from './ranking-variant.js';
import { variants, type Variant } from './ranking-variants.js';

export interface AblationReport {
  /** With the constants in use. */
  readonly inUse: VariantFigures;
  readonly variants: readonly (Pick<Variant, 'part' | 'inUse' | 'tried'> & {
    readonly figures: VariantFigures;
  })[];
}

/** Measures every variant, one at a time, on data and lessons that are read once. */
export async function ablate(input: Omit<VariantInput, 'learns'>): Promise<AblationReport> {
  const found: AblationReport['variants'][number][] = [];
  for (const { part, inUse, tried, learns, ...change } of variants) {
    const loaded = await importChanged<{ measureVariant: typeof measureVariant }>(
      'bench/support/ranking-variant.ts',
      [change],
    );
    const figures = loaded.measureVariant({ ...input, learns });
    found.push({ part, inUse, tried, figures });
    process.stderr.write(`${part}, ${tried}: ${JSON.stringify(figures)}\n`);
  }
  return { inUse: measureVariant({ ...input, learns: true }), variants: found };
}
