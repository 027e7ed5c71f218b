import type { Asked, AskedStore } from '../../src/ports/asked-store.js';

/** What was asked, by the rules of `AskedStore`, for one source. */
export function memoryAsked(): AskedStore & { readonly kept: Map<string, Asked> } {
  const kept = new Map<string, Asked>();
  return {
    kept,
    asked: (_source, subjects) =>
      Promise.resolve(
        new Map(
          subjects.flatMap((subject) => {
            const known = kept.get(subject);
            return known === undefined ? [] : [[subject, known] as const];
          }),
        ),
      ),
    noteAsked: (_source, notes, askedAt) => {
      for (const { subject, note } of notes) kept.set(subject, { askedAt, note });
      return Promise.resolve();
    },
    prune: () => Promise.resolve(),
  };
}
