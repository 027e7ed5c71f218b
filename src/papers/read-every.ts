/** The plan of a source that is read again so long after each complete reading, and at once when there was none. Milliseconds. */
export function readEvery(ms: number): (lastOkAt: Date | null, now: Date) => Date {
  return (lastOkAt, now) => (lastOkAt === null ? now : new Date(lastOkAt.getTime() + ms));
}
