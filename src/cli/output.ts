/** Where a command writes; stdout in production. */
export interface Output {
  /** One line for people. */
  line(text?: string): void;
  /** One JSON document for scripts. */
  json(value: unknown): void;
}

export function createOutput(write: (text: string) => void): Output {
  return {
    line: (text = '') => write(`${text}\n`),
    json: (value) => write(`${JSON.stringify(value, null, 2)}\n`),
  };
}

/**
 * Lays rows out in columns, two spaces apart.
 * @param head column titles
 * @param rows one string per column; a missing one is empty
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const format = (row: readonly string[]): string =>
    widths
      .map((width, column) => (row[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd();
  return all.map(format).join('\n');
}

/** A slot as people call it: the day, or for a digest asked for by hand when that was. */
export function slotName(slot: string): string {
  const byHand = /^now:(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(slot);
  return byHand === null ? slot : `by hand ${byHand[1] ?? ''} ${byHand[2] ?? ''} UTC`;
}
