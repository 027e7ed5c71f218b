import { parsePaperId } from './paper-id.js';

/** Links with a paper's id in their path, ids with `arXiv:` before them, and bare ids of the form in use at their time: four digits until 2014, five since. */
const CANDIDATE =
  /(?:https?:\/\/)?(?:[a-z]{1,20}\.)?(?:arxiv\.org|alphaxiv\.org|huggingface\.co|hf\.co|doi\.org)\/[^\s<>|"')\]]{1,200}|\barxiv:\s?[^\s<>|"')\],;]{1,40}|(?<![\w./-])(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5})(?:v\d{1,3})?(?![\w-])(?!\.\d)|(?<![\w./-])[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?\/\d{7}(?:v\d{1,3})?(?!\w)/gi;
/** Looked at, UTF-16 units. A message is shorter. */
const LONGEST = 50_000;

/**
 * The arXiv ids that a text names, each once, in the order they stand there: links of arXiv, alphaXiv, Hugging Face
 * and doi.org, `arXiv:2607.23193`, and bare ids of both styles. Total.
 */
export function findPaperIds(text: string): readonly string[] {
  const ids = new Set<string>();
  for (const [found] of text.slice(0, LONGEST).matchAll(CANDIDATE)) {
    const id = parsePaperId(found.replace(/[.,;:!?]+$/, ''));
    if (id !== null) ids.add(id);
  }
  return [...ids];
}
