/** Endings that British and American English write differently; what stands before must be this long at least. */
const ENDINGS: readonly (readonly [british: string, american: string, shortest: number])[] = [
  ['isation', 'ization', 3],
  ['ising', 'izing', 3],
  ['ised', 'ized', 3],
  ['iser', 'izer', 3],
  ['ise', 'iz', 3],
  ['ysing', 'yzing', 3],
  ['ysed', 'yzed', 3],
  ['yser', 'yzer', 3],
  ['yse', 'yz', 3],
  ['ouring', 'oring', 3],
  ['oured', 'ored', 3],
  ['oural', 'oral', 3],
  ['our', 'or', 3],
  ['elling', 'eling', 3],
  ['alling', 'aling', 4],
  ['elled', 'eled', 3],
  ['alled', 'aled', 4],
  ['eller', 'eler', 3],
  ['tre', 'ter', 3],
  ['bre', 'ber', 2],
  ['ence', 'ens', 2],
  ['ence', 'ense', 2],
  ['ogue', 'og', 3],
  ['ogue', 'ogu', 3],
  ['gramme', 'gram', 0],
];
/** Single words, as both write them. */
const WORDS: readonly (readonly [string, string])[] = [
  ['grey', 'gray'],
  ['artefact', 'artifact'],
  ['judgement', 'judgment'],
  ['ageing', 'aging'],
  ['acknowledgement', 'acknowledgment'],
  ['anaesthesia', 'anesthesia'],
  ['aluminium', 'aluminum'],
  ['sceptical', 'skeptical'],
  ['tumour', 'tumor'],
  ['haemorrhage', 'hemorrhage'],
  ['paediatric', 'pediatric'],
  ['foetal', 'fetal'],
  ['aesthetic', 'esthetic'],
  ['licence', 'license'],
  ['practise', 'practice'],
];

/**
 * How the other side of the Atlantic may write a word: `modelling` → `modeling`, `optimiz` → `optimise`. Made by rule,
 * so that many are no words at all: look them up.
 * @param word folded, without plural and mute e (`text/words`)
 */
export function spellingVariants(word: string): readonly string[] {
  const found = new Set<string>();
  for (const [british, american] of WORDS) {
    if (word === british) found.add(american);
    if (word === american) found.add(british);
  }
  for (const [british, american, shortest] of ENDINGS) {
    exchange(word, british, american, shortest, found);
    exchange(word, american, british, shortest, found);
  }
  found.delete(word);
  return [...found];
}

// --- Internal helpers ---

function exchange(word: string, from: string, to: string, shortest: number, found: Set<string>): void {
  if (word.endsWith(from) && word.length - from.length >= shortest)
    found.add(word.slice(0, -from.length) + to);
}
