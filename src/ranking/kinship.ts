import type { Paper } from '../papers/paper.js';
import { nameParts } from '../topics/paper-words.js';
import { alike, EMPTY_WORDS, titleWords } from './alike.js';
import { wordsOf } from '../text/words.js';

/**
 * How two papers of one list belong together: `twin` reads the same, `group` is of the same people, `organization` of
 * the same house.
 */
export type Kin = 'twin' | 'group' | 'organization';

/**
 * Abstracts that share this much of their words (Jaccard) are of one work. On 201 daily lists of Hugging Face no two
 * abstracts of different works shared more than 0.3.
 */
const ABSTRACT_ALIKE = 0.5;
/** An abstract is read up to here; most have about 1,300 characters. */
const LONGEST_ABSTRACT = 4_000;
/** So few words are a stub, and stubs are alike without being of one work. */
const LEAST_WORDS = 20;
/** One shared name may be a namesake. Three shared names are a group; two are, where they are half of the shorter list. */
const SURE_NAMES = 3;
const FEW_NAMES = 2;
/** Longest list of authors that is looked at: a collaboration of thousands is no laboratory. */
const MOST_AUTHORS = 200;

interface Traits {
  readonly title: ReadonlySet<string>;
  /** Hashes of the abstract's words, ascending: a tenth of the memory of the words. */
  readonly abstract: Uint32Array;
  readonly authors: ReadonlySet<string>;
  readonly organization: string;
}

const known = new WeakMap<Paper, Traits>();
/** Channels share the papers of a ranking, and ask about the same pairs at its top. */
const judged = new WeakMap<Paper, WeakMap<Paper, Kin | 'none'>>();

/** The closest way in which two papers belong together; null when they do not. Symmetric; worked out once per pair. */
export function kinOf(a: Paper, b: Paper): Kin | null {
  const before = judged.get(a)?.get(b);
  if (before !== undefined) return before === 'none' ? null : before;
  const kin = judge(a, b);
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const own = judged.get(one) ?? new WeakMap<Paper, Kin | 'none'>();
    judged.set(one, own.set(other, kin ?? 'none'));
  }
  return kin;
}

// --- Internal helpers ---

function judge(a: Paper, b: Paper): Kin | null {
  const [one, other] = [traitsOf(a), traitsOf(b)];
  if (alike(one.title, other.title) || sameAbstract(one.abstract, other.abstract)) return 'twin';
  if (sameGroup(one.authors, other.authors)) return 'group';
  return one.organization !== '' && one.organization === other.organization ? 'organization' : null;
}

function traitsOf(paper: Paper): Traits {
  const before = known.get(paper);
  if (before !== undefined) return before;
  const traits: Traits = {
    title: titleWords(paper.title),
    abstract: hashesOf(paper.abstract),
    authors: new Set(paper.authors.slice(0, MOST_AUTHORS).map(foldName).filter(Boolean)),
    organization: paper.organization === null ? '' : foldName(paper.organization),
  };
  known.set(paper, traits);
  return traits;
}

function foldName(name: string): string {
  return nameParts(name).join(' ');
}

function hashesOf(text: string): Uint32Array {
  const hashes = new Set<number>();
  for (const { joined } of wordsOf(text.slice(0, LONGEST_ABSTRACT)))
    if (!EMPTY_WORDS.has(joined)) hashes.add(hashOf(joined));
  return Uint32Array.from(hashes).sort();
}

/** FNV-1a. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

function sameAbstract(a: Uint32Array, b: Uint32Array): boolean {
  const [small, large] = a.length <= b.length ? [a, b] : [b, a];
  if (small.length < LEAST_WORDS || small.length < ABSTRACT_ALIKE * large.length) return false;
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left = 0, right = 0] = [a[i], b[j]];
    if (left === right) shared += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return shared / (a.length + b.length - shared) >= ABSTRACT_ALIKE;
}

function sameGroup(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const name of small) if (large.has(name)) shared += 1;
  return shared >= SURE_NAMES || (shared >= FEW_NAMES && 2 * shared >= small.size);
}
