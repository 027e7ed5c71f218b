/** Items worked on before others get their turn: some milliseconds of work at a tenth of a millisecond each. */
const SLICE = 50;

/**
 * `map` for long lists, with a pause after every fifty items in which other work goes ahead: a command is acknowledged
 * while ten thousand papers are looked through.
 * @throws whatever `change` throws
 */
export async function mapInSlices<T, R>(items: readonly T[], change: (item: T) => R): Promise<readonly R[]> {
  const changed: R[] = [];
  for (let start = 0; start < items.length; start += SLICE) {
    if (start > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    for (const item of items.slice(start, start + SLICE)) changed.push(change(item));
  }
  return changed;
}
