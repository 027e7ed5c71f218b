import { truncate } from './truncate.js';

/** A full stop after one of these ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s([])(?:e\.g|i\.e|et al|etc|cf|vs|viz|resp|approx|ca|Fig|Figs|Sec|Eq|Eqs|Ref|Refs|Tab|Thm|No|Dr|Prof|Mr|Ms|Mrs|St|[A-Z])\.$/;
const SENTENCE_END = /[.!?]["'”’)\]]{0,3}(?=\s+["'“‘([]{0,2}[\p{Lu}\p{Lo}\p{N}\\$])|[。！？]/gu;

/**
 * The beginning of a text as whole sentences, for a gist.
 * @param options.sentences at most so many, ≥ 1
 * @param options.max at most so many UTF-16 units; when the first sentence alone is longer it is cut with `…`
 */
export function firstSentences(text: string, options: { sentences: number; max: number }): string {
  const head = text.slice(0, options.max + 200).trim();
  const whole = head.length === text.trim().length;
  let end = 0;
  let count = 0;
  for (const sentenceEnd of sentenceEnds(head, whole)) {
    if (sentenceEnd > options.max || count === options.sentences) break;
    end = sentenceEnd;
    count += 1;
  }
  return count > 0 ? head.slice(0, end) : truncate(head, options.max);
}

function* sentenceEnds(text: string, whole: boolean): Generator<number> {
  for (const match of text.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    if (!ABBREVIATION.test(text.slice(Math.max(0, match.index - 12), match.index + 1))) yield end;
  }
  if (whole && text.length > 0) yield text.length;
}
