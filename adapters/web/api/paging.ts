/** Where a page ends: the last paper on it, and how many there were up to it. */
interface Mark {
  readonly id: string;
  readonly count: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** For the page that follows; null when there is none. */
  readonly next: string | null;
}

/**
 * One page of a list. It goes on after the paper that the page before ended with, wherever that stands now. Of a list
 * that was made anew between two pages a paper may come twice, and one that climbed into the pages already given is
 * missed. When the paper is gone the count decides.
 * @param cursor `next` of the page before; undefined = the beginning
 * @returns null when the cursor is none of ours
 */
export function pageOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Page<T> | null {
  const mark = cursor === undefined ? null : readMark(cursor);
  if (cursor !== undefined && mark === null) return null;
  const at = mark === null ? -1 : items.findIndex((item) => idOf(item) === mark.id);
  // A paper that sank would take the reader past those that were behind it and are not given yet.
  const from = mark === null ? 0 : at < 0 ? mark.count : Math.min(at + 1, mark.count);
  const shown = items.slice(from, from + limit);
  const last = shown.at(-1);
  const more = last !== undefined && from + shown.length < items.length;
  return { items: shown, next: more ? writeMark({ id: idOf(last), count: from + shown.length }) : null };
}

// --- Internal helpers ---

function writeMark({ id, count }: Mark): string {
  return Buffer.from(JSON.stringify([count, id])).toString('base64url');
}

function readMark(cursor: string): Mark | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(read)) return null;
    const [count, id] = read as readonly unknown[];
    if (typeof id !== 'string' || typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1)
      return null;
    return { id, count };
  } catch {
    return null;
  }
}
