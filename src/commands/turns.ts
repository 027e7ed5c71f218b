/** Lets tasks of one name run one after the other. */
export type Turns = <T>(name: string, task: () => Promise<T>) => Promise<T>;

/** Turns within this process: two commands that change one channel at once do not undo each other. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return async (name, task) => {
    const before = last.get(name) ?? Promise.resolve();
    const mine = before.then(task, task);
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}
