/**
 * Remembers the last `capacity` ids. Slack repeats an event up to three times, with the same id, when an answer was
 * slow. In this process only: a repeat that reaches another process, or a restarted one, is taken again.
 * @returns true the first time an id is given
 */
export function createSeen(capacity: number): (id: string) => boolean {
  const ids = new Set<string>();
  return (id) => {
    if (ids.delete(id)) {
      ids.add(id);
      return false;
    }
    ids.add(id);
    for (const oldest of ids) {
      if (ids.size <= capacity) break;
      ids.delete(oldest);
    }
    return true;
  };
}
