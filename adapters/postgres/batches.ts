/** Rows per statement: large enough that round trips do not count, small enough to leave the database to others. */
const BATCH = 500;

export function batchesOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / BATCH);
  return Array.from({ length: count }, (_, index) => items.slice(index * BATCH, (index + 1) * BATCH));
}
