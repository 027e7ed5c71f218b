const HOSTS =
  /^(?:https?:\/\/)?(?:(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html|src|e-print|format)\/|(?:www\.)?alphaxiv\.org\/(?:abs|overview|pdf)\/|(?:www\.)?(?:huggingface\.co|hf\.co)\/papers\/|(?:https?:\/\/)?(?:dx\.)?doi\.org\/10\.48550\/arxiv\.)/i;
const PREFIX = /^(?:arxiv:|doi:)?\s*(?:10\.48550\/arxiv\.)?\s*/i;
const SUFFIX = /(?:\.pdf|\.md)?(?:[?#].*)?\/?$/i;
const NEW_STYLE = /^(\d{2})(0[1-9]|1[0-2])\.(\d{4,6})(?:v\d{1,3})?$/i;
const OLD_STYLE =
  /^([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2}|\.[a-z]+(?:-[a-z]+)?)?\/(\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d{1,3})?$/i;
const FOREIGN_DOI = /^(?:doi:\s*|(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/)?(10\.\d{4,9}\/[^\s<>"]+)$/i;
const LONGEST = 300;

/**
 * The arXiv id without version that `input` names, or null.
 * Takes ids of both styles with or without version, an `arXiv:` prefix, the DOI `10.48550/arXiv.…`, and links of
 * arXiv, alphaXiv and Hugging Face; `math.CA/0611800v2` becomes `math/0611800`.
 * Source of the forms: arXiv's "Understanding the arXiv identifier". Six digits are allowed, as arXiv may extend to them.
 */
export function parsePaperId(input: string): string | null {
  if (input.length > LONGEST) return null;
  const bare = input.trim().replace(HOSTS, '').replace(PREFIX, '').replace(SUFFIX, '');
  const recent = NEW_STYLE.exec(bare);
  if (recent !== null) return `${recent[1] ?? ''}${recent[2] ?? ''}.${recent[3] ?? ''}`;
  const old = OLD_STYLE.exec(bare);
  return old === null ? null : `${(old[1] ?? '').toLowerCase()}/${old[2] ?? ''}`;
}

/**
 * The id `doi:…` of a work that is not on arXiv, from a DOI, `doi:` before it or not, or a link to doi.org; null for
 * everything else. Source of the form: the DOI Handbook, 2.2; letters are of one case.
 */
export function parseForeignDoi(input: string): string | null {
  if (input.length > LONGEST || parsePaperId(input) !== null) return null;
  const [, doi] = FOREIGN_DOI.exec(input.trim()) ?? [];
  return doi === undefined ? null : `doi:${doi.toLowerCase()}`;
}

/** True for an id in the canonical form that `parsePaperId` returns. */
export function isArxivId(id: string): boolean {
  return parsePaperId(id) === id;
}
