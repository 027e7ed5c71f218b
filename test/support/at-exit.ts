const acts = new Set<() => void>();
let listening = false;

/**
 * Has something done when this process ends in any way but a signal that nobody listens to: processes stopped, folders
 * removed, in reverse order.
 * @param act must not wait for anything
 * @returns takes it back
 */
export function atExit(act: () => void): () => void {
  acts.add(act);
  if (!listening) process.once('exit', () => [...acts].reverse().forEach(quietly));
  listening = true;
  return () => void acts.delete(act);
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Nobody is left to be told.
  }
}
