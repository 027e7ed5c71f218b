import { categoryTable } from './category-table.js';

/** Categories arXiv treats as one. Source: arXiv's category taxonomy. */
const ALIASES: readonly (readonly [string, string])[] = [
  ['cs.IT', 'math.IT'],
  ['cs.NA', 'math.NA'],
  ['cs.SY', 'eess.SY'],
  ['econ.GN', 'q-fin.EC'],
  ['math-ph', 'math.MP'],
  ['math.ST', 'stat.TH'],
];

const names = new Map<string, string>(
  Object.entries(categoryTable).flatMap(([archive, classes]) =>
    Object.entries(classes).map(([subject, name]) => [
      subject === '' ? archive : `${archive}.${subject}`,
      name,
    ]),
  ),
);
const canonical = new Map([...names.keys()].map((category) => [category.toLowerCase(), category]));
const aliasOf = new Map(ALIASES.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));

/** All active categories, `cs.AI` and the like, in the table's order. */
export const categories: readonly string[] = [...names.keys()];

/** The table's spelling of a category in any letter case; null when arXiv has no such active category. */
export function normaliseCategory(text: string): string | null {
  return canonical.get(text.trim().toLowerCase()) ?? null;
}

/** The table's spelling of an archive (`cs`, `cs.*`, `astro-ph`) in any letter case; null when there is none. */
export function normaliseArchive(text: string): string | null {
  const archive = text
    .trim()
    .toLowerCase()
    .replace(/\.\*?$/, '');
  return Object.hasOwn(categoryTable, archive) ? archive : null;
}

/** arXiv's name of a category, e.g. `Computation and Language`; null when it is not in the table. */
export function categoryName(category: string): string | null {
  return names.get(normaliseCategory(category) ?? '') ?? null;
}

/** The category and what counts as the same (`cs.SY` and `eess.SY`), itself first. */
export function sameCategories(category: string): readonly string[] {
  const alias = aliasOf.get(category);
  return alias === undefined ? [category] : [category, alias];
}
