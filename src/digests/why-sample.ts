import type { SourceHealth } from './source-health.js';

/** Why there is nothing but the sample: `Hugging Face could not be read, arXiv had no papers: this is …`. Pure. */
export function whySample(sources: readonly Pick<SourceHealth, 'title' | 'failing' | 'read'>[]): string {
  const titled = (chosen: typeof sources, did: string): readonly string[] =>
    chosen.length === 0 ? [] : [`${chosen.map(({ title }) => title).join(' and ')} ${did}`];
  const rest = sources.filter(({ failing }) => !failing);
  const reasons = [
    ...titled(
      sources.filter(({ failing }) => failing),
      'could not be read',
    ),
    ...titled(
      rest.filter(({ read }) => read),
      'had no papers',
    ),
    ...titled(
      rest.filter(({ read }) => !read),
      'had no turn yet',
    ),
  ];
  return `${reasons.join(', ') || 'No source is switched on'}: this is the bundled sample.`;
}
