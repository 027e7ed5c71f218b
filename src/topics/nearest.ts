/** The name one slip away from `word` (a letter more, less, other, or two swapped), null when none is. Short names need the same first letter. */
export function nearest(word: string, names: readonly string[]): string | null {
  return names.find((name) => name.startsWith(word.charAt(0)) && oneSlip(word, name)) ?? null;
}

function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let same = 0;
  while (same < a.length && same < b.length && a.charAt(same) === b.charAt(same)) same += 1;
  const restA = a.slice(same);
  const restB = b.slice(same);
  const swapped = restA.charAt(1) + restA.charAt(0) + restA.slice(2);
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    swapped === restB
  );
}
